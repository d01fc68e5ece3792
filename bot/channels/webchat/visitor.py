"""Who is on the other side: the cookie that stands for a visitor, and the language of their browser."""

import hashlib
import re
import secrets

from aiohttp import web

from bot.origin import netloc_of

COOKIE = "pintulapor"
ONE_YEAR = 365 * 24 * 3600
TOKEN = re.compile("[0-9a-f]{32}")
# browsers on old Android phones still say "in" for Indonesian; Malay readers are better off with it than with English
LANGUAGES = {"id": "id", "in": "id", "ms": "id", "en": "en"}


def address_of(request: web.Request) -> str | None:
    """The visitor's address: a hash, so that what is stored does not open the chat. None without our cookie."""
    token = request.cookies.get(COOKIE, "")
    return hashlib.sha256(token.encode()).hexdigest()[:32] if TOKEN.fullmatch(token) else None


def give_cookie(request: web.Request, response: web.Response) -> None:
    """The visitor has a cookie for a year from now: the one they had, or a new one."""
    had = request.cookies.get(COOKIE, "")
    token = had if TOKEN.fullmatch(had) else secrets.token_hex(16)
    is_https = request.secure or request.headers.get("X-Forwarded-Proto") == "https"
    response.set_cookie(COOKIE, token, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=is_https)


def is_from_elsewhere(request: web.Request) -> bool:
    """Whether another site's page makes this request. What is no browser sends no Origin, and is let in."""
    origin = request.headers.get("Origin")
    return origin is not None and netloc_of(origin) != request.host


def language_of(request: web.Request) -> str:
    """The first of our languages that the browser prefers, or ""."""
    wishes = [_wish(each) for each in request.headers.get("Accept-Language", "").split(",")]
    for _, tag in sorted((wish for wish in wishes if wish[0] > 0), key=lambda wish: -wish[0]):
        if language := LANGUAGES.get(tag):
            return language
    return ""


def _wish(part: str) -> tuple[float, str]:
    tag, _, quality = part.strip().partition(";q=")
    try:
        weight = float(quality or 1)
    except ValueError:
        weight = 0.0
    return weight, tag.partition("-")[0].lower()

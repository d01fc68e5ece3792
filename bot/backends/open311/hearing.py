"""What an Open311 server says becomes news of a report. Pure."""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from bot.backends.open311.readings import RequestUpdate, ServiceRequest
from bot.backends.open311.statuses import in_neutral_words, meaning_of, reopens
from conversations.profile import Agency, Profile
from handlers.news import News
from storage.placements import WORDS

LONGEST_AGENCY = 128
LONGEST_LINK = 1_000
LONGEST_TEXT = 10_000
"""Characters: more than any chat shows."""


def news_in_update(update: RequestUpdate) -> News:
    """An update of the extension; one without an id has one made of what it says."""
    said = (update.status, update.text, update.media_url, str(update.updated_at))
    return News(
        external_id=update.request_id,
        update_id=update.id or f"{WORDS}{_digest(*said)}",
        at=update.updated_at,
        status=meaning_of(update.status),
        own_word=in_neutral_words(update.status),
        text="\n".join(part for part in (update.text[:LONGEST_TEXT], _link(update.media_url)) if part),
        reopens=reopens(update.status),
        words_id=words_id(update.text) if update.text else "",
    )


def news_in_request(request: ServiceRequest, now: datetime, profile: Profile) -> News:
    """A request as it stands: what it says counts only when it is not what it said before."""
    seen = _digest(request.status, request.notes, request.agency)[:32]
    agency = _known_agency(request.agency, profile)
    return News(
        external_id=request.id,
        update_id=f"{seen} {(request.updated_at or now).isoformat()}",
        at=request.updated_at,
        status=meaning_of(request.status),
        own_word=in_neutral_words(request.status),
        text=request.notes[:LONGEST_TEXT],
        agency=agency.id if agency else request.agency[:LONGEST_AGENCY],
        level=agency.level if agency else None,
        due_at=request.expected_at,
        reopens=reopens(request.status),
        seen=seen,
    )


def _known_agency(named: str, profile: Profile) -> Agency | None:
    sought = named.casefold()
    names = ((each, (each.id, each.name.id.casefold(), each.name.en.casefold())) for each in profile.agencies)
    return next((each for each, its in names if sought and sought in its), None)


def words_id(text: str) -> str:
    """By what a text is known when it comes back, with whatever spaces."""
    return f"{WORDS}{_digest(' '.join(text.split()))}"


def _link(url: str) -> str:
    """Whatever is no address on the web is not passed on to people."""
    try:
        return url if urlsplit(url).scheme in ("http", "https") and len(url) <= LONGEST_LINK else ""
    except ValueError:
        return ""


def _digest(*said: str) -> str:
    return hashlib.sha256("\x00".join(said).encode("utf-8", "replace")).hexdigest()

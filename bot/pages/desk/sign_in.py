"""Who may see the desk: whoever was given a one-time link, until an office has a sign-in of its own."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.pages.desk.confirmation import Confirmation

SESSION_LASTS = timedelta(hours=12)
LINK_LASTS = timedelta(hours=24)


@dataclass(slots=True)
class Session:
    """One signed-in browser. Its forms carry `form_token`; `confirmation` is what its next page says was done."""

    ends_at: datetime
    form_token: str
    confirmation: Confirmation | None = None


class Gate:
    """The desk's door. Of codes and sessions it keeps only the hashes, in memory: a restart signs everybody out."""

    def __init__(self, now: Callable[[], datetime], announce: Callable[[str], None]) -> None:
        """`announce` is given a fresh link each time one was spent or is found to be too old."""
        self._now = now
        self._announce = announce
        self._base_url = ""
        self._code = ""
        self._code_ends_at = now()
        self._sessions: dict[str, Session] = {}

    def new_link(self, base_url: str) -> str:
        """A link that signs in once, for `LINK_LASTS`. The one before it no longer does. `base_url` is `http://127.0.0.1:8080`."""
        self._base_url = base_url.rstrip("/")
        code = secrets.token_urlsafe(24)
        self._code = _hash(code)
        self._code_ends_at = self._now() + LINK_LASTS
        return f"{self._base_url}/desk/sign-in?code={code}"

    def opens(self, code: str) -> bool:
        """Whether the code signs in, without spending it: a link preview must not lock the officer out."""
        if self._code and self._now() >= self._code_ends_at:
            self._announce(self.new_link(self._base_url))
        return bool(self._code) and secrets.compare_digest(_hash(code), self._code)

    def spend(self, code: str) -> str | None:
        """The token of a new session, or None when the code opens nothing (any more)."""
        if not self.opens(code):
            return None
        token = secrets.token_urlsafe(32)
        self._sessions = {key: session for key, session in self._sessions.items() if session.ends_at > self._now()}
        self._sessions[_hash(token)] = Session(self._now() + SESSION_LASTS, secrets.token_urlsafe(16))
        self._announce(self.new_link(self._base_url))
        return token

    def session(self, token: str) -> Session | None:
        session = self._sessions.get(_hash(token))
        return session if session and session.ends_at > self._now() else None

    def sign_out(self, token: str) -> None:
        self._sessions.pop(_hash(token), None)


def _hash(secret: str) -> str:
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()

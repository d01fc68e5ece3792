"""Links to the files of reports that say by themselves who made them and until when they are good."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

FILES_PATH = "/backend/files"
LINKS_PATH = "/backend/links"
PURPOSE = b"pintulapor: links to files"
"""The links have a key of their own, so that no signature of a message is good for a file."""


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    expires_at: datetime


class FileLinks:
    def __init__(self, public_url: str, secrets: Sequence[str], lasts: timedelta) -> None:
        """`public_url` is where the backend reaches this server. The first secret signs, any of them is believed."""
        self._files = public_url.rstrip("/") + FILES_PATH
        self._keys = [hmac.digest(secret.encode(), PURPOSE, "sha256") for secret in secrets]
        self._lasts = lasts

    def link(self, id: str, now: datetime) -> Link:
        """Where the file `id` can be fetched, by whoever has the link, for a while from now on."""
        expires = int((now + self._lasts).timestamp())
        query = urlencode({"expires": expires, "signature": _signature(self._keys[0], id, str(expires))})
        return Link(f"{self._files}/{id}?{query}", datetime.fromtimestamp(expires, UTC))

    def is_ours(self, id: str, expires: str, signature: str) -> bool:
        """Whether we made it; also of one that has ended."""
        given = signature.encode(errors="surrogatepass")
        return any(hmac.compare_digest(_signature(key, id, expires).encode(), given) for key in self._keys)

    def is_over(self, expires: str, now: datetime) -> bool:
        """Of a link of ours: whether it has ended."""
        return now.timestamp() >= int(expires)


def _signature(key: bytes, id: str, expires: str) -> str:
    digest = hmac.digest(key, f"{id}.{expires}".encode(errors="surrogatepass"), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")

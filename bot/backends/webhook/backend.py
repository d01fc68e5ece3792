"""Reports and responses go to the backend's address, each as one signed POST."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError, DummyCookieJar, TCPConnector

from bot.backends.uploads import TookTooLong, Uploads
from bot.backends.webhook import NAME
from bot.backends.webhook.answers import obey
from bot.backends.webhook.messages import attachments_of, message_of
from bot.backends.webhook.sharing import SharedFiles
from bot.backends.webhook.signing import Signatures
from bot.loops import until_cancelled
from bot.trust import trusted
from conversations.profile import Profile
from handlers.errors import TakesNothing
from handlers.ports import Forwarding

LIMITS = ClientTimeout(total=20, sock_connect=10)
"""Seconds: what comes later may have been taken all the same, and is sent again."""
MOST_ALONG = 8 * 1024 * 1024
"""Bytes of all files that go with one message, before base64. What is larger is fetched."""
CONNECTIONS = 16
HEADERS = {"Content-Type": "application/json", "User-Agent": "PintuLapor"}


class WebhookBackend:
    name = NAME

    def __init__(
        self, url: str, signatures: Signatures, files: SharedFiles, profile: Profile, now: Callable[[], datetime]
    ) -> None:
        self._url = url
        self._signatures = signatures
        self._files = files
        self._profile = profile
        self._now = now
        self._uploads = Uploads()
        self._session: ClientSession | None = None

    async def run(self) -> None:
        """Its connections are open as long as this runs, and it is to end after all that delivers."""
        await until_cancelled(self.close)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def deliver(self, forwarding: Forwarding) -> None:
        room = self._uploads.room(forwarding.key, MOST_ALONG)
        files = await self._files.describe(attachments_of(forwarding), room)
        body = msgspec.json.encode(message_of(forwarding, files, self._profile))
        now = self._now()
        headers = self._signatures.headers(forwarding.key, now, body)
        with self._uploads.watched(forwarding.key):
            obey(*await self._post(body, headers), now)

    async def _post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """The answer's status and its `Retry-After`. Raises `TakesNothing`."""
        asked = self._opened().post(
            self._url, data=BytesIO(body), headers=HEADERS | headers, allow_redirects=False, timeout=LIMITS
        )
        try:
            async with asked as answer:
                return answer.status, answer.headers.get("Retry-After", "")
        except (ClientError, OSError) as error:
            problem = f"no answer from the backend: {type(error).__name__}"
            is_slow = isinstance(error, TimeoutError) and not isinstance(error, ConnectionTimeoutError)
        raise TookTooLong(problem) if is_slow else TakesNothing(problem)  # out here: the error knows the address

    def _opened(self) -> ClientSession:
        if self._session is None:
            connector = TCPConnector(limit=CONNECTIONS, ssl=trusted())
            self._session = ClientSession(connector=connector, cookie_jar=DummyCookieJar())
        return self._session

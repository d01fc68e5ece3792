"""HTTP to an Open311 server. What went wrong is named by what is to be done, and holds nothing of what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from aiohttp import ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError, FormData, TCPConnector

from bot.backends.open311.readings import codes_in
from bot.backends.putting_off import LATER, wait_of
from bot.backends.uploads import TookTooLong
from bot.trust import trusted
from handlers.errors import Misconfigured, Rejected, TakesNothing, TryLater

CONNECTIONS = 16
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0
"""What comes later may have been done all the same."""
LONGEST_ANSWER = 32 * 1024 * 1024
"""Bytes: a thousand requests with all that is said in them."""
REFUSED = ("401", "403")

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class File:
    """A file on its way; `name` is what the server may call it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    retry_after: timedelta | None = None

    @property
    def is_good(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def is_refusal(self) -> bool:
        """The server has read it, and says no: it was not done."""
        return self.is_clientside and self.status not in LATER

    @property
    def is_clientside(self) -> bool:
        return HTTPStatus.BAD_REQUEST <= self.status < HTTPStatus.INTERNAL_SERVER_ERROR

    def error(self) -> TryLater | Rejected | Misconfigured:
        """What an answer that is not good means for whoever asked."""
        codes = codes_in(self.body)
        reason = f"status {self.status}" + (f", code {' '.join(codes[:3])}" if codes else "")
        if str(self.status) in REFUSED or (self.is_refusal and any(code in REFUSED for code in codes)):
            return Misconfigured(f"the key is refused: {reason}")
        if HTTPStatus.MULTIPLE_CHOICES <= self.status < HTTPStatus.BAD_REQUEST:
            return Misconfigured(f"the server is elsewhere: {reason}")
        return Rejected(reason) if self.is_refusal else TakesNothing(reason, self.retry_after)


class Wire:
    def __init__(self, base: str) -> None:
        """`base` is the address under which `services.json` is."""
        self._base = base.rstrip("/")
        self._session: ClientSession | None = None

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def get(self, path: str, params: Mapping[str, str]) -> Answer:
        """Raises `TryLater`."""
        return await self._ask("GET", path, params, None)

    async def post(self, path: str, fields: Fields, files: Sequence[File] = ()) -> Answer:
        """Raises `TryLater`: then it may have been done all the same."""
        form = FormData(quote_fields=False, default_to_multipart=bool(files))
        for name, value in fields:
            form.add_field(name, value)
        for file in files:
            form.add_field("media", file.content, filename=file.name, content_type=file.media_type)
        return await self._ask("POST", path, {}, form)

    async def _ask(self, method: str, path: str, params: Mapping[str, str], form: FormData | None) -> Answer:
        limits = ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS)
        try:
            async with self._opened().request(
                method, f"{self._base}/{path}", params=params, data=form, timeout=limits, allow_redirects=False
            ) as response:
                body = await response.content.read(LONGEST_ANSWER)
                while len(body) < LONGEST_ANSWER and (more := await response.content.read(LONGEST_ANSWER - len(body))):
                    body += more
                wait = wait_of(response.headers.get("Retry-After", ""), datetime.now(UTC))
                return Answer(response.status, body, wait)
        except (ClientError, OSError, ValueError) as error:
            problem = type(error).__name__
            is_slow = isinstance(error, TimeoutError) and not isinstance(error, ConnectionTimeoutError)
        # out here, so that no error hangs on it that knows what was sent
        raise TookTooLong(problem) if is_slow else TakesNothing(problem)

    def _opened(self) -> ClientSession:
        if self._session is None:
            headers = {"Accept": "application/json"}
            self._session = ClientSession(connector=TCPConnector(limit=CONNECTIONS, ssl=trusted()), headers=headers)
        return self._session

"""Files that a visitor sends: a form with `key`, `caption`, `kind` and, last, the `file`; read piece by piece."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.channels.webchat.frames import Fields
from bot.channels.webchat.hearing import Hearing, Visitor, without_controls
from bot.channels.webchat.visitor import address_of, is_from_elsewhere, language_of
from conversations.messages import Refusal, RefusedMedia
from conversations.profile import FileLimits
from handlers.errors import TooBusy, TryLater

PIECE_BYTES = 64 * 1024
# as much as the longest caption can have
FIELD_BYTES = 20_000
MOST_FIELDS = 8
UPLOADS_AT_ONCE = 4
STATUS = {Refusal.TOO_LARGE: 413, Refusal.WRONG_TYPE: 415, Refusal.EMPTY: 400, Refusal.GONE: 410}
PATH = re.compile(r".*[/\\]", re.DOTALL)


class UploadedFile(msgspec.Struct, frozen=True):
    """The answer: the file is kept. It is sent by a `media` frame."""

    file_id: str


class RefusedFile(msgspec.Struct, frozen=True):
    """The answer: the file is not taken, and the chat says so."""

    refused: str


class BrokenForm(Exception):
    """Not a form of our page."""


@dataclass(frozen=True, slots=True)
class Form:
    fields: Fields
    file_name: str
    content: AsyncIterator[bytes]


class Uploads:
    """Answers `POST /chat/upload`."""

    def __init__(self, hearing: Hearing, limits: FileLimits) -> None:
        self._hearing = hearing
        self._limits = limits
        self._under_way: Counter[str] = Counter()

    async def handle(self, request: web.Request) -> web.Response:
        address = None if is_from_elsewhere(request) else address_of(request)
        if address is None:
            raise web.HTTPForbidden
        if self._under_way[address] >= UPLOADS_AT_ONCE:
            return _try_later(1)
        self._under_way[address] += 1
        try:
            return await self._take(request, Visitor(address, language_of(request)))
        finally:
            self._under_way[address] -= 1
            self._under_way += Counter()  # forgets who has none under way

    async def _take(self, request: web.Request, visitor: Visitor) -> web.Response:
        if wait := self._hearing.wait(visitor):
            return _try_later(wait)
        try:
            form = await read_form(request)
            outcome = await self._hearing.keep_file(visitor, self._limits, form.content, form.file_name, form.fields)
        except BrokenForm:
            raise web.HTTPBadRequest from None
        except (TryLater, TooBusy):
            return _try_later(3)
        if isinstance(outcome, RefusedMedia):
            return _json(RefusedFile(outcome.reason), STATUS[outcome.reason])
        return _json(UploadedFile(outcome.file_id))


async def read_form(request: web.Request) -> Form:
    """The fields, and the file still to be read. Raises `BrokenForm`."""
    if request.content_type != "multipart/form-data":
        raise BrokenForm
    fields: dict[str, str] = {}
    with _well_formed():
        parts = await request.multipart()
        while (part := await parts.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.name is None or len(fields) >= MOST_FIELDS:
                raise BrokenForm
            if part.name == "file":
                return Form(_checked(fields), file_name_of(part), _pieces(part))
            fields[part.name] = await _short_text(part)
    raise BrokenForm


def file_name_of(part: BodyPartReader) -> str:
    """The name without its folder, for people to read; it never becomes a path."""
    readable = (
        (part.filename or "").encode(errors="replace").decode()
    )  # bytes that are no UTF-8 come as lone surrogates
    return without_controls(PATH.sub("", readable)).strip()[-255:]


def _checked(fields: dict[str, str]) -> Fields:
    try:
        return msgspec.convert(fields, Fields)
    except msgspec.ValidationError:
        raise BrokenForm from None


async def _short_text(part: BodyPartReader) -> str:
    content = b""
    while piece := await part.read_chunk(PIECE_BYTES):
        content += piece
        if len(content) > FIELD_BYTES:
            raise BrokenForm
    return without_controls(content.decode())


async def _pieces(part: BodyPartReader) -> AsyncIterator[bytes]:
    with _well_formed():
        while piece := await part.read_chunk(PIECE_BYTES):
            yield piece


@contextmanager
def _well_formed() -> Iterator[None]:
    try:
        yield
    except (ValueError, RuntimeError, HttpProcessingError):
        raise BrokenForm from None


def _json(answer: msgspec.Struct, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(answer), status=status, content_type="application/json")


def _try_later(seconds: float) -> web.Response:
    return web.Response(status=503, headers={"Retry-After": str(int(seconds) + 1)})

"""Where the backend calls: updates of its cases, and the files of its reports."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
import structlog
from aiohttp import web
from msgspec import Meta, Struct

from bot.backends.webhook import updates as incoming
from bot.backends.webhook.links import FILES_PATH, FileLinks
from bot.backends.webhook.problems import SOON, problem
from bot.backends.webhook.signed import SignedRequests
from bot.backends.webhook.updates import Id, Invalid, Update, as_status_update
from bot.file_answer import asked_part, file_answer
from conversations.messages import MediaKind
from handlers.errors import TryLater
from handlers.report_files import ReportFiles
from handlers.status_update import Fate, UpdateResult
from handlers.updates import Updates
from storage.fetches import FileState

UPDATES_PATH = "/backend/updates"
CONTRACT_PATH = "/openapi.json"
PENDING = {"Retry-After": "30"}

log = structlog.get_logger()


class Missing(Struct, frozen=True):
    """Running numbers, the first and the last of them."""

    first: int
    last: int


class Result(Struct, frozen=True):
    """What became of one update."""

    id: Id
    receipt: str
    result: Annotated[
        Fate,
        Meta(
            description="`repeated` was heard before; `late` came after a newer one and is only in the history; "
            "`unknown` is of a report that we do not have; `failed` was not noted, by our own fault: send it again"
        ),
    ]
    missing: Annotated[Missing | None, Meta(description="Updates that should have come before: send them")] = None


class Results(Struct, frozen=True):
    """In the order of the updates."""

    results: tuple[Result, ...]


def routes(
    requests: SignedRequests, updates: Updates, files: ReportFiles, links: FileLinks, now: Callable[[], datetime]
) -> list[web.RouteDef]:
    """`now` is asked whether a link has ended."""
    return [
        web.post(UPDATES_PATH, requests.handler(UpdateDoor(updates).take)),
        web.get(FILES_PATH + "/{id}", FileDoor(files, links, now).show),
    ]


class UpdateDoor:
    def __init__(self, updates: Updates) -> None:
        self._updates = updates

    async def take(self, body: bytes) -> web.Response:
        """202 once all that can be is committed; 404 where no report is known; 503 where some must be sent again."""
        try:
            given = incoming.read(body)
            results = await self._updates.take([as_status_update(update) for update in given])
        except Invalid as invalid:
            return problem(HTTPStatus.BAD_REQUEST, str(invalid))
        except TryLater:
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "the database is away: send it again soon", SOON)
        _log(results)
        told = Results(tuple(_told(update, result) for update, result in zip(given, results, strict=True)))
        return _answer(_status_of(results), told)


class FileDoor:
    def __init__(self, files: ReportFiles, links: FileLinks, now: Callable[[], datetime]) -> None:
        self._files = files
        self._links = links
        self._now = now

    async def show(self, request: web.Request) -> web.StreamResponse:
        id, query = request.match_info["id"], request.query
        expires = query.get("expires", "")
        if not self._links.is_ours(id, expires, query.get("signature", "")):
            return problem(HTTPStatus.FORBIDDEN, "this is no link of ours")
        if self._links.is_over(expires, self._now()):
            return problem(HTTPStatus.FORBIDDEN, "this link has ended: ask for a new one")
        try:
            return await self._send(request, id)
        except TryLater:
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "it cannot be read now: ask again soon", SOON)

    async def _send(self, request: web.Request, id: str) -> web.StreamResponse:
        """Raises `TryLater`."""
        found = await self._files.find(id)
        if found is not None and found.state is FileState.PENDING:
            detail = "it is still with the messaging app: ask again"
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, PENDING)
        if found is None or found.kept is None:
            return problem(HTTPStatus.GONE, "it could not be had, or is deleted")
        opened = await self._files.open(found.kept, asked_part(request, found.kept.size))
        if opened is None:
            return problem(HTTPStatus.GONE, "it could not be had, or is deleted")
        has_parts = found.kept.kind is not MediaKind.PHOTO
        return await file_answer(request, opened, False, has_parts, cache_control="private, no-store")


def _told(update: Update, result: UpdateResult) -> Result:
    missing = Missing(result.missing[0], result.missing[-1]) if result.missing else None
    return Result(update.id, update.receipt, result.fate, missing)


def _status_of(results: Sequence[UpdateResult]) -> HTTPStatus:
    fates = {result.fate for result in results}
    if Fate.FAILED in fates:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.NOT_FOUND if fates == {Fate.UNKNOWN} else HTTPStatus.ACCEPTED


def _answer(status: HTTPStatus, told: Any) -> web.Response:
    headers = SOON if status is HTTPStatus.SERVICE_UNAVAILABLE else None
    return web.Response(body=msgspec.json.encode(told), status=status, headers=headers, content_type="application/json")


def _log(results: Sequence[UpdateResult]) -> None:
    fates = Counter(result.fate.value for result in results)
    gaps = sum(bool(result.missing) for result in results)
    if gaps:
        log.warning("updates are missing: running numbers were left out", reports=gaps)
    log.info("updates taken", backend="webhook", **fates)

"""Updates of the backend's cases come in, one or many at once."""

from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

import msgspec
import structlog
from aiohttp import web
from msgspec import Meta, Struct

from bot.backends.webhook import updates as incoming
from bot.backends.webhook.problems import SOON, problem
from bot.backends.webhook.updates import Id, Invalid, Update, as_status_update
from handlers.errors import TryLater
from handlers.status_update import Fate, UpdateResult
from handlers.updates import Updates

UPDATES_PATH = "/backend/updates"

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


def _told(update: Update, result: UpdateResult) -> Result:
    missing = Missing(result.missing[0], result.missing[-1]) if result.missing else None
    return Result(update.id, update.receipt, result.fate, missing)


def _status_of(results: Sequence[UpdateResult]) -> HTTPStatus:
    fates = {result.fate for result in results}
    if Fate.FAILED in fates:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.NOT_FOUND if fates == {Fate.UNKNOWN} else HTTPStatus.ACCEPTED


def _answer(status: HTTPStatus, told: Results) -> web.Response:
    headers = SOON if status is HTTPStatus.SERVICE_UNAVAILABLE else None
    return web.Response(body=msgspec.json.encode(told), status=status, headers=headers, content_type="application/json")


def _log(results: Sequence[UpdateResult]) -> None:
    fates = Counter(result.fate.value for result in results)
    gaps = sum(bool(result.missing) for result in results)
    if gaps:
        log.warning("updates are missing: running numbers were left out", reports=gaps)
    log.info("updates taken", backend="webhook", **fates)

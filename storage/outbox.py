"""Messages that are to be sent: each stays here until it is with its messaging app."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, LargeBinary, Row, bindparam, delete, exists, false, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.messages import Chat, Outgoing
from storage.bodies import outgoing_as_json, outgoing_from_json
from storage.bulk import NOW, Bulk, Insert, filled
from storage.complainants import is_in
from storage.store import Unit
from storage.tables import Id, complainants, outbox
from storage.unindexed import Unindexed


@dataclass(frozen=True, slots=True)
class NewMessage:
    complainant_id: int
    outgoing: Outgoing
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A committed message, to be sent to `chat` after every other of that chat that has a lower id.

    `follows` is the id of the message that stood in the outbox before it for the same chat, 0 for none. `edition` is
    another once something else is said in it.
    """

    id: int
    chat: Chat
    complainant_id: int
    outgoing: Outgoing
    language: str
    is_notice: bool
    at: datetime
    attempts: int = 0
    follows: int = 0
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Delay:
    """A message that could not be sent, and when it is tried again."""

    id: int
    attempts: int
    due_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that cannot be read as one; `error` is the class of what went wrong."""

    id: int
    error: str


@dataclass(frozen=True, slots=True)
class Found:
    """Both by id."""

    messages: list[DueMessage]
    unreadable: list[Unreadable]


async def add(unit: Unit, messages: Sequence[NewMessage], now: datetime) -> list[int]:
    """The ids of these messages, in their order; they are due at once."""
    rows = [(m.complainant_id, m.is_notice, outgoing_as_json(m.outgoing)) for m in messages]
    return sorted((await _add.execute(unit, rows, now=now)).scalars())


async def find(unit: Unit, channels: Sequence[str], now: datetime, known: Collection[int], limit: int) -> Found:
    """The first messages that may be sent now in these channels, without the `known` ones.

    Where the first message of a chat is not due yet, the ones after it wait too.
    """
    return _found(await _due.execute(unit, [(id,) for id in known], channels=channels, now=now, at_most=limit))


async def find_awaited(unit: Unit, channels: Sequence[str], now: datetime, known: Collection[int], limit: int) -> Found:
    """As `find`, of those chats only where a reply waits: however many notices wait for others, it is found at once."""
    return _found(await _awaited.execute(unit, [(id,) for id in known], channels=channels, now=now, at_most=limit))


async def find_for(unit: Unit, chat: Chat, now: datetime, limit: int) -> Found:
    """The first messages that may be shown now in this chat, as `find` has them for channels."""
    rows = _sendable().where(is_in(chat)).limit(limit)
    return _found(await unit.connection.execute(rows, {"now": now}))


async def notices(unit: Unit, complainant_ids: Sequence[int]) -> Found:
    """The notices that wait for these people, due or not."""
    return _found(await _notices.execute(unit, [(id,) for id in complainant_ids]))


async def editions(unit: Unit, ids: Collection[int]) -> Mapping[int, int]:
    """Of those of these messages that are still there."""
    return {row.id: row.edition for row in await _editions.execute(unit, [(id,) for id in ids])}


async def remove(unit: Unit, ids: Collection[int]) -> None:
    await _remove.execute(unit, [(id,) for id in ids])


async def put_off(unit: Unit, delays: Sequence[Delay]) -> None:
    rows = [{"of": d.id, "attempts": d.attempts, "due_at": d.due_at, "last_error": d.error} for d in delays]
    await unit.connection.execute(_put_off, rows)


def _found(rows: Iterable[Row[Any]]) -> Found:
    found = Found([], [])
    for row in rows:
        try:
            found.messages.append(_due_message(row))
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with one, the others must not wait for it
            found.unreadable.append(Unreadable(row.id, type(error).__name__))
    return found


def _due_message(row: Row[Any]) -> DueMessage:
    return DueMessage(
        id=row.id,
        chat=Chat(row.channel, row.address),
        complainant_id=row.complainant_id,
        outgoing=outgoing_from_json(row.body),
        language=row.language,
        is_notice=row.is_notice,
        at=row.created_at,
        attempts=row.attempts,
        edition=row.edition,
    )


def _adding(given: FromClause, insert: Insert) -> Any:
    new = filled(insert(outbox), given, "complainant_id", "is_notice", "body", created_at=NOW, due_at=NOW)
    return new.returning(outbox.c.id)


def _finding_awaited(given: FromClause, insert: Insert) -> Any:
    reply = outbox.alias("reply")
    awaiting = select(reply.c.complainant_id).where(reply.c.is_notice == false())
    theirs = _finding(given, insert).where(outbox.c.complainant_id.in_(awaiting))
    # not by the ids themselves, or the database looks at all that wait in their order for the few who await a reply
    return theirs.order_by(None).order_by(outbox.c.id + 0)


def _finding(given: FromClause, insert: Insert) -> Any:
    # by an index SQLite would look for what waits for each person of the channel, and sort that
    in_these = Unindexed(complainants.c.channel).in_(bindparam("channels", expanding=True))
    return _sendable().where(in_these, outbox.c.id.not_in(select(given.c.id))).limit(bindparam("at_most"))


def _sendable() -> Any:
    earlier = outbox.alias("earlier")
    is_held_back = exists().where(
        earlier.c.complainant_id == outbox.c.complainant_id, earlier.c.id < outbox.c.id, earlier.c.due_at > NOW
    )
    return (
        _with_their_chats()
        .where(~complainants.c.is_blocked, outbox.c.due_at <= NOW, ~is_held_back)
        .order_by(outbox.c.id)
    )


def _finding_notices(given: FromClause, insert: Insert) -> Any:
    return (
        _with_their_chats()
        .where(outbox.c.is_notice, outbox.c.complainant_id.in_(select(given.c.id)))
        .order_by(outbox.c.id)
    )


def _with_their_chats() -> Any:
    return select(outbox, complainants.c.channel, complainants.c.address, complainants.c.language).join(complainants)


def _finding_editions(given: FromClause, insert: Insert) -> Any:
    return select(outbox.c.id, outbox.c.edition).where(outbox.c.id.in_(select(given.c.id)))


def _removing(given: FromClause, insert: Insert) -> Any:
    return delete(outbox).where(outbox.c.id.in_(select(given.c.id)))


_add = Bulk(_adding, complainant_id=Id, is_notice=Boolean(), body=LargeBinary())
_due = Bulk(_finding, id=Id)
_awaited = Bulk(_finding_awaited, id=Id)
_notices = Bulk(_finding_notices, id=Id)
_editions = Bulk(_finding_editions, id=Id)
_remove = Bulk(_removing, id=Id)
_put_off = (
    update(outbox)
    .where(outbox.c.id == bindparam("of"))
    .values({name: bindparam(name) for name in ("attempts", "due_at", "last_error")})
)

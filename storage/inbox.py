"""Keys of the messages that were handled, so that a repeat is known for one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, delete
from sqlalchemy.sql.selectable import FromClause

from conversations.messages import Chat
from storage.bulk import NOW, Bulk, Insert, filled
from storage.store import Unit
from storage.tables import inbox


async def record(unit: Unit, messages: Sequence[tuple[Chat, str]], now: datetime) -> set[tuple[Chat, str]]:
    """Those of the messages (chat and key) that were not handled before; now they are."""
    # in one order everywhere, so that two units with the same repeats do not wait for each other
    rows = sorted((chat.channel, chat.address, key) for chat, key in messages)
    new = await _record.execute(unit, rows, now=now)
    return {(Chat(row.channel, row.address), row.key) for row in new}


async def forget(unit: Unit, before: datetime) -> None:
    """Keys of messages handled before this moment are gone."""
    await unit.connection.execute(delete(inbox).where(inbox.c.received_at < before))


def _recording(given: FromClause, insert: Insert) -> Any:
    new = filled(insert(inbox), given, "channel", "address", "key", received_at=NOW)
    return new.on_conflict_do_nothing().returning(inbox.c.channel, inbox.c.address, inbox.c.key)


_record = Bulk(_recording, channel=String(), address=String(), key=String())

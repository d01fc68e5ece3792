"""Reports that others follow, and what waits for whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update as sql_update

from conversations.catalogue import Catalogue
from conversations.following import Telling
from conversations.messages import Chat
from conversations.profile import Profile
from conversations.status import Status, StatusUpdate
from handlers.status_update import Fate, apply_updates
from storage import complainants, conversations, followers, outbox, tables
from storage.store import Store
from tests.filed import NOW, RECEIPT, Filed

CODE = "0123456789"
NIGHT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # half past eleven in the evening in Kutai Timur
MORNING = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # six the next morning
EVENING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # five in the afternoon of the same day


def update(status: Status, number: int = 1, **said: Any) -> StatusUpdate:
    values: dict[str, Any] = {"key": f"u{number}", "receipt": RECEIPT, "at": NOW, **said}
    return StatusUpdate(number=number, status=status, **values)


async def follow(store: Store, filed: Filed, name: str, telling: Telling = Telling.AT_ONCE) -> int:
    """Somebody has come with the report's code, and has chosen how to be told."""
    chat = Chat("webchat", name)
    await give_code(store, filed)
    async with store.begin() as unit:
        await complainants.add(unit, [chat], NOW)
        id = (await conversations.load(unit, [chat]))[chat].id
        await followers.add(unit, [(id, filed.report.receipt, CODE)], NOW)
        await followers.choose(unit, [(id, filed.report.receipt, telling)], NOW)
    return id


async def give_code(store: Store, filed: Filed) -> None:
    """The report's tracking code is CODE."""
    table = tables.reports
    async with store.begin() as unit:
        await unit.connection.execute(sql_update(table).where(table.c.id == filed.id).values(tracking_code=CODE))


async def choose(store: Store, filed: Filed, telling: Telling) -> None:
    async with store.begin() as unit:
        await followers.choose(unit, [(filed.complainant_id, filed.report.receipt, telling)], NOW)


async def apply(store: Store, profile: Profile, *updates: StatusUpdate, at: datetime = NOW) -> None:
    async with store.begin() as unit:
        assert {result.fate for result in await apply_updates(unit, updates, at, profile)} == {Fate.APPLIED}


async def texts(store: Store, catalogue: Catalogue, name: str) -> list[str]:
    """What waits in the outbox for this chat, in order."""
    async with store.read() as unit:
        found = await outbox.find_for(unit, Chat("webchat", name), NOW + timedelta(days=9), 100)
    return [catalogue.text(message.outgoing.lines[0], message.language) for message in found.messages]


async def held(store: Store) -> dict[int, datetime]:
    """For whom a notice is held, and until when."""
    table = tables.held_notices
    async with store.read() as unit:
        return {row.complainant_id: row.due_at for row in await unit.connection.execute(table.select())}

"""What the office has promised to keep no longer is gone."""

from datetime import timedelta

from sqlalchemy import Table, func, select

from conversations.conversation import Conversation
from conversations.messages import MediaKind
from conversations.report import Attachment
from conversations.status import Event, Status
from storage import attachments, complainants, conversations, desk, history, retention, transcripts, unwanted_files
from storage.attachments import StoredFile
from storage.conversations import Change
from storage.desk import Case, CaseEvent
from storage.history import NewEvent
from storage.store import Store, Unit
from storage.tables import metadata
from storage.transcripts import NewEntry
from tests.filed import NOW, RECEIPT, Filed, file_report

OTHER = "KTM-0000-0000"
LATER = NOW + timedelta(days=1)
OF_A_PERSON = ("complainants", "conversations", "reports", "history", "attachments", "forwardings")
ALL = (*OF_A_PERSON, "transcripts", "desk_cases", "desk_steps")


async def count(unit: Unit, table: Table) -> int:
    return int(await unit.connection.scalar(select(func.count()).select_from(table)) or 0)


async def counts(store: Store) -> dict[str, int]:
    async with store.read() as unit:
        return {name: await count(unit, metadata.tables[name]) for name in ALL}


async def everything_of(store: Store, receipt: str) -> Filed:
    """A row in every table, all of them from `NOW`."""
    filed = await file_report(store, receipt)
    file = StoredFile(receipt, MediaKind.PHOTO, "image/jpeg", 1, "00" * 32, f"{receipt}/original")
    case = Case(0, filed.report, Status.HANDED_OVER, NOW, NOW)
    async with store.begin() as unit:
        await conversations.store(unit, [Change(filed.complainant_id, Conversation(), None)], NOW)
        await history.add(unit, [NewEvent(filed.id, "received", Event(NOW, status=Status.RECEIVED))])
        await attachments.add(unit, filed.complainant_id, file, NOW)
        await attachments.tie(unit, [(filed.complainant_id, receipt, filed.id)])
        await transcripts.append(unit, [NewEntry(filed.chat.address, "1", True, b"{}", NOW)])
        await desk.add_cases(unit, [case])
        kept = await desk.case_of(unit, receipt)
        assert kept is not None
        step = CaseEvent(NOW, Status.CLOSED, attachments=(Attachment(receipt, MediaKind.PHOTO),))
        await desk.add_step(unit, kept.id, receipt, step)
    return filed


async def drop(store: Store) -> bool:
    async with store.begin() as unit:
        return await retention.drop_expired(unit, LATER, 100)


async def test_what_is_old_enough_is_gone_from_all_tables_and_its_files_are_to_be_removed(store: Store) -> None:
    await everything_of(store, RECEIPT)
    assert await counts(store) == dict.fromkeys(ALL, 1)
    assert await drop(store)
    assert await counts(store) == dict.fromkeys(ALL, 0)
    assert not await drop(store)
    async with store.read() as unit:
        assert await unwanted_files.some(unit, 9) == [f"{RECEIPT}/original"]


async def test_what_is_not_old_enough_stays(store: Store) -> None:
    await everything_of(store, RECEIPT)
    async with store.begin() as unit:
        assert not await retention.drop_expired(unit, NOW, 100)
    assert await counts(store) == dict.fromkeys(ALL, 1)


async def test_a_report_in_which_something_has_happened_since_stays_with_its_person(store: Store) -> None:
    filed = await everything_of(store, RECEIPT)
    await everything_of(store, OTHER)
    async with store.begin() as unit:
        await history.add(unit, [NewEvent(filed.id, "u", Event(LATER, status=Status.CLOSED), 1)])
        await transcripts.append(unit, [NewEntry(filed.chat.address, "2", False, b"{}", LATER)])
    assert await drop(store)
    assert await counts(store) == dict.fromkeys(ALL, 1) | {"history": 2, "transcripts": 2}


async def test_a_person_who_has_written_since_stays_without_the_report(store: Store) -> None:
    filed = await everything_of(store, RECEIPT)
    async with store.begin() as unit:
        await conversations.store(unit, [Change(filed.complainant_id, Conversation(), None)], LATER)
        await complainants.add(unit, [filed.chat], LATER)
    await drop(store)
    assert await counts(store) == dict.fromkeys(ALL, 0) | {"complainants": 1, "conversations": 1}


async def test_no_more_than_the_limit_goes_at_once(store: Store) -> None:
    for receipt in (RECEIPT, OTHER):
        await everything_of(store, receipt)
    async with store.begin() as unit:
        assert await retention.drop_expired(unit, LATER, 1)
    assert await counts(store) == dict.fromkeys(ALL, 1)

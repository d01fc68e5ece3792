"""Village lists are read and checked, and their rows sent: apart from the talk, and some at a time.

All that was done is in the database with the rows themselves, so that after a kill it goes on where it was.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from conversations.catalogue import Catalogue
from conversations.messages import Line, Outgoing
from conversations.village_list import telling
from conversations.village_list.at_hand import ListState
from conversations.village_list.checking import faults_of
from conversations.village_list.doubles import fingerprint, with_doubles
from conversations.village_list.refusal import ListProblem, ListRefusal, UnreadableList
from conversations.village_list.row import Column, ListRow, RowState
from handlers.faults import fault_of
from handlers.finishing import finished
from handlers.incoming import Wakeable
from handlers.list_files import read_list
from handlers.list_sending import ListSending
from handlers.new_reports import Route, to_desk
from storage import attachments, conversations, list_work, outbox, village_lists
from storage.errors import DatabaseAway, DatabaseRefused
from storage.list_work import DueList, StoredRow
from storage.outbox import NewMessage
from storage.store import Store, Unit

LOOK_EVERY_SECONDS = 1.0
LISTS_AT_ONCE = 20
WAIT_AFTER_FAULT = timedelta(minutes=1)
LISTS_LAST = timedelta(days=30)
"""How long a list can be mended, and its results be had."""
BETWEEN_CLEARINGS = timedelta(hours=1)

log = structlog.get_logger()


class VillageLists:
    def __init__(
        self,
        store: Store,
        objects: ObjectStore,
        catalogue: Catalogue,
        delivery: Wakeable,
        forwarding: Wakeable,
        file_removal: Wakeable,
        now: Callable[[], datetime],
        random_bits: Callable[[int], int],
        route: Route = to_desk,
    ) -> None:
        """`random_bits` gives a number of that many bits, unguessable; `route` says where a report goes."""
        self._store = store
        self._objects = objects
        self._catalogue = catalogue
        self._delivery = delivery
        self._forwarding = forwarding
        self._file_removal = file_removal
        self._now = now
        self._sending = ListSending(catalogue, random_bits, route)
        self._clear_at: datetime | None = None

    async def run(self) -> None:
        """Does what there is to do, until it is cancelled."""
        while True:
            is_more = False
            try:
                is_more = await self.look()
            except (DatabaseAway, DatabaseRefused) as error:
                log.warning("village lists wait for the database", error=str(error))
            await asyncio.sleep(0 if is_more else LOOK_EVERY_SECONDS)

    async def look(self) -> bool:
        """One step was taken for each list that is due; whether there was any. Raises `DatabaseAway` and the like."""
        now = self._now()
        if self._clear_at is None or now >= self._clear_at:
            await self._clear(now)
            self._clear_at = now + BETWEEN_CLEARINGS
        async with self._store.read() as unit:
            due = await list_work.due(unit, now, LISTS_AT_ONCE)
        for each in due:
            await self._step(each)
        return bool(due)

    async def _step(self, due: DueList) -> None:
        try:
            await (self._read(due) if due.state is ListState.WAITING else finished(self._send(due)))
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other lists must not wait for it
            fault = fault_of(error)
            log.error("a village list waits", list=due.id, error=fault.error, at=fault.at)
            async with self._store.begin() as unit:
                await list_work.put_off(unit, due, self._now() + WAIT_AFTER_FAULT)

    async def _clear(self, now: datetime) -> None:
        async with self._store.begin() as unit:
            await list_work.remove(unit, await list_work.old(unit, now - LISTS_LAST))

    # --- reading and checking ---

    async def _read(self, due: DueList) -> None:
        if due.is_lost:  # its volunteer is told of the file
            async with self._store.begin() as unit:
                await list_work.remove(unit, [due.id])
            return
        try:
            content = bytes(await (await obstore.get_async(self._objects, due.object_key)).bytes_async())
        except FileNotFoundError:
            await finished(self._refuse(due, ListRefusal(ListProblem.BROKEN)))
            return
        except BaseError:
            log.warning("a village list waits for the object store", list=due.id)
            async with self._store.begin() as unit:
                await list_work.put_off(unit, due, self._now() + WAIT_AFTER_FAULT)
            return
        try:
            rows = await asyncio.to_thread(self._checked, content, due.came_at)
        except UnreadableList as unreadable:
            await finished(self._refuse(due, unreadable.refusal))
        else:
            await finished(self._keep(due, rows))

    def _checked(self, content: bytes, came_at: datetime) -> list[ListRow]:
        profile = self._catalogue.profile
        today = profile.local_date(came_at)
        return [replace(row, faults=faults_of(row, today, profile)) for row in read_list(content)]

    async def _refuse(self, due: DueList, refusal: ListRefusal) -> None:
        async with self._store.begin() as unit:
            person = (await conversations.load_by_id(unit, [due.complainant_id])).get(due.complainant_id)
            if person and await list_work.state_of(unit, due.id) is ListState.WAITING:
                await attachments.drop(unit, [(due.complainant_id, due.attachment_id)])
                await list_work.remove(unit, [due.id])
                columns = self._named(refusal.columns, person.conversation.person.language)
                await self._tell(unit, due, telling.refused(due.file_name, refusal, columns))
        self._file_removal.wake()
        self._delivery.wake()

    async def _keep(self, due: DueList, rows: Sequence[ListRow]) -> None:
        """The rows are kept as they were found, and the volunteer is told; the file itself is not needed any more."""
        async with self._store.begin() as unit:
            await conversations.load_by_id(unit, [due.complainant_id])
            if await list_work.state_of(unit, due.id) is not ListState.WAITING:
                return  # dropped meanwhile, or read by another process
            opened = await list_work.open_reports(unit, due.complainant_id)
            prints = [fingerprint(row.cells) for row in rows]
            before = await list_work.sent_before(unit, due.complainant_id, set(prints))
            new = [row for row, print in zip(rows, prints, strict=True) if print not in before]
            doubled = {row.number: row for row in with_doubles(new, opened, self._catalogue.profile)}
            stored = [_stored(doubled.get(row.number), row, print) for row, print in zip(rows, prints, strict=True)]
            await list_work.put_rows(unit, due.id, stored)
            await list_work.go_on(unit, due.id, ListState.CHECKED, None)
            await attachments.drop(unit, [(due.complainant_id, due.attachment_id)])
            found = await village_lists.of_id(unit, due.id)
            assert found is not None, "locked by its volunteer's own lock"
            faulty = [each.row for each in stored if each.state is RowState.FAULTY]
            await self._tell(unit, due, telling.checked(found, faulty))
        self._file_removal.wake()
        self._delivery.wake()

    def _named(self, columns: Sequence[Column], language: str) -> str:
        return ", ".join(self._catalogue.text(Line(f"list.column.{column}"), language) for column in columns)

    async def _tell(self, unit: Unit, due: DueList, said: Outgoing) -> None:
        await outbox.add(unit, [NewMessage(due.complainant_id, said, is_notice=True)], self._now())

    async def _send(self, due: DueList) -> None:
        async with self._store.begin() as unit:
            has_sent = await self._sending.send_some(unit, due, self._now())
        self._delivery.wake()
        if has_sent:
            self._forwarding.wake()


def _stored(checked: ListRow | None, row: ListRow, print: str) -> StoredRow:
    """A row that is not among the checked ones was sent before."""
    if checked is None:
        return StoredRow(replace(row, faults=()), RowState.KNOWN, print)
    return StoredRow(checked, RowState.FAULTY if checked.faults else RowState.GOOD, print)

"""The rows of a village list are sent: some in one transaction, each with its receipt number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from conversations.catalogue import Catalogue
from conversations.effects import SendReport
from conversations.receipt import RANDOM_BITS, make_receipt
from conversations.tracking import CODE_BITS, make_code
from conversations.village_list import telling
from conversations.village_list.at_hand import ListState, VillageList
from conversations.village_list.checking import faults_of
from conversations.village_list.doubles import fingerprint
from conversations.village_list.entry import report_of, represented
from conversations.village_list.row import ListRow, RowState
from conversations.volunteering import Standing, Volunteering
from handlers.effects import Wanted, carry_out
from handlers.new_reports import Route
from storage import conversations, list_work, outbox, village_lists
from storage.conversations import Complainant
from storage.list_work import DueList, StoredRow
from storage.outbox import NewMessage
from storage.store import Unit

ROWS_AT_ONCE = 25
"""Reports in one transaction: few, so that whoever writes meanwhile does not wait."""
TELL_EVERY = 100
"""Rows: a list of a few hundred is told of a few times."""


@dataclass(slots=True)
class _Batch:
    """What is to be written of some rows: reports, where each row stands, and what is not to be sent again."""

    wanted: list[Wanted] = field(default_factory=list)
    marked: list[tuple[ListRow, RowState, str]] = field(default_factory=list)
    noted: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ListSending:
    """`random_bits` gives a number of that many bits, unguessable; `route` says where a report goes."""

    catalogue: Catalogue
    random_bits: Callable[[int], int]
    route: Route

    async def send_some(self, unit: Unit, due: DueList, now: datetime) -> bool:
        """The next good rows are reports, and their volunteer is told how far it is; whether any was sent.

        Nothing is sent for a volunteer who may not file any more: then the list stands as it was checked.
        """
        person = (await conversations.load_by_id(unit, [due.complainant_id])).get(due.complainant_id)
        if person is None or await list_work.state_of(unit, due.id) is not ListState.SENDING:
            return False
        volunteer = person.conversation.volunteering
        if volunteer is None or volunteer.standing is not Standing.ACTIVE:
            await list_work.go_on(unit, due.id, ListState.CHECKED, None, due.told)
            return False
        rows = await list_work.good_rows(unit, due.id, ROWS_AT_ONCE)
        batch = await self._batch(unit, due, person, volunteer, rows, now) if rows else _Batch()
        if batch.wanted:
            await carry_out(unit, batch.wanted, now, self.catalogue.profile, self.random_bits, self.route)
            await list_work.note_sent(unit, person.id, batch.noted)
        if batch.marked:
            await list_work.mark(unit, due.id, batch.marked)
        found = await village_lists.of_id(unit, due.id)
        assert found is not None, "nobody drops a list whose volunteer is locked"
        await self._tell_how_far(unit, due, found, now)
        return bool(batch.wanted)

    async def _batch(
        self,
        unit: Unit,
        due: DueList,
        person: Complainant,
        volunteer: Volunteering,
        rows: Sequence[StoredRow],
        now: datetime,
    ) -> _Batch:
        """Each of the rows is a report, unless it was sent before, or has a fault by now."""
        batch, profile = _Batch(), self.catalogue.profile
        today = profile.local_date(due.came_at)
        prints = {each.row.number: {each.fingerprint, fingerprint(each.row.cells)} for each in rows}
        known = await list_work.sent_before(unit, person.id, set().union(*prints.values()))
        for each in rows:
            row, theirs = replace(each.row, faults=faults_of(each.row, today, profile)), prints[each.row.number]
            if theirs & known:
                batch.marked.append((row, RowState.KNOWN, ""))
            elif row.faults:  # the office's profile is another one than when it was checked
                batch.marked.append((row, RowState.FAULTY, ""))
            else:
                sent = self._report(row, due, volunteer, now)
                batch.wanted.append(Wanted(person.id, person.chat, sent))
                batch.marked.append((row, RowState.SENT, sent.report.receipt))
                batch.noted += [(print, sent.report.receipt) for print in sorted(theirs)]
                known |= theirs
        return batch

    def _report(self, row: ListRow, due: DueList, volunteer: Volunteering, now: datetime) -> SendReport:
        profile = self.catalogue.profile
        receipt = make_receipt(profile.office.prefix, self.random_bits(RANDOM_BITS))
        report = report_of(row, receipt, due.came_at, now, volunteer, profile)
        return SendReport(report, make_code(self.random_bits(CODE_BITS)), represented(row, due.came_at, profile))

    async def _tell_how_far(self, unit: Unit, due: DueList, found: VillageList, now: datetime) -> None:
        if not found.good:
            await list_work.go_on(unit, due.id, ListState.DONE, None, found.sent)
            said = telling.done(found)
        elif found.sent - due.told >= TELL_EVERY:
            await list_work.go_on(unit, due.id, ListState.SENDING, now, found.sent)
            said = telling.progress(found.sent, found.sent + found.good)
        else:
            return
        await outbox.add(unit, [NewMessage(due.complainant_id, said, is_notice=True)], now)

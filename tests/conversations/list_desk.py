"""What happens with a village list apart from the talk, as far as a dialogue shows it.

`warga (daftar nama.xlsx: 3 baik, missing_date, doubtful_place)` sends a list of three good rows and two with these
faults; `(daftar nama.xls: !old_workbook)` one that cannot be read.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from conversations.catalogue import Catalogue
from conversations.effects import DropList, Effect, KeepRow, SendList, TakeList
from conversations.lookups import ListLookup
from conversations.messages import Outgoing
from conversations.village_list import telling
from conversations.village_list.at_hand import ListState, VillageList
from conversations.village_list.checking import faults_of
from conversations.village_list.doubles import fingerprint
from conversations.village_list.refusal import ListProblem, ListRefusal
from conversations.village_list.row import Cells, FaultKind, ListRow, RowState
from tests.village_list import FIRST_ROW, good, wrong


class ListDesk:
    """One list at a time. `sent` are the fingerprints of what was sent."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.content = ""
        self.id = 0
        self.rows: dict[int, tuple[ListRow, RowState]] = {}
        self.state = ListState.DONE
        self.taken: TakeList | None = None
        self.sent: set[str] = set()

    def known(self, lookup: ListLookup | None) -> VillageList | None:
        if lookup is None or self.taken is None or lookup.id not in (0, self.id):
            return None
        return self._list(lookup.after) if lookup.id or self.state is ListState.CHECKED else None

    def follow(self, effects: tuple[Effect, ...]) -> Iterator[Outgoing]:
        """What the volunteer is told later."""
        for effect in effects:
            match effect:
                case TakeList(_, file_name, at):
                    yield self._check(effect, file_name, at)
                case KeepRow(_, row, state):
                    self.rows[row.number] = (row, state)
                case SendList():
                    self._send()
                    yield telling.done(self._list(0))
                case DropList():
                    self.taken = None

    def _check(self, taken: TakeList, file_name: str, at: datetime) -> Outgoing:
        if self.content.startswith("!"):
            return telling.refused(file_name, ListRefusal(ListProblem(self.content[1:])), "")
        self.id, self.taken, self.state = self.id + 1, taken, ListState.CHECKED
        today = self.catalogue.profile.local_date(at)
        rows = [ListRow(number, cells) for number, cells in enumerate(_cells(self.content), FIRST_ROW)]
        checked = [replace(row, faults=faults_of(row, today, self.catalogue.profile)) for row in rows]
        self.rows = {row.number: (row, self._state_of(row)) for row in checked}
        return telling.checked(self._list(0), [row for row in checked if self._state_of(row) is RowState.FAULTY])

    def _state_of(self, row: ListRow) -> RowState:
        if fingerprint(row.cells) in self.sent:
            return RowState.KNOWN
        return RowState.FAULTY if row.faults else RowState.GOOD

    def _send(self) -> None:
        self.state = ListState.DONE
        for number, (row, state) in self.rows.items():
            if state is RowState.GOOD:
                self.rows[number] = (row, RowState.SENT)
                self.sent.add(fingerprint(row.cells))

    def _list(self, after: int) -> VillageList:
        assert self.taken, "a list has come"
        states = [state for _, state in self.rows.values()]
        faulty = [row for row, state in self.rows.values() if state is RowState.FAULTY]
        following = [row for row in faulty if row.number > after]
        counts = {state.value: states.count(state) for state in RowState}
        found = next(iter(following or faulty), None)
        return VillageList(self.id, self.taken.file_name, self.state, self.taken.at, **counts, faulty_row=found)


def _cells(content: str) -> Iterator[Cells]:
    at = 0
    for part in content.split(", "):
        number, _, rest = part.partition(" ")
        kinds = [None] * int(number) if rest == "baik" else [FaultKind(part)]
        for kind in kinds:
            yield wrong(at, kind) if kind else good(at)
            at += 1

"""What a volunteer is told of a village list."""

from collections.abc import Sequence

from conversations.messages import Line, Option, Outgoing, OutgoingFile, Param, line
from conversations.village_list.at_hand import VillageList
from conversations.village_list.refusal import MOST_ROWS, ListRefusal
from conversations.village_list.row import Fault, ListRow
from conversations.wording import excerpt

MOST_FAULTS_SHOWN = 5
SHOWN_VALUE = 30
SHOWN_START = 60
FILE_NAMES = 40
TEMPLATE, RESULTS = "list_template", "list_results"
"""The kinds of file that are made when they are sent."""
TEMPLATE_NAME, RESULTS_NAME = "daftar-laporan", "hasil-daftar.xlsx"


def checked(found: VillageList, faulty: Sequence[ListRow]) -> Outgoing:
    """How many rows can go, and the first faults with their rows: `faulty` are the rows with one, in their order."""
    return _notice((*summary_lines(found), *_first_faults(found, faulty)), summary_options(found))


def summary_lines(found: VillageList) -> tuple[Line, ...]:
    name = excerpt(found.file_name, FILE_NAMES)
    summary = line("list.summary", name=name, good=found.good, faulty=found.faulty)
    told = [summary if found.good or found.faulty else line("list.nothing_new", name=name)]
    if found.known:
        told.append(line("list.known", count=found.known))
    if found.left_out:
        told.append(line("list.left_out", count=found.left_out))
    if found.good:
        told.append(line("list.sending_means"))
    return tuple(told)


def summary_options(found: VillageList) -> tuple[Option, ...]:
    options = []
    if found.good:
        options.append(Option(f"list_send:{found.id}", line("option.list_send", count=found.good)))
    if found.faulty:
        options.append(Option(f"list_mend:{found.id}", line("option.list_mend", count=found.faulty)))
    if not options:
        options.append(Option("in_care", line("option.in_care")))
    return (*options, Option(f"list_drop:{found.id}", line("option.list_drop"), is_quiet=True))


def fault_line(row: ListRow) -> Line:
    """What is wrong with the row, with its number: the first of its faults."""
    fault = row.faults[0]
    if fault.of:
        return line("list.row_fault_of", row=row.number, kind=fault.kind, of=fault.of)
    value = excerpt(fault.value, SHOWN_VALUE)
    said = line("list.fault_with", row=row.number, kind=fault.kind, value=value)
    return said if value else line("list.fault", row=row.number, kind=fault.kind)


def fault_words(fault: Fault) -> Line:
    """What is wrong, without the row's number."""
    if fault.of:
        return line("list.fault_of", kind=fault.kind, of=fault.of)
    return Line(f"list.fault.{fault.kind}")


def row_line(row: ListRow) -> Line:
    name = excerpt(row.cells.name, FILE_NAMES) or "…"
    text = excerpt(row.cells.text, SHOWN_START)
    return line("list.row", name=name, text=text) if text else line("plain.text", text=name)


def refused(file_name: str, refusal: ListRefusal, columns: str) -> Outgoing:
    """What is wrong with the file and where; `columns` are the headings of those that are missing."""
    where: dict[str, Param] = {"where": refusal.where or columns, "most": MOST_ROWS}
    said = (line("list.refused", name=excerpt(file_name, FILE_NAMES)), Line(f"list.refused.{refusal.problem}", where))
    return _notice(said, (Option("list_template:xlsx", line("option.list_template")),))


def progress(done: int, of: int) -> Outgoing:
    return _notice((line("list.progress", done=done, of=of),))


def done(found: VillageList) -> Outgoing:
    """The result of each row is in the file."""
    told = [line("list.done", sent=found.sent)]
    if found.known:
        told.append(line("list.known", count=found.known))
    if found.faulty:
        told.append(line("list.still_faulty", count=found.faulty))
    options = []
    if found.sent or found.known:
        options = [Option("slips", line("option.slips")), Option("in_care", line("option.in_care"))]
    if found.faulty:
        options.insert(0, Option(f"list_mend:{found.id}", line("option.list_mend", count=found.faulty)))
    return _notice(tuple(told), tuple(options), OutgoingFile(RESULTS_NAME, RESULTS, str(found.id)))


def _first_faults(found: VillageList, faulty: Sequence[ListRow]) -> tuple[Line, ...]:
    shown = [fault_line(row) for row in faulty[:MOST_FAULTS_SHOWN]]
    rest = found.faulty - len(shown)
    return (*shown, *((line("list.more_faults", count=rest),) if rest > 0 else ()))


def _notice(lines: tuple[Line, ...], options: tuple[Option, ...] = (), file: OutgoingFile | None = None) -> Outgoing:
    return Outgoing(lines, options, closes_prompt=False, file=file)

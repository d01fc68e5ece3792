"""Asking for a village list, and for what is wrong in one of its rows."""

from conversations.conversation import Conversation
from conversations.messages import Line, Option, Outgoing, line
from conversations.profile import Profile
from conversations.village_list.choices import can_be_accepted, chosen, suggestions
from conversations.village_list.row import DOUBLED
from conversations.village_list.telling import fault_line, row_line


def file(c: Conversation, p: Profile) -> Outgoing:
    drop = (Option("drop_forms", line("option.drop_forms"), is_quiet=True),) if c.forms else ()
    return Outgoing((line("ask.list_file"),), (*next_form(c), *drop))


def next_form(c: Conversation) -> tuple[Option, ...]:
    """On to the next photographed form, where there is one."""
    return (Option("type_form", line("option.type_form")),) if c.forms and c.may_file else ()


def row(c: Conversation, p: Profile) -> Outgoing:
    """The row, its fault, and only the cell that is wrong."""
    listed = c.listed
    assert listed is not None, f"no row in {c.state}"
    row, number = listed.row, listed.row.number
    fault = row.faults[0]
    asked = line("ask.list.doubled") if fault.kind in DOUBLED else Line(f"ask.list.{fault.column}")
    options = [Option(f"list_value:{chosen(row, value)}", label) for value, label in suggestions(row, p)]
    if can_be_accepted(row):
        options.append(Option(f"list_accept:{number}", Line(f"option.list_accept.{row.faults[0].kind}")))
    options.append(Option(f"list_leave_out:{number}", line("option.list_leave_out")))
    left = line("list.faulty_left", count=listed.faulty)
    return Outgoing((left, fault_line(row), row_line(row), asked), tuple(options))

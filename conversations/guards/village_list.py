"""About village lists: whose they are, how they stand, and what was chosen for a row."""

from collections.abc import Callable
from dataclasses import replace

from conversations.guards.filing import may_file
from conversations.messages import Media, MediaKind
from conversations.step import Step
from conversations.village_list.at_hand import ListAtHand, ListState, VillageList
from conversations.village_list.choices import can_be_accepted, chosen, suggestions
from conversations.village_list.mending import accept, mend
from conversations.village_list.row import ListRow
from conversations.wording import says_something

Guard = Callable[[Step], bool]
MOST_FORMS = 20
"""Two albums of a messaging app."""
ENDINGS = (".xlsx", ".csv", ".xls", ".xlsm", ".ods")


def is_sent_list(step: Step) -> bool:
    """A table that a volunteer sends is a list: no report has one for a picture."""
    media = step.received.incoming
    return may_file(step) and isinstance(media, Media) and media.file_name.casefold().endswith(ENDINGS)


def is_document(step: Step) -> bool:
    media = step.received.incoming
    is_file = isinstance(media, Media) and media.kind is MediaKind.DOCUMENT and not media.is_whole_text
    return may_file(step) and is_file


def is_form(step: Step) -> bool:
    """A picture, where a list was asked for: a form that somebody has filled in by hand."""
    media = step.received.incoming
    return may_file(step) and isinstance(media, Media) and media.kind is MediaKind.PHOTO


def is_one_form_more(step: Step) -> bool:
    return is_form(step) and len(step.conversation.forms) < MOST_FORMS


def has_forms(step: Step) -> bool:
    return may_file(step) and bool(step.conversation.forms)


def has_form(step: Step) -> bool:
    return step.draft.form is not None


def can_be_sent(step: Step) -> bool:
    found = named_list(step)
    return found is not None and is_open(found) and found.good > 0


def is_on_its_way(step: Step) -> bool:
    """Pressed twice, or pressed in an older message."""
    found = named_list(step)
    return found is not None and (found.state is ListState.SENDING or found.sent > 0)


def can_be_mended(step: Step) -> bool:
    found = named_list(step)
    return found is not None and is_open(found) and found.faulty_row is not None


def can_be_dropped(step: Step) -> bool:
    found = named_list(step)
    return found is not None and is_open(found)


def is_template(step: Step) -> bool:
    return may_file(step) and step.value in ("xlsx", "csv")


def named_list(step: Step) -> VillageList | None:
    """The list that a button names; none for one that is somebody else's, and for nobody who may not file now."""
    found = step.given.known.village_list
    return found if found and may_file(step) and step.value in (str(found.id), "") else None


def is_open(found: VillageList) -> bool:
    return found.state in (ListState.CHECKED, ListState.DONE)


# --- the row at hand ---


def is_at_hand(step: Step) -> bool:
    """The list is still there, and may be mended."""
    found = step.given.known.village_list
    return may_file(step) and step.conversation.listed is not None and found is not None and is_open(found)


def is_gone(step: Step) -> bool:
    return not is_at_hand(step)


def is_answered(step: Step) -> bool:
    return is_at_hand(step) and says_something(step.text)


def is_chosen(step: Step) -> bool:
    """One of the values that are shown for this very row."""
    if not is_at_hand(step):
        return False
    row = row_at_hand(step).row
    return any(chosen(row, value) == step.value for value, _ in suggestions(row, step.profile))


def is_accepted(step: Step) -> bool:
    return is_this_row(step) and can_be_accepted(row_at_hand(step).row)


def is_this_row(step: Step) -> bool:
    return is_at_hand(step) and step.value == str(row_at_hand(step).row.number)


def ends_with(is_right: Guard) -> Guard:
    """The answer mends the last row that has a fault."""

    def is_last(step: Step) -> bool:
        return is_right(step) and next_row(step) is None and not answered_row(step).faults

    return is_last


def answered_row(step: Step) -> ListRow:
    """The row as it is after this answer; one that is left out has no faults any more."""
    listed = row_at_hand(step)
    today = step.profile.local_date(listed.came_at)
    match step.heard.trigger:
        case "list_accept":
            return accept(listed.row, today, step.profile)
        case "list_leave_out":
            return replace(listed.row, faults=())
        case "list_value":
            return mend(listed.row, step.value.partition("=")[2], today, step.profile)
    return mend(listed.row, step.text, today, step.profile)


def next_row(step: Step) -> ListRow | None:
    """Another row that has a fault."""
    found = step.given.known.village_list
    row = found.faulty_row if found else None
    return row if row and row.number != row_at_hand(step).row.number else None


def row_at_hand(step: Step) -> ListAtHand:
    assert step.conversation.listed is not None, f"no row in {step.state}"
    return step.conversation.listed

"""Many reports in one file: the template goes out, the list comes in, its rows are mended, and it is sent."""

from dataclasses import replace

from conversations.effects import DropList, KeepRow, SendList, TakeList
from conversations.guards.village_list import answered_row, next_row, row_at_hand
from conversations.messages import Media, OutgoingFile, line
from conversations.step import Step
from conversations.village_list import telling
from conversations.village_list.at_hand import ListAtHand, ListState, VillageList
from conversations.village_list.row import RowState


def hand_out_template(step: Step) -> None:
    """The template, and where the last list stands that was not sent."""
    _attach_template(step, "xlsx")
    step.offer("list_template:csv", "option.list_template_csv")
    found = step.given.known.village_list
    if found and found.state is ListState.CHECKED:
        show_summary(step, found)


def hand_out_asked(step: Step) -> None:
    _attach_template(step, step.value)
    step.say(line("list.template_sent"))


def _attach_template(step: Step, ending: str) -> None:
    step.file = OutgoingFile(f"{telling.TEMPLATE_NAME}.{ending}", telling.TEMPLATE, ending)


def say_for_volunteers(step: Step) -> None:
    step.say(line("list.for_volunteers"))


def take_list(step: Step) -> None:
    """It is read apart from the talk: who sent it is told what was found."""
    media = step.received.incoming
    assert isinstance(media, Media), "a row for media only"
    step.effects.append(TakeList(media.file_id, media.file_name, step.received.at))
    step.say(line("list.taken"))


def show_summary(step: Step, found: VillageList) -> None:
    for each in telling.summary_lines(found):
        step.say(each)
    step.options.extend(telling.summary_options(found))


def say_gone(step: Step) -> None:
    step.say(line("list.gone"))


def lose_sight(step: Step) -> None:
    step.change(listed=None)
    say_gone(step)


def leave(step: Step) -> None:
    """The rows with a fault wait."""
    step.change(listed=None)


def send(step: Step) -> None:
    found = _found(step)
    step.effects.append(SendList(found.id))
    step.change(listed=None)
    step.say(line("list.on_its_way", count=found.good))


def say_on_its_way(step: Step) -> None:
    step.say(line("list.sent_already"))


def drop(step: Step) -> None:
    step.effects.append(DropList(_found(step).id))
    step.change(listed=None)
    step.say(line("list.dropped"))


def take_up_row(step: Step) -> None:
    """The first row with a fault is at hand."""
    found = _found(step)
    assert found.faulty_row is not None, "guarded by can_be_mended"
    step.change(listed=ListAtHand(found.id, found.came_at, found.faulty, found.faulty_row))


def keep_answer(step: Step) -> None:
    """A row without a fault is ready, and the next one is asked; of one that still has one that is asked."""
    listed, row = row_at_hand(step), answered_row(step)
    step.effects.append(KeepRow(listed.id, row, RowState.FAULTY if row.faults else RowState.GOOD))
    if row.faults:
        step.change(listed=replace(listed, row=row))
        return
    step.say(line("list.row_mended", row=row.number))
    _go_on(step, good=1)


def leave_out(step: Step) -> None:
    listed = row_at_hand(step)
    step.effects.append(KeepRow(listed.id, listed.row, RowState.LEFT_OUT))
    step.say(line("list.row_left_out", row=listed.row.number))
    _go_on(step, good=0)


def _go_on(step: Step, good: int) -> None:
    """On to the next row; after the last one, to the whole list."""
    found, row = _found(step), next_row(step)
    after = replace(found, good=found.good + good, faulty=found.faulty - 1, left_out=found.left_out + 1 - good)
    step.change(listed=ListAtHand(found.id, found.came_at, after.faulty, row) if row else None)
    if row is None:
        show_summary(step, after)


def _found(step: Step) -> VillageList:
    assert step.given.known.village_list is not None, "guarded by what is known of the list"
    return step.given.known.village_list

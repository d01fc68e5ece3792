"""The whole conversation in one table.

A row reads: when `trigger` comes in one of the states `at`, and `only_if` holds, the conversation goes `to` the state
(`STAY`: it stays) after `then` has been done. The first row that holds is taken. `NEXT` is a crossing: the rows of
`advance` lead from it to what is still missing.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from transitions import Machine

from conversations import guards as g
from conversations.actions import answers as a
from conversations.actions import changes as c
from conversations.actions import drafts as d
from conversations.actions import person as p
from conversations.actions import reports as r
from conversations.conversation import Field
from conversations.state import State
from conversations.step import Step

STAY = None


class Row(NamedTuple):
    trigger: str
    at: State | tuple[State, ...]
    to: State | None
    only_if: Callable[[Step], bool] | None = None
    then: Callable[[Step], None] | None = None

    @property
    def starts(self) -> tuple[State, ...]:
        return self.at if isinstance(self.at, tuple) else (self.at,)


IDLE, RESUMING, NEXT, REVIEW, CHANGING, CANCELLING = (
    State.IDLE,
    State.RESUMING,
    State.NEXT,
    State.REVIEW,
    State.CHANGING,
    State.CANCELLING,
)
ANY = tuple(state for state in State if state is not NEXT)
ASKING = (*(State(field) for field in Field), State.CONSENT, State.ALL_CATEGORIES)
TELLING = (*ASKING, REVIEW, CHANGING)
OPEN = (*TELLING, RESUMING, CANCELLING)
ABOUT = tuple(state for state in State if state.is_about_sent)
BUTTONS_ONLY = (State.VISIBILITY, REVIEW, CHANGING, CANCELLING, State.CONSENT)

TABLE: tuple[Row, ...] = (
    # trigger | at | to | only if | then
    #
    # wherever the conversation stands
    Row("start", ANY, RESUMING, g.has_begun),
    Row("start", ANY, IDLE, None, p.greet),
    Row("begin", ANY, NEXT, g.tells_something, d.begin_with_words),
    Row("begin", ANY, RESUMING, g.has_begun),
    Row("begin", ANY, NEXT, None, d.begin),
    Row("unshelve", ANY, NEXT, g.is_on_shelf, d.unshelve),
    Row("resume", ANY, NEXT, g.has_draft, d.welcome_back),
    Row("help", ANY, STAY, None, p.explain),
    Row("my_reports", ANY, STAY, None, r.list_reports),
    Row("status", ANY, NEXT, g.knows_report, r.show_status),
    Row("status", State.ASKING_RECEIPT, STAY, None, r.say_unknown_receipt),
    Row("status", ANY, State.ASKING_RECEIPT, g.is_unnamed),
    Row("status", ANY, State.ASKING_RECEIPT, None, r.say_unknown_receipt),
    Row("answer", ANY, State.ANSWERING, g.is_asked, r.take_up),
    Row("answer", ANY, STAY, None, r.say_nothing_asked),
    Row("add", ANY, State.ADDING, g.knows_report, r.take_up),
    Row("satisfied", ANY, NEXT, g.can_be_judged, r.send_satisfied),
    Row("not_solved", ANY, State.NOT_SOLVED, g.can_be_judged, r.take_up),
    Row("language", ANY, State.LANGUAGE),
    Row("speak", ANY, NEXT, g.is_language, p.speak),
    Row("delete", ANY, State.DELETING, None, p.tell_what_is_kept),
    Row("blocked", ANY, STAY, None, p.mark_blocked),
    Row("unblocked", ANY, STAY, None, p.mark_unblocked),
    #
    # nothing open: whatever comes begins a report
    Row("text", IDLE, STAY, g.greets, p.greet),
    Row("text", IDLE, STAY, g.thanks, p.thank_back),
    Row("text", IDLE, STAY, g.resembles_receipt, r.say_receipt_mistyped),
    Row("text", IDLE, NEXT, g.tells_something, d.begin_with_words),
    Row("text", IDLE, STAY, None, p.ask_for_words),
    Row("media", IDLE, NEXT, None, d.begin_with_media),
    Row("location", IDLE, NEXT, g.is_on_earth, d.begin_with_location),
    #
    # an unfinished draft is offered; something new is a report of its own
    Row("begin_new", RESUMING, NEXT, None, d.begin),
    Row("discard", (RESUMING, CANCELLING), IDLE, g.has_draft, d.drop),
    Row("shelve", (RESUMING, CANCELLING), IDLE, g.has_draft, d.put_away),
    Row("text", RESUMING, NEXT, g.tells_something, d.begin_with_words),
    Row("media", RESUMING, NEXT, None, d.begin_with_media),
    Row("location", RESUMING, NEXT, g.is_on_earth, d.begin_with_location),
    #
    # telling it
    Row("class", State.REPORT_CLASS, NEXT, g.is_class, d.keep_class),
    Row("text", State.REPORT_CLASS, NEXT, g.tells_first, d.tell),
    Row("media", State.REPORT_CLASS, NEXT, g.is_untold, d.tell_with_media),
    Row("location", State.REPORT_CLASS, NEXT, g.places_first, d.tell_with_location),
    Row("text", State.DESCRIPTION, NEXT, g.tells_something, a.keep_description),
    Row("text", State.DESCRIPTION, STAY, None, p.ask_for_words),
    Row("voice_only", State.DESCRIPTION, NEXT, g.has_media, a.keep_voice_only),
    Row("agree", State.CONSENT, NEXT, None, p.agree),
    Row("disagree", State.CONSENT, IDLE, None, p.disagree),
    Row("explain_consent", State.CONSENT, STAY, None, p.explain_consent),
    Row("category", (State.CATEGORY, State.ALL_CATEGORIES), NEXT, g.is_known_category, a.keep_category),
    Row("all_categories", State.CATEGORY, State.ALL_CATEGORIES),
    Row("skip", (State.CATEGORY, State.ALL_CATEGORIES), NEXT, None, a.keep_no_category),
    Row("text", (State.CATEGORY, State.ALL_CATEGORIES), NEXT, g.is_category, a.keep_found_category),
    Row("text", State.CATEGORY, State.ALL_CATEGORIES, None, p.say_category_unknown),
    Row("text", State.ALL_CATEGORIES, STAY, None, p.say_category_unknown),
    Row("date", State.EVENT_DATE, NEXT, g.is_chosen_day, a.keep_chosen_day),
    Row("skip", State.EVENT_DATE, NEXT, None, a.keep_day_unknown),
    Row("text", State.EVENT_DATE, NEXT, g.is_day, a.keep_day),
    Row("text", State.EVENT_DATE, NEXT, g.is_unsure_of_day, a.keep_day_unknown),
    Row("text", State.EVENT_DATE, NEXT, g.misread_words, a.keep_day_as_said),
    Row("text", State.EVENT_DATE, STAY, None, a.misread_day),
    Row("text", (State.PLACE, State.LANDMARK), NEXT, g.is_point, a.keep_point),
    Row("text", State.PLACE, NEXT, g.tells_something, a.keep_place),
    Row("skip", State.PLACE, NEXT, g.can_be_placeless, a.settle_no_place),
    Row("text", State.LANDMARK, NEXT, g.is_outside, a.keep_place_instead),
    Row("text", State.LANDMARK, NEXT, g.tells_something, a.keep_landmark),
    Row("area_right", State.LANDMARK, NEXT, None, a.keep_area),
    Row("area_wrong", State.LANDMARK, NEXT, None, a.drop_area),
    Row("district", State.DISTRICT, NEXT, g.is_known_district, a.keep_district),
    Row("skip", State.DISTRICT, NEXT, None, a.settle_district_unknown),
    Row("text", State.DISTRICT, NEXT, g.is_district, a.keep_named_district),
    Row("text", State.DISTRICT, NEXT, g.misread_words, a.keep_district_as_said),
    Row("text", State.DISTRICT, STAY, None, a.misread_district),
    Row("media", State.ATTACHMENTS, NEXT, g.has_room, a.keep_media_as_answer),
    Row("drop_media", State.ATTACHMENTS, STAY, g.has_media, a.drop_media),
    Row("skip", State.ATTACHMENTS, NEXT, None, a.settle_attachments),
    Row("text", State.ATTACHMENTS, STAY, g.tells_something, a.add_to_description),
    Row("visibility", (State.VISIBILITY, State.NAME), NEXT, g.is_known_visibility, a.keep_visibility),
    Row("text", State.VISIBILITY, NEXT, g.is_visibility, a.keep_named_visibility),
    Row("name", State.NAME, NEXT, g.has_known_name, a.keep_known_name),
    Row("text", State.NAME, NEXT, g.is_name, a.keep_name),
    Row("text", State.NAME, STAY, None, p.say_name_unread),
    Row("contact", (State.NAME, State.CONTACT), NEXT, None, a.keep_shared_contact),
    Row("known_contact", State.CONTACT, NEXT, g.has_known_contact, a.keep_known_contact),
    Row("skip", State.CONTACT, NEXT, None, a.keep_no_contact),
    Row("text", State.CONTACT, NEXT, g.is_contact, a.keep_contact),
    Row("text", State.CONTACT, STAY, None, p.say_contact_unread),
    #
    # at a glance: send it, or change any answer without losing the others
    Row("send", REVIEW, IDLE, g.is_complete, r.send_report),
    Row("change", REVIEW, CHANGING),
    *(Row("field", CHANGING, State(field), g.picks(field), c.revise) for field in Field),
    Row("text", State.TITLE, NEXT, g.tells_something, a.keep_title),
    Row("keep", TELLING, NEXT, g.is_revising, c.restore),
    #
    # wherever a report is being told: files and places are kept, words in a button's place too
    Row("media", TELLING, NEXT, g.has_room, a.keep_media),
    Row("media", TELLING, STAY, None, a.refuse_media_for_room),
    Row("location", TELLING, NEXT, g.is_on_earth, a.keep_location),
    Row("text", BUTTONS_ONLY, STAY, g.adds_something, a.add_to_description),
    Row("edited", TELLING, NEXT, g.edits_draft, c.redo_edited),
    Row("edited", ANY, STAY, g.edits_draft, c.redo_edited),
    Row("back", (State.ALL_CATEGORIES, CHANGING), NEXT),
    Row("back", TELLING, NEXT, None, c.go_back),
    Row("back", (RESUMING, CANCELLING, *ABOUT), NEXT, None, p.leave),
    Row("cancel", (*TELLING, RESUMING), CANCELLING),
    Row("cancel", CANCELLING, NEXT),
    Row("cancel", ABOUT, NEXT, None, p.leave),
    Row("cancel", IDLE, STAY, None, p.say_nothing_to_cancel),
    #
    # about a report that was sent
    Row("text", State.ASKING_RECEIPT, STAY, g.resembles_receipt, r.say_receipt_mistyped),
    Row("text", (State.ANSWERING, State.ADDING, State.NOT_SOLVED), STAY, g.says_nothing, p.ask_for_words),
    *(
        row
        for content in ("text", "media", "location")
        for row in (
            Row(content, State.ANSWERING, NEXT, g.is_still_asked, r.send_answer),
            Row(content, (State.ANSWERING, State.ADDING), NEXT, g.is_about_known, r.send_addendum),
            Row(content, State.NOT_SOLVED, NEXT, g.is_about_known, r.send_not_solved),
        )
    ),
    Row("edited", ANY, STAY, g.edits_sent, r.send_edit),
    #
    # about the person
    Row("delete_all", State.DELETING, IDLE, None, p.forget),
    Row("keep", State.DELETING, NEXT),
    #
    # what is left: said plainly, and the question is asked again
    Row("edited", ANY, STAY, None, p.say_edit_too_late),
    Row("text", (State.ANSWERING, State.ADDING, State.NOT_SOLVED), NEXT, None, r.lose_sight),
    Row("text", ANY, STAY, None, p.say_not_understood),
    Row("media", ANY, STAY, None, p.say_choose),
    Row("location", ANY, STAY, None, p.say_choose),
    Row("contact", ANY, STAY, None, p.say_contact_unneeded),
    Row("refused_media", ANY, STAY, None, p.refuse_media),
    Row("unsupported", ANY, STAY, None, p.say_unsupported),
    Row("unknown_command", ANY, STAY, None, p.say_unknown_command),
    Row("back", IDLE, STAY, None, p.greet),
    Row("stale", ANY, STAY, None, p.say_stale),
    #
    # the crossing: on to what is still missing
    Row("advance", NEXT, IDLE, g.has_no_draft),
    Row("advance", NEXT, State.REPORT_CLASS, g.lacks(Field.REPORT_CLASS)),
    Row("advance", NEXT, State.DESCRIPTION, g.lacks(Field.DESCRIPTION)),
    Row("advance", NEXT, State.CONSENT, g.needs_consent),
    *(Row("advance", NEXT, State(f), g.lacks(f)) for f in Field if f not in (Field.REPORT_CLASS, Field.DESCRIPTION)),
    Row("advance", NEXT, REVIEW),
)

TRIGGERS = frozenset(row.trigger for row in TABLE) - {"advance"}


def _machine(rows: Iterable[Row]) -> Machine:
    machine = Machine(model=None, states=State, initial=IDLE, auto_transitions=False, ignore_invalid_triggers=True)
    for row in rows:
        machine.add_transition(row.trigger, list(row.starts), row.to, conditions=row.only_if, before=row.then)
    return machine


_MACHINE = _machine(TABLE)


def fire(trigger: str, step: Step) -> None:
    """The row that holds for the trigger is done, and the step stands in a state that asks something.

    A word that is no trigger, or that has no row here (a button of another question), is `stale`.
    """
    if trigger not in TRIGGERS or not _pull(trigger, step):
        _pull("stale", step)
    if step.state is NEXT:
        _pull("advance", step)


def _pull(trigger: str, step: Step) -> bool:
    return bool(_MACHINE.events[trigger].trigger(step, step))

"""What happened, of which kind it is, and when: keeping these answers."""

from dataclasses import replace
from datetime import date, timedelta

from conversations.categories import search
from conversations.conversation import Field, Told
from conversations.dates import find_date, read_date
from conversations.hotlines import which_apply
from conversations.messages import line
from conversations.report import Attachment, EventDate
from conversations.step import Step
from conversations.wording import clean, propose_title

LONGEST_TITLE = 120
LONGEST_ANSWER = 500


def keep_description(step: Step) -> None:
    """The words are what happened; a title is proposed from them, unless the person has given one."""
    warn(step)
    text = clean(step.text, step.profile.max_description)
    told = (Told(step.received_key, text),)
    _ask_day_anew(step, text)
    step.settle(Field.DESCRIPTION, told=told, title=_title_for(step, text))
    if len(text) < len(step.text):
        step.say(line("said.shortened", count=len(text)))


def _ask_day_anew(step: Step, text: str) -> None:
    """The day taken over from the report before does not hold where the story names another."""
    draft = step.draft
    named = find_date(text, step.today) if Field.EVENT_DATE in draft.settled and not draft.told else None
    if named and named != draft.event_date.day:
        step.change_draft(settled=tuple(f for f in draft.settled if f is not Field.EVENT_DATE))


def keep_voice_only(step: Step) -> None:
    """The recording tells it; the description says so to whoever reads the report."""
    catalogue = step.given.catalogue
    told = (Told("", catalogue.text(line("description.in_recording"), "id")),)
    step.settle(Field.DESCRIPTION, told=told, title=catalogue.text(line("title.in_recording"), "id"))


def add_to_description(step: Step) -> None:
    """What was written in a button's place is kept too, as far as there is room."""
    warn(step)
    room = step.profile.max_description - len(step.draft.description) - 1
    text = clean(step.text, max(room, 0))
    if text:
        step.change_draft(told=(*step.draft.told, Told(step.received.key, text)))
        step.say(line("said.added"))
    if len(text) < len(step.text):
        step.say(line("said.no_room_for_words"))


def edit_description(step: Step) -> None:
    """The edited message tells its part of the story anew; the other parts stay."""
    rest = sum(len(t.text) + 1 for t in step.draft.told if t.key != step.received_key)
    text = clean(step.text, max(step.profile.max_description - rest, 1))
    told = tuple(Told(t.key, text) if t.key == step.received_key else t for t in step.draft.told)
    title = _title_for(step, told[0].text)
    step.change_draft(told=told, title=title, attachments=with_new_words(step))
    step.say(line("said.edited"))


def with_new_words(step: Step) -> tuple[Attachment, ...]:
    """The draft's files; the one that the edited message brought has the words that this has now."""
    edited = {id for key, id in step.draft.files if key == step.received_key}
    return tuple(replace(a, caption=step.text) if a.id in edited else a for a in step.draft.attachments)


def keep_category(step: Step) -> None:
    step.settle(Field.CATEGORY, category=step.value)


def keep_found_category(step: Step) -> None:
    found = search(step.text, step.profile)[0]
    step.settle(Field.CATEGORY, category=found.id)
    step.say(line("said.category", category=found.id))


def keep_no_category(step: Step) -> None:
    step.settle(Field.CATEGORY, category="")


def keep_chosen_day(step: Step) -> None:
    named = {"today": step.today, "yesterday": step.today - timedelta(days=1)}
    _keep_day(step, named.get(step.value) or min(date.fromisoformat(step.value), step.today))


def keep_day(step: Step) -> None:
    day = read_date(step.text, step.today)
    assert day is not None, "guarded by is_day"
    _keep_day(step, day)


def keep_day_unknown(step: Step) -> None:
    step.settle(Field.EVENT_DATE, event_date=EventDate())


def keep_day_as_said(step: Step) -> None:
    """Asked twice, it is kept as it was said: a report is not lost for a date."""
    text = clean(step.text, LONGEST_ANSWER)
    step.settle(Field.EVENT_DATE, event_date=EventDate(as_said=text))
    step.say(line("said.date_as_said", text=text))


def misread_day(step: Step) -> None:
    step.change_draft(misreads=step.draft.misreads + 1)
    step.say(line("said.date_unread"))


def keep_title(step: Step) -> None:
    step.change_draft(title=clean(step.text.replace("\n", " "), LONGEST_TITLE), revising=None)


def warn(step: Step) -> None:
    """What cannot wait, or is not LAPOR!'s to handle, gets the right number at once; the report goes on."""
    for hotline in which_apply(step.text, step.profile)[:1]:
        name = hotline.name.in_language(step.conversation.person.language)
        if hotline.is_emergency:
            step.lines.insert(0, line("said.emergency", name=name, number=hotline.number))
        else:
            step.lines.insert(0, line("said.hotline", name=name, number=hotline.number))


def _keep_day(step: Step, day: date) -> None:
    step.settle(Field.EVENT_DATE, event_date=EventDate(day))
    step.say(line("said.day", day=day.isoformat()))


def _title_for(step: Step, text: str) -> str:
    draft = step.draft
    is_own = bool(draft.told) and draft.title not in (propose_title(draft.told[0].text), "")
    return draft.title if is_own else propose_title(text)

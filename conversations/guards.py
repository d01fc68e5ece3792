"""The questions that the flow's table asks before a row holds. Plain functions of one step; none changes anything."""

from collections.abc import Callable

from conversations.categories import search
from conversations.conversation import Field
from conversations.coordinates import read_coordinates
from conversations.dates import is_vague, read_date
from conversations.messages import Location
from conversations.missing import changeable, what_is_missing
from conversations.places import match_district
from conversations.receipt import looks_like_receipt
from conversations.report import EventDate, ReportClass, Visibility
from conversations.step import Step
from conversations.wording import is_greeting, is_thanks, says_something

WORDS_THAT_ADD = 4  # fewer in a button's place are a slip or a question, not part of the story
SHORTEST_PHONE = 8
LONGEST_NAME = 80

Guard = Callable[[Step], bool]


# --- about the draft ---


def has_draft(step: Step) -> bool:
    return step.conversation.draft is not None


def has_no_draft(step: Step) -> bool:
    return step.conversation.draft is None


def has_begun(step: Step) -> bool:
    draft = step.conversation.draft
    return draft is not None and bool(draft.settled or draft.attachments or draft.place.has_coordinates)


def is_on_shelf(step: Step) -> bool:
    return any(str(d.number) == step.value for d in step.conversation.shelf)


def needs_consent(step: Step) -> bool:
    return step.conversation.person.consented_at is None


def lacks(field: Field) -> Guard:
    def lacks_field(step: Step) -> bool:
        return what_is_missing(step.draft, step.profile) is field

    return lacks_field


def picks(field: Field) -> Guard:
    def picks_field(step: Step) -> bool:
        return step.value == field and field in changeable(step.draft)

    return picks_field


def is_revising(step: Step) -> bool:
    return step.draft.revising is not None


def is_complete(step: Step) -> bool:
    return what_is_missing(step.draft, step.profile) is None and not needs_consent(step)


def has_room(step: Step) -> bool:
    return len(step.draft.attachments) < step.profile.files.max_files


def has_media(step: Step) -> bool:
    return bool(step.draft.attachments)


# --- about what was written ---


def greets(step: Step) -> bool:
    return is_greeting(step.text)


def thanks(step: Step) -> bool:
    return is_thanks(step.text)


def tells_something(step: Step) -> bool:
    return says_something(step.text)


def adds_something(step: Step) -> bool:
    return says_something(step.text) and len(step.text.split()) >= WORDS_THAT_ADD


def resembles_receipt(step: Step) -> bool:
    return looks_like_receipt(step.text, step.profile.office.prefix)


def is_day(step: Step) -> bool:
    return read_date(step.text, step.given.today) is not None


def is_unsure_of_day(step: Step) -> bool:
    return is_vague(step.text)


def was_misread(step: Step) -> bool:
    return step.draft.misreads > 0


def misread_words(step: Step) -> bool:
    return was_misread(step) and tells_something(step)


def is_point(step: Step) -> bool:
    return read_coordinates(step.text) is not None


def is_on_earth(step: Step) -> bool:
    """Telegram checks this; a browser's script can send anything."""
    shared = step.received.incoming
    return isinstance(shared, Location) and -90 <= shared.latitude <= 90 and -180 <= shared.longitude <= 180


def is_district(step: Step) -> bool:
    return match_district(step.text, step.profile) is not None


def is_category(step: Step) -> bool:
    return bool(search(step.text, step.profile))


def is_visibility(step: Step) -> bool:
    return read_visibility(step) is not None


def is_name(step: Step) -> bool:
    letters = sum(c.isalpha() for c in step.text)
    return letters >= 2 and len(step.text) <= LONGEST_NAME and not any(c.isdigit() for c in step.text)


def is_contact(step: Step) -> bool:
    digits = sum(c.isdigit() for c in step.text)
    return (digits >= SHORTEST_PHONE or ("@" in step.text and "." in step.text)) and len(step.text) <= LONGEST_NAME


def says_nothing(step: Step) -> bool:
    return not says_something(step.text)


def is_untold(step: Step) -> bool:
    return Field.DESCRIPTION not in step.draft.settled


def tells_first(step: Step) -> bool:
    """The story itself, where the class was asked."""
    return says_something(step.text) and is_untold(step)


def places_first(step: Step) -> bool:
    return is_on_earth(step) and is_untold(step)


# --- about what was pressed: its value must be one that exists ---


def is_known_category(step: Step) -> bool:
    return step.profile.category(step.value) is not None


def is_known_district(step: Step) -> bool:
    area = step.profile.area(step.value)
    return area is not None and area.is_district


def is_known_visibility(step: Step) -> bool:
    return step.value in {str(v) for v in Visibility}


def is_chosen_day(step: Step) -> bool:
    return step.value in ("today", "yesterday") or EventDate.is_day(step.value)


def is_class(step: Step) -> bool:
    return step.value in {str(each) for each in ReportClass}


def has_known_name(step: Step) -> bool:
    return bool(step.draft.name)


def has_known_contact(step: Step) -> bool:
    return bool(step.draft.contact)


def can_be_placeless(step: Step) -> bool:
    return step.draft.report_class is not ReportClass.COMPLAINT


def is_outside(step: Step) -> bool:
    return bool(step.draft.place.outside) and says_something(step.text)


def is_language(step: Step) -> bool:
    return step.value in ("id", "en")


# --- about sent reports ---


def is_unnamed(step: Step) -> bool:
    return not step.value and not step.text


def knows_report(step: Step) -> bool:
    return step.known(step.value) is not None


def is_asked(step: Step) -> bool:
    report = step.known(step.value)
    return report is not None and bool(report.question)


def is_still_asked(step: Step) -> bool:
    report = step.known(step.conversation.about)
    return report is not None and bool(report.question)


def is_about_known(step: Step) -> bool:
    return step.known(step.conversation.about) is not None


def can_be_judged(step: Step) -> bool:
    """Satisfied or not is asked once the agency has closed it, or at least has the report."""
    report = step.known(step.value)
    return report is not None and report.status.is_final


def edits_draft(step: Step) -> bool:
    draft = step.conversation.draft
    return draft is not None and edited_field(step) is not None and says_something(step.text)


def edits_sent(step: Step) -> bool:
    sent = step.conversation.sent
    return (
        sent is not None
        and edited_key(step) in sent.keys
        and step.known(sent.receipt) is not None
        and says_something(step.text)
    )


def edited_key(step: Step) -> str:
    return str(getattr(step.received.incoming, "key", ""))


def edited_field(step: Step) -> Field | None:
    """The answer that the edited message gave."""
    return next((field for key, field in reversed(step.draft.sources) if key == edited_key(step)), None)


def read_visibility(step: Step) -> Visibility | None:
    words = step.text.casefold()
    hidden, secret = "anonim" in words or "anonym" in words, "rahasia" in words or "secret" in words
    if hidden or secret:
        return {
            (True, True): Visibility.ANONYMOUS_SECRET,
            (True, False): Visibility.ANONYMOUS,
            (False, True): Visibility.SECRET,
        }[hidden, secret]
    return Visibility.OPEN if "biasa" in words else None

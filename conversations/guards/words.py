"""About what was written, and about what was pressed: a pressed value must be one that exists."""

from conversations.answer_words import (
    DECLINE,
    ENGLISH,
    INDONESIAN,
    META,
    NO,
    begins_with,
    has_any,
    is_no,
    is_yes,
    said_in,
)
from conversations.categories import search, suggest
from conversations.coordinates import read_coordinates
from conversations.dates import is_vague, read_date
from conversations.messages import line
from conversations.missing import allowed_visibilities
from conversations.places import find_area, match_district
from conversations.profile import Need
from conversations.receipt import looks_like_receipt
from conversations.report import EventDate, ReportClass, Visibility
from conversations.state import State
from conversations.step import Step
from conversations.wording import is_greeting, is_thanks, says_something

WORDS_THAT_ADD = 4  # fewer in a button's place are a slip or a question, not part of the story
WORDS_THAT_ADD_AT_ONCE = 2  # right after the story they are its next bubble
TOO_LONG_FOR_A_REMARK = 20
SHORTEST_PHONE = 8
LONGEST_NAME = 80


def greets(step: Step) -> bool:
    return is_greeting(step.text)


def thanks(step: Step) -> bool:
    return is_thanks(step.text)


def tells_something(step: Step) -> bool:
    return says_something(step.text)


def says_nothing(step: Step) -> bool:
    return not says_something(step.text)


def tells_matter(step: Step) -> bool:
    """More than a scrap: two words, or one that names a matter ("banjir")."""
    said = said_in(step.text)
    is_scrap = is_yes(said) or is_no(said) or len(step.text.split()) < 2
    return says_something(step.text) and (not is_scrap or bool(suggest(step.text, step.profile)))


def tells_new_matter(step: Step) -> bool:
    """A story where something else was asked."""
    return len(step.text.split()) >= WORDS_THAT_ADD and bool(suggest(step.text, step.profile))


def adds_something(step: Step) -> bool:
    """Part of the story, not a remark on the button that was asked for."""
    enough = WORDS_THAT_ADD_AT_ONCE if step.state is State.CONSENT else WORDS_THAT_ADD
    words = len(step.text.split())
    is_remark = words < TOO_LONG_FOR_A_REMARK and has_any(step.text, META)
    return words >= enough and says_something(step.text) and not is_remark


def declines(step: Step) -> bool:
    """ "Tidak punya", "belum ada foto", "nanti saya kirim": there is none now."""
    return begins_with(step.text, DECLINE)


def agrees(step: Step) -> bool:
    return is_yes(said_in(step.text))


def resembles_receipt(step: Step) -> bool:
    return looks_like_receipt(step.text, step.profile.office.prefix)


def is_day(step: Step) -> bool:
    return read_date(step.text, step.today) is not None


def is_unsure(step: Step) -> bool:
    return is_vague(step.text)


def is_point(step: Step) -> bool:
    return read_coordinates(step.text) is not None


def is_outside(step: Step) -> bool:
    return bool(step.draft.place.outside) and says_something(step.text)


def denies_area(step: Step) -> bool:
    """ "Bukan di situ", without saying where instead."""
    return begins_with(step.text, NO | {"salah", "keliru"}) and find_area(step.text, step.profile) is None


def is_district(step: Step) -> bool:
    return match_district(step.text, step.profile) is not None


def is_category(step: Step) -> bool:
    return bool(search(step.text, step.profile))


def is_visibility(step: Step) -> bool:
    return read_visibility(step) is not None


def wants_no_name(step: Step) -> bool:
    """Asked for a name, the person would rather be anonymous, where the class allows it."""
    asked = step.profile.asked_for(step.draft.report_class).name
    seen = read_visibility(step)
    return asked is Need.UNLESS_ANONYMOUS and seen is not None and seen.is_anonymous


def is_name(step: Step) -> bool:
    return reads_as_name(step.text) and not declines(step) and read_visibility(step) is None


def reads_as_name(text: str) -> bool:
    is_plain = not any(c.isdigit() or c == "\n" for c in text)
    return says_something(text) and is_plain and len(text) <= LONGEST_NAME


def is_contact(step: Step) -> bool:
    digits = sum(c.isdigit() for c in step.text)
    return (digits >= SHORTEST_PHONE or ("@" in step.text and "." in step.text)) and len(step.text) <= LONGEST_NAME


def names_language(step: Step) -> bool:
    return named_language(step) != ""


def named_language(step: Step) -> str:
    if has_any(step.text, ENGLISH):
        return "en"
    return "id" if has_any(step.text, INDONESIAN) else ""


def read_visibility(step: Step) -> Visibility | None:
    """The visibility that the words ask for; none for a question or a "not"."""
    words = step.text.casefold()
    if "?" in words or has_any(words, NO | {"beda", "bedanya", "apa", "maksud"}):
        return None
    hidden, secret = "anonim" in words or "anonym" in words, "rahasia" in words or "confidential" in words
    if not hidden and not secret:
        is_open = "biasa" in words.split() or "open" in words.split()
        return Visibility.OPEN if is_open else None
    seen = Visibility.SECRET if secret else Visibility.OPEN
    wanted = seen.anonymous if hidden else seen
    return wanted if wanted in allowed_visibilities(step.draft.report_class, step.profile) else None


def is_only_recording(step: Step) -> bool:
    """The story is no more than "it is in the recording"."""
    return step.draft.description == step.given.catalogue.text(line("description.in_recording"), "id")


# --- what was pressed ---


def is_class(step: Step) -> bool:
    return step.value in {str(each) for each in ReportClass}


def is_known_category(step: Step) -> bool:
    return step.profile.category(step.value) is not None


def is_known_district(step: Step) -> bool:
    area = step.profile.area(step.value)
    return area is not None and area.is_district


def is_allowed_visibility(step: Step) -> bool:
    return step.value in {str(v) for v in allowed_visibilities(step.draft.report_class, step.profile)}


def is_chosen_day(step: Step) -> bool:
    return step.value in ("today", "yesterday") or EventDate.is_day(step.value)


def is_language(step: Step) -> bool:
    return step.value in ("id", "en")


def has_known_name(step: Step) -> bool:
    return bool(step.draft.name)


def has_known_contact(step: Step) -> bool:
    return bool(step.draft.contact)


def is_unnamed(step: Step) -> bool:
    return not step.value and not step.text

"""About reports that a volunteer files for somebody else."""

from conversations.answer_words import OF_PERSON, has_any, is_skip, is_yes, said_in
from conversations.categories import suggest
from conversations.guards.drafts import has_room
from conversations.guards.words import is_name, tells_new_matter
from conversations.messages import Contact, Media
from conversations.step import Step
from conversations.telephone import read_phone
from conversations.wording import is_greeting, is_thanks, words_key

ONESELF = frozenset("untuk buat saya aku sendiri diri pribadi for me myself".split())
MOST_WORDS_OF_A_NAME = 4

LEAST_OF_A_STORY = 6
"""Words, where a name or a number was asked."""


def may_file(step: Step) -> bool:
    return step.conversation.may_file


def may_not_file(step: Step) -> bool:
    return not may_file(step)


def must_not_send(step: Step) -> bool:
    """The draft is for somebody else, and the office lets this person file for nobody now."""
    return step.draft.represents is not None and may_not_file(step)


def means_oneself(step: Step) -> bool:
    words = words_key(step.text)
    return bool(words) and ONESELF.issuperset(words)


def names_somebody(step: Step) -> bool:
    """A name where it was asked for whom it is; not a story, however short."""
    is_short = len(step.text.split()) <= MOST_WORDS_OF_A_NAME
    return may_file(step) and is_short and _is_name(step) and not suggest(step.text, step.profile)


def is_persons_name(step: Step) -> bool:
    """A name where it was asked; neither a story that was on its way nor talk of how they are called."""
    is_talk = tells_new_matter(step) or has_any(step.text, OF_PERSON)
    return step.draft.represents is not None and _is_name(step) and not is_talk


def tells_of_matter(step: Step) -> bool:
    """A story that was on its way. In doubt it is none: a name or a number has no place in what the public may read."""
    is_long = len(step.text.split()) >= LEAST_OF_A_STORY
    return is_long and tells_new_matter(step) and not has_any(step.text, OF_PERSON)


def _is_name(step: Step) -> bool:
    """Where others are named, nobody is called "lewati" or "terima kasih"."""
    is_talk = (
        is_greeting(step.text) or is_thanks(step.text) or is_skip(said_in(step.text)) or is_yes(said_in(step.text))
    )
    return is_name(step) and not is_talk


def is_persons_phone(step: Step) -> bool:
    return step.draft.represents is not None and read_phone(step.text) != ""


def is_shared_phone(step: Step) -> bool:
    return isinstance(step.received.incoming, Contact) and read_phone(step.value) != ""


def knows_person(step: Step) -> bool:
    """The last report was for somebody, and may be followed by another for them."""
    return may_file(step) and step.conversation.carried is not None


def shows_consent(step: Step) -> bool:
    """A recording or a picture, and not the rest of a set that went to the report."""
    media, album = step.received.incoming, step.conversation.album
    if not isinstance(media, Media) or media.is_whole_text:
        return False
    return not media.album or media.album != album.id or album.is_evidence


def continues_evidence(step: Step) -> bool:
    """One more file of a set whose first shows that somebody agrees."""
    media, album = step.received.incoming, step.conversation.album
    return isinstance(media, Media) and bool(media.album) and media.album == album.id and album.is_evidence


def may_be_of_report(step: Step) -> bool:
    return step.draft.loose_evidence is not None and has_room(step)


def is_filed(step: Step) -> bool:
    """The person filed the report for somebody who has not taken it over yet."""
    report = step.known(step.value)
    return report is not None and bool(report.filed_for)


def is_in_care(step: Step) -> bool:
    return may_file(step) and is_filed(step)

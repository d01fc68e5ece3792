"""About the draft, and about the drafts put away."""

from collections.abc import Callable

from conversations.conversation import Field
from conversations.messages import Location, Media
from conversations.missing import changeable
from conversations.report import ReportClass
from conversations.step import Step
from conversations.wording import says_something

Guard = Callable[[Step], bool]


def has_no_draft(step: Step) -> bool:
    return step.conversation.draft is None


def has_begun(step: Step) -> bool:
    draft = step.conversation.draft
    return draft is not None and draft.has_begun


def is_open_draft(step: Step) -> bool:
    """The button was for the draft that is open (or did not say for which)."""
    draft = step.conversation.draft
    return draft is not None and step.value in ("", str(draft.number))


def is_on_shelf(step: Step) -> bool:
    return any(str(d.number) == step.value for d in step.conversation.shelf)


def needs_consent(step: Step) -> bool:
    return step.conversation.person.consented_at is None


def lacks(field: Field) -> Guard:
    def is_missing(step: Step) -> bool:
        return step.lacking is field

    return is_missing


def picks(field: Field) -> Guard:
    def is_picked(step: Step) -> bool:
        return step.value == field and field in changeable(step.draft)

    return is_picked


def is_revising(step: Step) -> bool:
    return step.draft.revising is not None


def is_complete(step: Step) -> bool:
    return step.lacking is None and not needs_consent(step)


def has_room(step: Step) -> bool:
    return len(step.draft.attachments) < step.profile.files.max_files


def has_media(step: Step) -> bool:
    return bool(step.draft.attachments)


def is_untold(step: Step) -> bool:
    return Field.DESCRIPTION not in step.draft.settled


def tells_first(step: Step) -> bool:
    """The story itself, where the class was asked."""
    return says_something(step.text) and is_untold(step)


def is_on_earth(step: Step) -> bool:
    """Telegram checks this; a browser's script can send anything."""
    shared = step.received.incoming
    return isinstance(shared, Location) and -90 <= shared.latitude <= 90 and -180 <= shared.longitude <= 180


def is_not_on_earth(step: Step) -> bool:
    return not is_on_earth(step)


def places_first(step: Step) -> bool:
    return is_on_earth(step) and is_untold(step)


def continues_album(step: Step) -> bool:
    """One more file of a set whose first went to a sent report."""
    media, album = step.received.incoming, step.conversation.album
    return (
        isinstance(media, Media)
        and bool(media.album)
        and media.album == album.id
        and (report := step.known(album.about)) is not None
        and not report.is_given_up
    )


def can_be_placeless(step: Step) -> bool:
    return step.draft.report_class is not ReportClass.COMPLAINT


def was_misread(step: Step) -> bool:
    return step.draft.misreads > 0 and says_something(step.text)

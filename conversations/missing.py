"""What a draft still lacks: the order of the questions, and which of them this report needs."""

from conversations.conversation import Draft, Field
from conversations.profile import Need, Profile
from conversations.report import ReportClass

ASKED_IN_ORDER = (
    Field.REPORT_CLASS,
    Field.DESCRIPTION,
    Field.CATEGORY,
    Field.EVENT_DATE,
    Field.PLACE,
    Field.LANDMARK,
    Field.DISTRICT,
    Field.ATTACHMENTS,
    Field.VISIBILITY,
    Field.NAME,
    Field.CONTACT,
)

PARTS_OF_PLACE = frozenset({Field.LANDMARK, Field.DISTRICT})


def what_is_missing(draft: Draft, profile: Profile) -> Field | None:
    """The first answer that is neither given nor skipped and that this report needs; None when it can be sent."""
    return next((f for f in ASKED_IN_ORDER if f not in draft.settled and is_needed(f, draft, profile)), None)


def changeable(draft: Draft) -> tuple[Field, ...]:
    """The answers that the review lets change: those given, and always the title and the attachments."""
    always = (Field.TITLE, Field.ATTACHMENTS)
    return tuple(f for f in Field if f in always or (f in draft.settled and f not in PARTS_OF_PLACE))


def is_needed(field: Field, draft: Draft, profile: Profile) -> bool:
    """Whether this report needs the answer at all: a suggestion has no date, an information request no place."""
    place = draft.place
    match field:
        case Field.EVENT_DATE:
            return draft.report_class is ReportClass.COMPLAINT
        case Field.PLACE:
            return draft.report_class is not ReportClass.INFORMATION_REQUEST
        case Field.LANDMARK:
            return place.has_coordinates and (not place.landmark or bool(place.outside))
        case Field.DISTRICT:
            return Field.PLACE in draft.settled and not place.district and not place.outside
        case Field.ATTACHMENTS:
            return not draft.attachments
        case Field.NAME:
            return _is_asked(profile.asked_for(draft.report_class).name, draft)
        case Field.CONTACT:
            return _is_asked(profile.asked_for(draft.report_class).contact, draft)
    return True


def _is_asked(need: Need, draft: Draft) -> bool:
    return need is Need.ALWAYS or (need is Need.UNLESS_ANONYMOUS and not draft.visibility.is_anonymous)

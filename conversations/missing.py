"""What a draft still lacks: the order of the questions, and which of them this report needs."""

from conversations.conversation import Draft, Field
from conversations.profile import Need, Profile
from conversations.report import ReportClass, Visibility

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
PARTS_OF_PLACE = (Field.LANDMARK, Field.DISTRICT)
CHANGEABLE = tuple(field for field in Field if field not in PARTS_OF_PLACE)


def what_is_missing(draft: Draft, profile: Profile) -> Field | None:
    """The first answer that is neither given nor skipped and that this report needs; None when it can be sent."""
    return next((f for f in ASKED_IN_ORDER if f not in draft.settled and is_needed(f, draft, profile)), None)


def changeable(draft: Draft) -> tuple[Field, ...]:
    """The answers that the review lets change: those given, and always the title and the attachments."""
    return tuple(f for f in CHANGEABLE if f in draft.settled or f in (Field.TITLE, Field.ATTACHMENTS))


def allowed_visibilities(report_class: ReportClass, profile: Profile) -> tuple[Visibility, ...]:
    """Those that can be chosen: nobody is promised to stay anonymous where the name is always needed."""
    named = profile.asked_for(report_class).name is Need.ALWAYS
    return tuple(each for each in Visibility if not (named and each.is_anonymous))


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
            is_placed = bool(place.landmark) or place.has_coordinates
            return is_placed and not place.district and not place.outside
        case Field.ATTACHMENTS:
            return not draft.attachments
        case Field.NAME:
            return _is_asked(profile.asked_for(draft.report_class).name, draft)
        case Field.CONTACT:
            return _is_asked(profile.asked_for(draft.report_class).contact, draft)
    return True


def _is_asked(need: Need, draft: Draft) -> bool:
    return need is Need.ALWAYS or (need is Need.UNLESS_ANONYMOUS and not draft.visibility.is_anonymous)

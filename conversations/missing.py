"""What a draft still lacks: the order of the questions, and which of them this report needs."""

from conversations.conversation import Draft, Field
from conversations.profile import Need, Profile
from conversations.report import ReportClass, Visibility

ASKED_IN_ORDER = (
    Field.FOR_WHOM,
    Field.PERSON_NAME,
    Field.PERSON_CONTACT,
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
    Field.PERSON_CONSENT,
)
OF_PERSON = (Field.PERSON_NAME, Field.PERSON_CONTACT, Field.PERSON_CONSENT)
OF_REPORTER = (Field.NAME, Field.CONTACT)
PARTS_OF_PLACE = (Field.LANDMARK, Field.DISTRICT)
CHANGEABLE = tuple(field for field in Field if field not in (*PARTS_OF_PLACE, Field.PERSON_CONSENT))


def what_is_missing(draft: Draft, profile: Profile) -> Field | None:
    """The first answer that is neither given nor skipped and that this report needs; None when it can be sent."""
    return next((f for f in ASKED_IN_ORDER if not is_settled(f, draft) and is_needed(f, draft, profile)), None)


def is_settled(field: Field, draft: Draft) -> bool:
    """Whether the answer is given or skipped. A consent holds only for what was agreed to."""
    if field is Field.PERSON_CONSENT and draft.represents and not draft.represents.agrees_to(draft.visibility):
        return False
    return field in draft.settled


def changeable(draft: Draft) -> tuple[Field, ...]:
    """The answers that the review lets change: those given, and always the title and the attachments."""
    hidden = OF_REPORTER if draft.represents else OF_PERSON
    offered = (f for f in CHANGEABLE if f in draft.settled or f in (Field.TITLE, Field.ATTACHMENTS))
    return tuple(f for f in offered if f not in hidden)


def allowed_visibilities(report_class: ReportClass, profile: Profile) -> tuple[Visibility, ...]:
    """Those that can be chosen: nobody is promised to stay anonymous where the name is always needed."""
    named = profile.asked_for(report_class).name is Need.ALWAYS
    return tuple(each for each in Visibility if not (named and each.is_anonymous))


def is_needed(field: Field, draft: Draft, profile: Profile) -> bool:
    """Whether this report needs the answer at all: a suggestion has no date, an information request no place."""
    place = draft.place
    match field:
        case Field.FOR_WHOM:
            return draft.may_represent
        case Field.PERSON_NAME | Field.PERSON_CONTACT | Field.PERSON_CONSENT:
            return draft.represents is not None
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
    if draft.represents:
        return False
    return need is Need.ALWAYS or (need is Need.UNLESS_ANONYMOUS and not draft.visibility.is_anonymous)

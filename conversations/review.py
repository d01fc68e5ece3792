"""A draft at a glance: every answer on a line of its own."""

from conversations.conversation import Draft, Field
from conversations.messages import Line, line
from conversations.missing import is_needed
from conversations.profile import Profile
from conversations.report import EventDate, Place
from conversations.wording import excerpt

SHOWN_DESCRIPTION = 600


def review_lines(draft: Draft, profile: Profile) -> tuple[Line, ...]:
    """What the complainant checks before sending; a long story is shown by its beginning."""
    return (
        *_person_lines(draft),
        line("review.report_class", value=draft.report_class),
        *((line("review.title", title=draft.title),) if draft.title != draft.description else ()),
        line("review.description", text=excerpt(draft.description, SHOWN_DESCRIPTION)),
        line("review.category", category=draft.category) if draft.category else line("review.no_category"),
        *((_date_line(draft.event_date),) if Field.EVENT_DATE in draft.settled else ()),
        *_place_lines(draft.place),
        line("review.attachments", count=len(draft.attachments)),
        line("review.visibility", value=draft.visibility),
        *_reporter_lines(draft, profile),
    )


def _person_lines(draft: Draft) -> tuple[Line, ...]:
    """For whom, and how they agreed: only the volunteer reads it."""
    person = draft.represents
    if person is None or person.consent is None:
        return ()
    name = line("review.for_person", name=person.name)
    named = line("review.for_person_at", name=person.name, contact=person.contact) if person.contact else name
    return (named, line("review.consent", kind=person.consent.kind, at=person.consent.at.isoformat()))


def _date_line(event: EventDate) -> Line:
    if event.day:
        return line("review.date", day=event.day.isoformat())
    return line("review.date_as_said", text=event.as_said) if event.as_said else line("review.date_unknown")


def _place_lines(place: Place) -> tuple[Line, ...]:
    lines = []
    if place.landmark:
        lines.append(line("review.landmark", text=place.landmark))
    if place.village or place.district:
        lines.append(line("review.area", code=place.village or place.district))
    if place.has_coordinates:
        lines.append(line("review.point", latitude=place.latitude, longitude=place.longitude))
    if place.outside:
        lines.append(line("review.outside", regency=place.outside))
    return tuple(lines)


def _reporter_lines(draft: Draft, profile: Profile) -> tuple[Line, ...]:
    if draft.visibility.is_anonymous:
        return ()
    lines = []
    if Field.NAME in draft.settled and draft.name and is_needed(Field.NAME, draft, profile):
        lines.append(line("review.name", name=draft.name))
    if Field.CONTACT in draft.settled and draft.contact and is_needed(Field.CONTACT, draft, profile):
        lines.append(line("review.contact", contact=draft.contact))
    return tuple(lines)

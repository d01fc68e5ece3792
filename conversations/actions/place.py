"""Where it happened: words, a shared location, or both."""

from dataclasses import replace

from conversations.conversation import Field
from conversations.coordinates import locate, read_coordinates
from conversations.messages import Location, line
from conversations.places import find_area, match_district
from conversations.profile import Area
from conversations.report import Place
from conversations.step import Step
from conversations.wording import clean

LONGEST_PLACE = 500


def keep_place(step: Step) -> None:
    """The words are the place; a village or kecamatan that they (or else the story) name is noted with it."""
    draft, profile = step.draft, step.profile
    area = find_area(step.text, profile) or find_area(draft.description, profile) or profile.area(draft.near)
    step.settle(Field.PLACE, place=_in_area(Place(clean(step.text, LONGEST_PLACE)), area))
    if area:
        step.say(line("said.area", code=area.code))


def edit_place(step: Step) -> None:
    """The words change; a location that was shared stays."""
    area = find_area(step.text, step.profile)
    place = replace(step.draft.place, landmark=clean(step.text, LONGEST_PLACE))
    step.settle(Field.PLACE, place=_in_area(place, area) if area else place)


def keep_point(step: Step) -> None:
    """The words were coordinates, or a link to a map."""
    point = read_coordinates(step.text)
    assert point is not None, "guarded by is_point"
    _keep_coordinates(step, point)


def keep_location(step: Step) -> None:
    shared = step.received.incoming
    assert isinstance(shared, Location), "a row for locations only"
    _keep_coordinates(step, shared)


def keep_landmark(step: Step) -> None:
    """The words say what is near the point; a village that they name is surer than the nearest one."""
    place = replace(step.draft.place, landmark=clean(step.text, LONGEST_PLACE))
    step.settle(Field.LANDMARK, place=_in_area(place, find_area(step.text, step.profile)))


def keep_area(step: Step) -> None:
    step.settle(Field.LANDMARK)


def drop_area(step: Step) -> None:
    """The suggested village is wrong: the point stays and the kecamatan is asked; outside, the place is asked anew."""
    if step.draft.place.outside:
        settled = tuple(f for f in step.draft.settled if f is not Field.PLACE)
        step.change_draft(place=Place(), settled=settled)
        return
    step.settle(Field.LANDMARK, place=replace(step.draft.place, district="", village=""))


def keep_district(step: Step) -> None:
    step.settle(Field.DISTRICT, place=replace(step.draft.place, district=step.value, village=""))


def keep_named_district(step: Step) -> None:
    step.settle(Field.DISTRICT, place=_in_area(step.draft.place, match_district(step.text, step.profile)))


def keep_district_as_said(step: Step) -> None:
    words = ", ".join(filter(None, (step.draft.place.landmark, step.text)))
    step.settle(Field.DISTRICT, place=replace(step.draft.place, landmark=clean(words, LONGEST_PLACE)))


def misread_district(step: Step) -> None:
    step.change_draft(misreads=step.draft.misreads + 1)
    step.say(line("said.district_unread"))


def keep_no_district(step: Step) -> None:
    step.settle(Field.DISTRICT)


def keep_no_place(step: Step) -> None:
    step.settle(Field.PLACE, place=Place())


def ask_for_place(step: Step) -> None:
    step.say(line("said.place_needed"))


def _keep_coordinates(step: Step, point: Location) -> None:
    """The point is kept as shared; the nearest village is only suggested, and never overrules what was said.

    Where the words named no more than its kecamatan, it is the village.
    """
    said = Place() if step.draft.revising else step.draft.place
    if point.name:
        said = replace(said, landmark=clean(point.name, LONGEST_PLACE))
    located = locate(point.latitude, point.longitude, step.profile)
    nearest = _in_area(Place(), located.area)
    is_said = bool(said.landmark and said.district) and (bool(said.village) or said.district != nearest.district)
    place = Place(
        landmark=said.landmark,
        district=said.district if is_said else nearest.district,
        village=said.village if is_said else nearest.village,
        latitude=point.latitude,
        longitude=point.longitude,
        outside=located.outside,
    )
    settled = tuple(f for f in step.draft.settled if f not in (Field.LANDMARK, Field.DISTRICT))
    step.change_draft(settled=settled)
    step.settle(Field.PLACE, place=place)
    step.say(line("said.location"))


def _in_area(place: Place, area: Area | None) -> Place:
    """The place with the area's codes; as it was when none is known, or no more than is known already."""
    if area is None or (area.is_district and place.has_coordinates and place.district == area.code):
        return place
    return replace(place, district=area.district_code, village="" if area.is_district else area.code, outside="")

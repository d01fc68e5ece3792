"""Keeping an answer: one function for each way in which one can be given."""

from dataclasses import replace
from datetime import date, timedelta

from conversations.categories import search
from conversations.conversation import Field
from conversations.coordinates import locate, read_coordinates
from conversations.dates import read_date
from conversations.effects import DropAttachments
from conversations.guards import read_visibility
from conversations.hotlines import which_apply
from conversations.messages import Line, Location, Media, line
from conversations.places import find_area, match_district
from conversations.report import Attachment, EventDate, Place, Visibility
from conversations.step import Step
from conversations.wording import propose_title, says_something

LONGEST_TITLE = 120
LONGEST_LANDMARK = 500


def keep_description(step: Step) -> None:
    """The words are what happened; a title is proposed from them, and the district that they name is noted."""
    _warn(step, step.text)
    text = step.text[: step.profile.max_description]
    step.settle(Field.DESCRIPTION, description=text, title=propose_title(text))
    if len(step.text) > len(text):
        step.say(line("said.shortened", count=len(text)))


def keep_voice_only(step: Step) -> None:
    """The recording tells it; the description says so to whoever reads the report."""
    text = step.given.catalogue.text(line("description.in_recording"), "id")
    step.settle(Field.DESCRIPTION, description=text, title=text)


def add_to_description(step: Step) -> None:
    """What was written in a button's place is kept too."""
    _warn(step, step.text)
    text = f"{step.draft.description}\n{step.text}".strip()[: step.profile.max_description]
    step.change_draft(description=text, title=step.draft.title or propose_title(text))
    step.say(line("said.added"))


def keep_category(step: Step) -> None:
    step.settle(Field.CATEGORY, category=step.value)


def keep_found_category(step: Step) -> None:
    found = search(step.text, step.profile)[0]
    step.settle(Field.CATEGORY, category=found.id)
    step.say(line("said.category", category=found.id))


def keep_no_category(step: Step) -> None:
    step.settle(Field.CATEGORY, category="")


def keep_chosen_day(step: Step) -> None:
    named = {"today": step.given.today, "yesterday": step.given.today - timedelta(days=1)}
    _keep_day(step, named.get(step.value) or min(date.fromisoformat(step.value), step.given.today))


def keep_day(step: Step) -> None:
    day = read_date(step.text, step.given.today)
    assert day is not None, "guarded by is_day"
    _keep_day(step, day)


def keep_day_unknown(step: Step) -> None:
    step.settle(Field.EVENT_DATE, event_date=EventDate())


def keep_day_as_said(step: Step) -> None:
    """Asked twice, it is kept as it was said: a report is not lost for a date."""
    step.settle(Field.EVENT_DATE, event_date=EventDate(as_said=step.text[:LONGEST_LANDMARK]))
    step.say(line("said.date_as_said", text=step.text[:LONGEST_TITLE]))


def misread_day(step: Step) -> None:
    step.change_draft(misreads=step.draft.misreads + 1)
    step.say(line("said.date_unread"))


def keep_place(step: Step) -> None:
    """The words are the place; a village or kecamatan that they (or the description) name is noted with it."""
    area = find_area(step.text, step.profile) or find_area(step.draft.description, step.profile)
    code = area.code if area else ""
    place = replace(
        step.draft.place,
        landmark=step.text[:LONGEST_LANDMARK],
        district=code[:8] or step.draft.place.district,
        village=code if len(code) > 8 else step.draft.place.village,
        outside="",
    )
    step.settle(Field.PLACE, place=place)
    if code:
        step.say(line("said.area", code=code))


def keep_point(step: Step) -> None:
    """The words were coordinates, or a link to a map."""
    point = read_coordinates(step.text)
    assert point is not None, "guarded by is_point"
    _keep_coordinates(step, point.latitude, point.longitude)


def keep_location(step: Step) -> None:
    shared = step.received.incoming
    assert isinstance(shared, Location)
    _keep_coordinates(step, shared.latitude, shared.longitude)


def keep_landmark(step: Step) -> None:
    place = replace(step.draft.place, landmark=step.text[:LONGEST_LANDMARK])
    step.settle(Field.LANDMARK, place=place)


def keep_place_instead(step: Step) -> None:
    """The point lay elsewhere: the words are the place."""
    step.change_draft(place=Place())
    keep_place(step)


def keep_area(step: Step) -> None:
    step.settle(Field.LANDMARK)


def drop_area(step: Step) -> None:
    """The suggested village is wrong: the point stays, the kecamatan is asked, or the place in words."""
    if step.draft.place.outside:
        step.change_draft(place=Place(), settled=tuple(f for f in step.draft.settled if f is not Field.PLACE))
        return
    step.settle(Field.LANDMARK, place=replace(step.draft.place, district="", village=""))


def keep_district(step: Step) -> None:
    step.settle(Field.DISTRICT, place=replace(step.draft.place, district=step.value, village=""))


def keep_named_district(step: Step) -> None:
    found = match_district(step.text, step.profile)
    assert found is not None, "guarded by is_district"
    village = found.code if len(found.code) > 8 else ""
    step.settle(Field.DISTRICT, place=replace(step.draft.place, district=found.code[:8], village=village))


def keep_district_as_said(step: Step) -> None:
    words = ", ".join(filter(None, (step.draft.place.landmark, step.text)))
    step.settle(Field.DISTRICT, place=replace(step.draft.place, landmark=words[:LONGEST_LANDMARK]))


def misread_district(step: Step) -> None:
    step.change_draft(misreads=step.draft.misreads + 1)
    step.say(line("said.district_unread"))


def add_media(step: Step) -> None:
    """The file is in the draft, with the words that came with it."""
    media = step.received.incoming
    assert isinstance(media, Media)
    attachment = Attachment(media.file_id, media.kind, step.text, media.file_name)
    step.change_draft(attachments=(*step.draft.attachments, attachment))
    step.say(line("said.long_text_kept") if media.is_whole_text else Line(f"said.media.{media.kind}"))


def keep_media(step: Step) -> None:
    """The file is in the draft; its words are the description when there is none yet."""
    add_media(step)
    if says_something(step.text) and Field.DESCRIPTION not in step.draft.settled:
        keep_description(step)


def drop_media(step: Step) -> None:
    step.effects.append(DropAttachments(tuple(a.id for a in step.draft.attachments)))
    step.change_draft(attachments=())
    step.say(line("said.media_dropped"))


def keep_media_as_answer(step: Step) -> None:
    keep_media(step)
    step.settle(Field.ATTACHMENTS)


def refuse_media_for_room(step: Step) -> None:
    step.say(line("said.too_many_files", count=step.profile.files.max_files))


def keep_visibility(step: Step) -> None:
    step.settle(Field.VISIBILITY, visibility=Visibility(step.value))


def keep_named_visibility(step: Step) -> None:
    step.settle(Field.VISIBILITY, visibility=read_visibility(step))


def keep_name(step: Step) -> None:
    step.settle(Field.NAME, name=step.text)


def keep_known_name(step: Step) -> None:
    step.settle(Field.NAME)


def keep_contact(step: Step) -> None:
    step.settle(Field.CONTACT, contact=step.text)


def keep_known_contact(step: Step) -> None:
    step.settle(Field.CONTACT)


def keep_shared_contact(step: Step) -> None:
    """A contact shared in chat gives the phone, and the name where that is asked."""
    step.change_draft(contact=step.value)
    if step.text:
        step.settle(Field.NAME, name=step.text)
    step.settle(Field.CONTACT)


def keep_no_contact(step: Step) -> None:
    step.settle(Field.CONTACT, contact="")


def keep_title(step: Step) -> None:
    step.change_draft(title=step.text[:LONGEST_TITLE].replace("\n", " "), revising=None)


def settle_attachments(step: Step) -> None:
    step.settle(Field.ATTACHMENTS)


def settle_no_place(step: Step) -> None:
    step.settle(Field.PLACE, place=Place())
    step.settle(Field.DISTRICT)


def settle_district_unknown(step: Step) -> None:
    step.settle(Field.DISTRICT)


def _keep_day(step: Step, day: date) -> None:
    step.settle(Field.EVENT_DATE, event_date=EventDate(day))
    step.say(line("said.day", day=day.isoformat()))


def _keep_coordinates(step: Step, latitude: float, longitude: float) -> None:
    """The point is kept as shared; the nearest village is only suggested."""
    located = locate(latitude, longitude, step.profile)
    code = located.area.code if located.area else ""
    place = Place(
        landmark="" if step.draft.revising else step.draft.place.landmark,
        district=code[:8],
        village=code if len(code) > 8 else "",
        latitude=latitude,
        longitude=longitude,
        outside=located.outside,
    )
    settled = tuple(f for f in step.draft.settled if f not in (Field.LANDMARK, Field.DISTRICT))
    step.change_draft(settled=settled)
    step.settle(Field.PLACE, place=place)
    step.say(line("said.location"))


def _warn(step: Step, text: str) -> None:
    """What cannot wait, or is not LAPOR!'s to handle, gets the right number at once; the report goes on."""
    for hotline in which_apply(text, step.profile)[:1]:
        name = hotline.name.in_language(step.conversation.person.language)
        if hotline.is_emergency:
            step.lines.insert(0, line("said.emergency", name=name, number=hotline.number))
        else:
            step.lines.insert(0, line("said.hotline", name=name, number=hotline.number))

"""The questions of a report, in their order."""

from conversations.categories import suggest
from conversations.conversation import Conversation, Field
from conversations.dates import find_date
from conversations.messages import Line, MediaKind, Option, Outgoing, line
from conversations.missing import allowed_visibilities
from conversations.profile import Need, Profile
from conversations.prompts.options import draft_of, option
from conversations.report import ReportClass, Visibility


def report_class(c: Conversation, p: Profile) -> Outgoing:
    told = Field.DESCRIPTION in draft_of(c).settled
    options = tuple(option(c, f"class:{each}", f"class.{each}") for each in ReportClass)
    return Outgoing((line("ask.report_class") if told else line("ask.report_class_or_story"),), options)


def description(c: Conversation, p: Profile) -> Outgoing:
    draft = draft_of(c)
    if any(a.kind in (MediaKind.VOICE, MediaKind.VIDEO) for a in draft.attachments):
        only = option(c, "voice_only", "option.voice_only")
        return Outgoing((line("ask.description_of_recording"),), (only,))
    seen = draft.attachments or draft.place.has_coordinates
    asked = line("ask.description_of_media") if seen else Line(f"ask.description.{draft.report_class}")
    return Outgoing((asked,))


def category(c: Conversation, p: Profile) -> Outgoing:
    suggested = tuple(
        option(c, f"category:{each.id}", "plain.category", category=each.id)
        for each in suggest(draft_of(c).description, p)
    )
    more = option(c, "all_categories", "option.other_category" if suggested else "option.all_categories")
    return Outgoing((line("ask.category"),), (*suggested, more, option(c, "skip", "option.unknown")))


def all_categories(c: Conversation, p: Profile) -> Outgoing:
    every = tuple(option(c, f"category:{each.id}", "plain.category", category=each.id) for each in p.categories)
    return Outgoing((line("ask.all_categories"),), (*every, option(c, "skip", "option.unknown")))


def event_date(c: Conversation, p: Profile) -> Outgoing:
    draft = draft_of(c)
    found = find_date(draft.description, p.local_date(draft.begun_at))
    named = (option(c, f"date:{found.isoformat()}", "plain.date", day=found.isoformat()),) if found else ()
    options = (
        *named,
        option(c, "date:today", "option.today"),
        option(c, "date:yesterday", "option.yesterday"),
        option(c, "skip", "option.unknown"),
    )
    return Outgoing((line("ask.event_date"),), options)


def place(c: Conversation, p: Profile) -> Outgoing:
    if draft_of(c).report_class is ReportClass.ASPIRATION:
        return Outgoing((line("ask.place_of_idea"),), (option(c, "skip", "option.skip"),), asks_location=True)
    if near := draft_of(c).near:
        return Outgoing((line("ask.place_nearby", code=near),), asks_location=True)
    return Outgoing((line("ask.place"),), asks_location=True)


def landmark(c: Conversation, p: Profile) -> Outgoing:
    place = draft_of(c).place
    if place.outside:
        asked = line("ask.landmark_outside", regency=place.outside, own=p.office.regency)
        options = (option(c, "area_right", "option.still_there"), option(c, "area_wrong", "option.area_wrong"))
        return Outgoing((asked,), options, asks_location=True)
    if not place.district:
        return Outgoing((line("ask.landmark_only"),), (option(c, "area_right", "option.skip"),))
    options = (option(c, "area_right", "option.area_right"), option(c, "area_wrong", "option.area_wrong"))
    return Outgoing((line("ask.landmark", code=place.village or place.district),), options)


def district(c: Conversation, p: Profile) -> Outgoing:
    every = tuple(
        option(c, f"district:{area.code}", "plain.text", text=area.name)
        for area in sorted(p.areas, key=lambda area: area.name)
        if area.is_district
    )
    return Outgoing((line("ask.district"),), (*every, option(c, "skip", "option.unknown")))


def attachments(c: Conversation, p: Profile) -> Outgoing:
    count = len(draft_of(c).attachments)
    if count:
        options = (option(c, "skip", "option.enough"), option(c, "drop_media", "option.drop_media"))
        return Outgoing((line("ask.more_attachments", count=count),), options)
    return Outgoing((line("ask.attachments"),), (option(c, "skip", "option.skip"),))


def visibility(c: Conversation, p: Profile) -> Outgoing:
    """Without *anonim* where the class needs to know who asks."""
    person = draft_of(c).represents
    allowed = allowed_visibilities(draft_of(c).report_class, p)
    options = tuple(option(c, f"visibility:{each}", f"visibility.{each}") for each in allowed)
    may_hide = Visibility.ANONYMOUS in allowed
    if person:
        key = "ask.visibility_for" if may_hide else "ask.visibility_of_request_for"
        return Outgoing((Line(key, {"name": person.name}),), options)
    return Outgoing((line("ask.visibility") if may_hide else line("ask.visibility_of_request"),), options)


def name(c: Conversation, p: Profile) -> Outgoing:
    draft = draft_of(c)
    options: tuple[Option, ...] = (option(c, "name", "plain.text", text=draft.name),) if draft.name else ()
    if p.asked_for(draft.report_class).name is Need.UNLESS_ANONYMOUS:
        options += (option(c, f"visibility:{draft.visibility.anonymous}", "option.rather_anonymous"),)
    return Outgoing((line("ask.name"),), options)


def contact(c: Conversation, p: Profile) -> Outgoing:
    draft = draft_of(c)
    known = (option(c, "known_contact", "plain.text", text=draft.contact),) if draft.contact else ()
    return Outgoing((line("ask.contact"),), (*known, option(c, "skip", "option.only_chat")))

"""What is asked in each state, and which options are shown.

A function of the conversation alone, so that any prompt can be shown again at any time.
"""

from collections.abc import Callable

from conversations.categories import suggest
from conversations.conversation import Conversation, Draft, Field
from conversations.dates import find_date
from conversations.messages import Line, MediaKind, Option, Outgoing, Param, line
from conversations.missing import changeable
from conversations.profile import Need, Profile
from conversations.report import ReportClass, Visibility
from conversations.review import review_lines
from conversations.state import State
from conversations.wording import excerpt

EXCERPT = 80


def stamp(conversation: Conversation) -> str:
    """Which draft and which question an option belongs to."""
    return f"{conversation.draft.number if conversation.draft else 0}.{conversation.state}"


def prompt_for(conversation: Conversation, profile: Profile) -> Outgoing:
    """What is asked where the conversation stands, with the ways back and out."""
    asked = PROMPTS[conversation.state](conversation, profile)
    return Outgoing(asked.lines, (*asked.options, *_ways_out(conversation)), asked.asks_location)


def option(conversation: Conversation, data: str, key: str, is_quiet: bool = False, **params: Param) -> Option:
    """An option that holds for this question of this draft only."""
    return Option(f"{data}|{stamp(conversation)}", Line(key, params), is_quiet)


def _ways_out(conversation: Conversation) -> tuple[Option, ...]:
    state, draft = conversation.state, conversation.draft
    if state in NO_WAYS_OUT:
        return ()
    if state.is_about_sent:
        return (Option("cancel", line("option.not_now"), is_quiet=True),)
    if draft and draft.revising:
        return (option(conversation, "keep", "option.keep", is_quiet=True), _cancel())
    if state in HAS_NO_BACK:
        return (_cancel(),)
    return (option(conversation, "back", "option.back", is_quiet=True), _cancel())


def _cancel() -> Option:
    return Option("cancel", line("option.cancel"), is_quiet=True)


def _draft(conversation: Conversation) -> Draft:
    assert conversation.draft is not None, f"no draft in {conversation.state}"
    return conversation.draft


def _idle(c: Conversation, p: Profile) -> Outgoing:
    menu = [
        Option("begin", line("option.begin")),
        Option("my_reports", line("option.my_reports")),
        Option("help", line("option.help"), is_quiet=True),
    ]
    if c.shelf:
        menu.insert(1, Option(f"unshelve:{c.shelf[-1].number}", line("option.unshelve")))
    return Outgoing((line("ask.idle"),), tuple(menu))


def _resuming(c: Conversation, p: Profile) -> Outgoing:
    asked = line("ask.resuming", text=excerpt(_draft(c).description, EXCERPT)) if _draft(c).description else None
    options = (
        option(c, "resume", "option.resume"),
        option(c, "begin_new", "option.begin_new"),
        option(c, "discard", "option.discard", is_quiet=True),
    )
    return Outgoing((asked or line("ask.resuming_wordless"),), options)


def _report_class(c: Conversation, p: Profile) -> Outgoing:
    told = Field.DESCRIPTION in _draft(c).settled
    options = tuple(option(c, f"class:{each}", f"class.{each}") for each in ReportClass)
    return Outgoing((line("ask.report_class") if told else line("ask.report_class_or_story"),), options)


def _description(c: Conversation, p: Profile) -> Outgoing:
    draft = _draft(c)
    if any(a.kind in (MediaKind.VOICE, MediaKind.VIDEO) for a in draft.attachments):
        only = option(c, "voice_only", "option.voice_only")
        return Outgoing((line("ask.description_of_recording"),), (only,))
    seen = draft.attachments or draft.place.has_coordinates
    asked = line("ask.description_of_media") if seen else Line(f"ask.description.{draft.report_class}")
    return Outgoing((asked,))


def _consent(c: Conversation, p: Profile) -> Outgoing:
    options = (
        option(c, "agree", "option.agree"),
        option(c, "explain_consent", "option.explain_consent"),
        option(c, "disagree", "option.disagree", is_quiet=True),
    )
    return Outgoing((line("ask.consent"),), options)


def _category(c: Conversation, p: Profile) -> Outgoing:
    suggested = tuple(
        option(c, f"category:{each.id}", "plain.category", category=each.id)
        for each in suggest(_draft(c).description, p)
    )
    more = option(c, "all_categories", "option.other_category" if suggested else "option.all_categories")
    return Outgoing((line("ask.category"),), (*suggested, more, option(c, "skip", "option.unknown")))


def _all_categories(c: Conversation, p: Profile) -> Outgoing:
    every = tuple(option(c, f"category:{each.id}", "plain.category", category=each.id) for each in p.categories)
    return Outgoing((line("ask.all_categories"),), (*every, option(c, "skip", "option.unknown")))


def _event_date(c: Conversation, p: Profile) -> Outgoing:
    draft = _draft(c)
    found = find_date(draft.description, p.local_date(draft.begun_at))
    named = (option(c, f"date:{found.isoformat()}", "plain.date", day=found.isoformat()),) if found else ()
    options = (
        *named,
        option(c, "date:today", "option.today"),
        option(c, "date:yesterday", "option.yesterday"),
        option(c, "skip", "option.unknown"),
    )
    return Outgoing((line("ask.event_date"),), options)


def _place(c: Conversation, p: Profile) -> Outgoing:
    if _draft(c).report_class is ReportClass.ASPIRATION:
        return Outgoing((line("ask.place_of_idea"),), (option(c, "skip", "option.skip"),), asks_location=True)
    return Outgoing((line("ask.place"),), asks_location=True)


def _landmark(c: Conversation, p: Profile) -> Outgoing:
    place = _draft(c).place
    if place.outside:
        asked = line("ask.landmark_outside", regency=place.outside, own=p.office.regency)
        options = (option(c, "area_right", "option.still_there"), option(c, "area_wrong", "option.area_wrong"))
        return Outgoing((asked,), options, asks_location=True)
    if not place.district:
        return Outgoing((line("ask.landmark_only"),), (option(c, "area_right", "option.skip"),))
    options = (option(c, "area_right", "option.area_right"), option(c, "area_wrong", "option.area_wrong"))
    return Outgoing((line("ask.landmark", code=place.village or place.district),), options)


def _district(c: Conversation, p: Profile) -> Outgoing:
    every = tuple(
        option(c, f"district:{a.code}", "plain.text", text=a.name)
        for a in sorted(p.areas, key=lambda a: a.name)
        if a.is_district
    )
    return Outgoing((line("ask.district"),), (*every, option(c, "skip", "option.unknown")))


def _attachments(c: Conversation, p: Profile) -> Outgoing:
    count = len(_draft(c).attachments)
    if count:
        options = (option(c, "skip", "option.enough"), option(c, "drop_media", "option.drop_media"))
        return Outgoing((line("ask.more_attachments", count=count),), options)
    return Outgoing((line("ask.attachments"),), (option(c, "skip", "option.skip"),))


def _visibility(c: Conversation, p: Profile) -> Outgoing:
    options = tuple(option(c, f"visibility:{each}", f"visibility.{each}") for each in Visibility)
    return Outgoing((line("ask.visibility"),), options)


def _name(c: Conversation, p: Profile) -> Outgoing:
    draft = _draft(c)
    options: tuple[Option, ...] = (option(c, "name", "plain.text", text=draft.name),) if draft.name else ()
    if p.asked_for(draft.report_class).name is Need.UNLESS_ANONYMOUS:
        hidden = Visibility.ANONYMOUS_SECRET if draft.visibility.is_secret else Visibility.ANONYMOUS
        options += (option(c, f"visibility:{hidden}", "option.rather_anonymous"),)
    return Outgoing((line("ask.name"),), options)


def _contact(c: Conversation, p: Profile) -> Outgoing:
    draft = _draft(c)
    known = (option(c, "known_contact", "plain.text", text=draft.contact),) if draft.contact else ()
    return Outgoing((line("ask.contact"),), (*known, option(c, "skip", "option.only_chat")))


def _review(c: Conversation, p: Profile) -> Outgoing:
    options = (option(c, "send", "option.send"), option(c, "change", "option.change"))
    return Outgoing((line("ask.review"), *review_lines(_draft(c)), line("ask.review_end")), options)


def _changing(c: Conversation, p: Profile) -> Outgoing:
    options = tuple(option(c, f"field:{f}", f"field.{f}") for f in changeable(_draft(c)))
    return Outgoing((line("ask.changing"),), options)


def _title(c: Conversation, p: Profile) -> Outgoing:
    return Outgoing((line("ask.title", title=_draft(c).title),))


def _cancelling(c: Conversation, p: Profile) -> Outgoing:
    options = (
        option(c, "resume", "option.go_on"),
        option(c, "shelve", "option.shelve"),
        option(c, "discard", "option.discard"),
    )
    return Outgoing((line("ask.cancelling"),), options)


def _asking_receipt(c: Conversation, p: Profile) -> Outgoing:
    mine = Option("my_reports", line("option.my_reports"))
    return Outgoing((line("ask.receipt", prefix=p.office.prefix),), (mine,))


def _answering(c: Conversation, p: Profile) -> Outgoing:
    return Outgoing((line("ask.answering", receipt=c.about),), (Option("begin", line("option.new_matter")),))


def _adding(c: Conversation, p: Profile) -> Outgoing:
    return Outgoing((line("ask.adding", receipt=c.about),))


def _not_solved(c: Conversation, p: Profile) -> Outgoing:
    return Outgoing((line("ask.not_solved", receipt=c.about),))


def _language(c: Conversation, p: Profile) -> Outgoing:
    options = (Option("speak:id", line("language.id")), Option("speak:en", line("language.en")))
    return Outgoing((line("ask.language"),), options)


def _deleting(c: Conversation, p: Profile) -> Outgoing:
    options = (option(c, "delete_all", "option.delete_all"), option(c, "keep", "option.keep_data"))
    return Outgoing((line("ask.deleting"),), options)


NO_WAYS_OUT = frozenset({State.IDLE, State.RESUMING, State.CANCELLING, State.DELETING})
HAS_NO_BACK = frozenset({State.CONSENT, State.REPORT_CLASS})

PROMPTS: dict[State, Callable[[Conversation, Profile], Outgoing]] = {
    State.IDLE: _idle,
    State.RESUMING: _resuming,
    State.REPORT_CLASS: _report_class,
    State.DESCRIPTION: _description,
    State.CONSENT: _consent,
    State.CATEGORY: _category,
    State.ALL_CATEGORIES: _all_categories,
    State.EVENT_DATE: _event_date,
    State.PLACE: _place,
    State.LANDMARK: _landmark,
    State.DISTRICT: _district,
    State.ATTACHMENTS: _attachments,
    State.VISIBILITY: _visibility,
    State.NAME: _name,
    State.CONTACT: _contact,
    State.REVIEW: _review,
    State.CHANGING: _changing,
    State.TITLE: _title,
    State.CANCELLING: _cancelling,
    State.ASKING_RECEIPT: _asking_receipt,
    State.ANSWERING: _answering,
    State.ADDING: _adding,
    State.NOT_SOLVED: _not_solved,
    State.LANGUAGE: _language,
    State.DELETING: _deleting,
}

"""The list of what a volunteer filed for others and still has: looking through it, and one of them at a time."""

from dataclasses import replace

from conversations.actions.reports import show_status
from conversations.actions.responding import take_up_asked
from conversations.effects import SendResponse, TakeBackConsent
from conversations.following import Telling
from conversations.history import summary_line
from conversations.in_care import InCare, Look, Shown, Urgency, is_waiting, looked_at, page_of, shares, urgency
from conversations.messages import Line, Option, line
from conversations.status import ResponseKind, Status
from conversations.step import Step
from conversations.wording import excerpt

LONGEST_TITLE = 40
MOST_GROUPS = 10
HEADS: dict[Shown, str] = {
    Shown.ALL: "said.in_care",
    Shown.WAITING: "said.in_care_waiting",
    Shown.STATUS: "said.in_care_status",
    Shown.VILLAGE: "said.in_care_village",
    Shown.WORDS: "said.in_care_found",
}
HEADS_OF_NONE_WAITING: dict[Shown, str] = {
    Shown.ALL: "said.in_care_none_waiting",
    Shown.WAITING: "said.in_care_waiting_none",
    Shown.VILLAGE: "said.in_care_village_none_waiting",
}
TELLS_OF_CARE: dict[str, Telling] = {f"care_{telling}": telling for telling in Telling}
"""What each button chooses."""


def say_only_for_volunteers(step: Step) -> None:
    step.say(line("said.in_care_not_yours"))


def show_all(step: Step) -> None:
    _show(step, Look())


def search(step: Step) -> None:
    _show(step, Look(Shown.WORDS, excerpt(step.text, LONGEST_TITLE)))


def show_only(step: Step) -> None:
    shown, _, of = step.value.partition(":")
    _show(step, Look(Shown(shown), of))


def turn_page(step: Step) -> None:
    _show(step, replace(step.conversation.look or Look(), page=int(step.value), is_open=False))


def show_again(step: Step) -> None:
    """The list as it was left, without what this turn has done to it."""
    _show(step, replace(step.conversation.look or Look(), is_open=False))


def show_groups(step: Step) -> None:
    """How many there are of each status or in each village: each can be shown by itself."""
    by = Shown(step.value)
    reports = _at_hand(step)
    step.change(look=Look())
    groups = shares(reports, by, step.given.now)
    step.say(line("said.in_care_by_status" if by is Shown.STATUS else "said.in_care_by_village", count=len(reports)))
    for each in groups[:MOST_GROUPS]:
        key = "option.in_care_status" if by is Shown.STATUS else "option.in_care_village"
        key = f"{key}_waiting" if each.waiting else key
        label = Line(key, {"of": each.of, "number": each.number, "waiting": each.waiting})
        step.options.append(Option(f"in_care_only:{by}:{each.of}", label))
    if len(groups) > MOST_GROUPS:
        step.say(line("said.in_care_more_villages", number=len(groups) - MOST_GROUPS))


def open_one(step: Step) -> None:
    """Its history, and what can be done about it; the list is one button away."""
    show_status(step)
    step.change(look=replace(step.conversation.look or Look(), is_open=True))


def open_asked(step: Step) -> None:
    """What the office asks is answered at once, and then the list is there again."""
    report = step.known(step.value)
    assert report is not None, "guarded by opens_asked"
    step.change(look=replace(step.conversation.look or Look(), is_open=False))
    step.say(summary_line(report))
    if report.due_at:
        step.say(line("notice.due.question", day=report.due_at.isoformat()))
    take_up_asked(step)
    step.offer(f"status:{report.receipt}", "option.see_report")


def lose_one(step: Step) -> None:
    step.say(line("said.receipt_unknown"))


def say_none_found(step: Step) -> None:
    step.change(look=replace(step.conversation.look or Look(), is_open=False))
    step.say(line("said.in_care_none_found", text=excerpt(step.text, LONGEST_TITLE)))


def leave(step: Step) -> None:
    """What the office asked about these waits in the list, and is not asked one after the other."""
    listed = {each.receipt for each in step.given.known.in_care}
    waiting = tuple(q for q in step.conversation.questions if q.receipt not in listed)
    step.change(about="", look=None, questions=waiting)


def ask_telling(step: Step) -> None:
    step.say(line("said.in_care_telling"))
    step.offer("care_at_once", "option.tell_at_once")
    step.offer("care_daily", "option.tell_daily", hour=_hour(step))
    step.offer("care_never", "option.tell_never")


def choose_telling(step: Step) -> None:
    """For all that are in their care, now and later, but for those of which they chose by themselves."""
    telling = TELLS_OF_CARE[step.heard.trigger]
    step.change(care_telling=telling)
    step.say(Line(f"said.in_care_told_{telling}", {"hour": _hour(step)}))


def _hour(step: Step) -> str:
    return f"{step.profile.notice_hours.volunteers:02}.00"


def _show(step: Step, look: Look) -> None:
    reports = _at_hand(step)
    found = looked_at(reports, look, step.given.now)
    page = page_of(found, look.page)
    step.change(look=replace(look, page=page.number))
    if not reports:
        step.say(line("said.none_in_care"))
        return
    waiting = sum(is_waiting(each, step.given.now) for each in found)
    heads = HEADS if waiting else HEADS | HEADS_OF_NONE_WAITING
    step.say(Line(heads[look.shown], {"count": len(found), "waiting": waiting, "of": look.of}))
    for each in page.reports:
        step.say(_line(each, step))
        step.offer(f"in_care_open:{each.receipt}", "option.in_care_one", name=each.person, receipt=each.receipt)
    if page.has_before:
        step.offer(f"in_care_page:{page.number - 1}", "option.in_care_before")
    if page.has_after:
        step.offer(f"in_care_page:{page.number + 1}", "option.in_care_after")


def _at_hand(step: Step) -> list[InCare]:
    """What is in their care once this turn is over."""
    lost = {e.receipt for e in step.effects if isinstance(e, TakeBackConsent)}
    answers = (ResponseKind.ANSWER, ResponseKind.WITHDRAWAL)
    answered = {e.receipt for e in step.effects if isinstance(e, SendResponse) and e.kind in answers}
    return [
        replace(each, is_asked=False) if each.receipt in answered else each
        for each in step.given.known.in_care
        if each.receipt not in lost
    ]


LINES: dict[Urgency, str] = {
    Urgency.ASKED: "in_care.asked",
    Urgency.LIMIT: "in_care.limit",
    Urgency.OPEN: "in_care.one",
    Urgency.FINAL: "in_care.one",
}


def _line(report: InCare, step: Step) -> Line:
    key = LINES[urgency(report, step.given.now)]
    if report.is_asked and report.due_at:
        key = "in_care.asked_by"
    if report.status is Status.QUESTION and not report.is_asked:
        key = "in_care.answered"
    day = report.due_at.isoformat() if report.due_at else ""
    title = excerpt(report.title, LONGEST_TITLE)
    return Line(
        key,
        {"name": report.person, "receipt": report.receipt, "title": title, "status": report.status, "day": day},
    )

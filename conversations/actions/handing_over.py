"""A report goes over to whom it was filed for, and what they decide then."""

from conversations.actions.volunteering import count_guess
from conversations.conversation import Question
from conversations.effects import HideMore, LetHelperFollow, MakeSlips, TakeOver
from conversations.guards.handing_over import HIDES, more_hidden
from conversations.handovers import LASTS, Handover, handover_text, slips_of
from conversations.history import followed_summary, helper_line
from conversations.messages import Line, Option, line
from conversations.notices import LONGEST_TEXT
from conversations.one_time_code import in_groups
from conversations.start_links import start_link
from conversations.step import Step
from conversations.wording import clean, excerpt

MOST_SLIPS = 30
SHOWN_TITLE = 120


def hand_over(step: Step) -> None:
    """The code as it is typed, the link, and a page to print. A code that is good already stays the one."""
    report = step.known(step.value)
    assert report is not None, "guarded by is_in_care"
    slip = report.slip if report.slip and report.slip.expires_at > step.given.now else None
    code = slip.code if slip else step.given.one_time_code
    until = slip.expires_at if slip else step.given.now + LASTS
    step.effects.append(MakeSlips(((report.receipt, code),)))
    step.say(line("said.handing_over", receipt=report.receipt, name=report.filed_for, day=until.isoformat()))
    step.say(line("plain.text", text=in_groups(code)))
    if bot_username := step.given.bot_username:
        step.say(line("said.handover_link", link=start_link(bot_username, handover_text(code))))
    step.file = slips_of(report.receipt)


def print_slips(step: Step) -> None:
    """One page for each of the newest reports that can be handed over."""
    filed = [report for report in step.given.known.reports if report.filed_for][:MOST_SLIPS]
    step.effects.append(MakeSlips(tuple((report.receipt, "") for report in filed)))
    step.say(line("said.slips", count=len(filed)))
    step.file = slips_of(*(report.receipt for report in filed))


def say_cannot_hand_over(step: Step) -> None:
    step.say(line("said.cannot_hand_over"))


def say_no_slips(step: Step) -> None:
    step.say(line("said.no_slips"))


def explain(step: Step) -> None:
    step.say(line("said.how_to_receive"))


def say_no_such_code(step: Step) -> None:
    """The same words for a code that never was, was used, or has expired; and it counts as a guess."""
    count_guess(step)
    step.say(line("said.no_such_handover"))


def refuse_helper(step: Step) -> None:
    step.say(line("said.handover_is_owners"))


def show(step: Step) -> None:
    """What is handed over and by whom, before it is taken."""
    handover = _handover(step)
    step.say(line("said.handed_over", receipt=handover.receipt, title=excerpt(handover.title, SHOWN_TITLE)))
    step.say(helper_line(handover.volunteer, handover.kim_group))
    step.say(line("said.take_it"))
    step.offer(f"take_over:{handover.code}", "option.take_over")


def take_over(step: Step) -> None:
    """A question that waits is asked at once: it has a limit."""
    handover = _handover(step)
    step.effects.append(TakeOver(handover.receipt, handover.code))
    step.say(line("said.taken_over", receipt=handover.receipt))
    if handover.question:
        question = Question(handover.receipt, clean(handover.question, LONGEST_TEXT), handover.agency)
        step.change(questions=(*step.conversation.questions, question))
    step.offer(f"status:{handover.receipt}", "option.see_report")
    step.offer(f"helper_nothing:{handover.receipt}", "option.helper_nothing")


def ask_what_helper_keeps(step: Step) -> None:
    step.say(line("said.what_helper_keeps", receipt=step.value))
    step.offer(f"helper_steps:{step.value}", "option.helper_steps")
    step.offer(f"helper_nothing:{step.value}", "option.helper_nothing")


def let_helper_follow(step: Step) -> None:
    step.effects.append(LetHelperFollow(step.value, True))
    step.say(line("said.helper_follows", receipt=step.value))
    step.offer(f"status:{step.value}", "option.see_report")


def let_helper_know_nothing(step: Step) -> None:
    step.effects.append(LetHelperFollow(step.value, False))
    step.say(line("said.helper_knows_nothing", receipt=step.value))
    step.offer(f"status:{step.value}", "option.see_report")


def ask_how_to_hide(step: Step) -> None:
    """What it can still do is told first."""
    step.say(line("said.hiding", receipt=step.value))
    shown = more_hidden(step)
    for verb, visibility in HIDES.items():
        if visibility in shown:
            step.options.append(Option(f"{verb}:{step.value}", Line(f"visibility.{visibility}")))


def hide(step: Step) -> None:
    visibility = HIDES[step.heard.trigger]
    asked = step.given.catalogue.text(line("office.hide", value=visibility), "id")
    step.effects.append(HideMore(step.value, visibility, asked))
    step.say(line("said.hidden", receipt=step.value, value=visibility))
    step.offer(f"status:{step.value}", "option.see_report")


def say_cannot_hide(step: Step) -> None:
    step.say(line("said.cannot_hide"))


def say_only_for_volunteers(step: Step) -> None:
    step.say(line("said.only_for_volunteers"))


def explain_checking(step: Step) -> None:
    step.say(line("said.how_to_check_slip", prefix=step.profile.office.prefix))


def tell_of_slip(step: Step) -> None:
    """Where the report stands, and no word of what is in it."""
    assert step.given.known.checked is not None, "guarded by fits_slip"
    step.say(followed_summary(step.given.known.checked))


def say_no_such_slip(step: Step) -> None:
    """The same words for a number that does not exist and for another village; and it counts as a guess."""
    count_guess(step)
    step.say(line("said.no_such_slip"))


def _handover(step: Step) -> Handover:
    assert step.given.known.handover is not None, "guarded by is_offered or is_helpers_own"
    return step.given.known.handover

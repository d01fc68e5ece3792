"""About following somebody else's report, and how one is told of a report."""

from conversations.effects import ChooseTelling, Follow, Unfollow
from conversations.following import LINK, Followed, Telling, invitation_text
from conversations.history import followed_lines, followed_summary
from conversations.messages import line
from conversations.start_links import start_link
from conversations.step import Step

MOST_LISTED = 10


def follow(step: Step) -> None:
    followed = _followed(step)
    step.effects.append(Follow(step.value, step.heard.code))
    step.say(line("said.follows", receipt=step.value))
    step.say(followed_summary(followed.report))
    _offer_seeing(step)


def say_followed_already(step: Step) -> None:
    step.say(line("said.follows_already", receipt=step.value))
    _offer_seeing(step)


def say_own(step: Step) -> None:
    step.say(line("said.follows_own", receipt=step.value))
    step.offer(f"status:{step.value}", "option.see_report")


def explain(step: Step) -> None:
    """How one follows, and what is followed already."""
    step.say(line("said.how_to_follow"))
    list_followed(step)


def list_followed(step: Step) -> None:
    followed = [each for each in step.given.known.followed if each.telling][:MOST_LISTED]
    if followed:
        step.say(line("said.followed", count=len(followed)))
    for each in followed:
        step.say(followed_summary(each.report))
        step.offer(f"status:{each.report.receipt}", "plain.text", text=each.report.receipt)


def say_no_such_link(step: Step) -> None:
    """The same words for a report that does not exist and for a wrong code."""
    step.say(line("said.no_such_link"))


def unfollow(step: Step) -> None:
    step.effects.append(Unfollow(step.value))
    step.say(line("said.unfollowed", receipt=step.value))


def say_not_followed(step: Step) -> None:
    step.say(line("said.not_followed"))


def show_followed(step: Step) -> None:
    """Where the report stands, without what anybody wrote."""
    for each in followed_lines(_followed(step).report):
        step.say(each)
    step.offer(f"telling:{step.value}", "option.telling")
    step.offer(f"unfollow:{step.value}", "option.unfollow")


def ask_telling(step: Step) -> None:
    step.say(line("said.telling", receipt=step.value))
    step.offer(f"tell_at_once:{step.value}", "option.tell_at_once")
    step.offer(f"tell_daily:{step.value}", "option.tell_daily", hour=_daily_hour(step))
    step.offer(f"tell_never:{step.value}", "option.tell_never")


def tell_at_once(step: Step) -> None:
    step.effects.append(ChooseTelling(step.value, Telling.AT_ONCE))
    step.say(line("said.told_at_once", receipt=step.value))


def tell_daily(step: Step) -> None:
    step.effects.append(ChooseTelling(step.value, Telling.DAILY))
    step.say(line("said.told_daily", receipt=step.value, hour=_daily_hour(step)))


def _daily_hour(step: Step) -> str:
    report, hours = step.known(step.value), step.profile.notice_hours
    return f"{hours.volunteers if report and report.filed_for else hours.digest:02}.00"


def tell_never(step: Step) -> None:
    """Of one's own report a question comes through all the same."""
    step.effects.append(ChooseTelling(step.value, Telling.NEVER))
    is_own = step.known(step.value) is not None
    step.say(line("said.told_questions" if is_own else "said.told_never", receipt=step.value))


def share(step: Step) -> None:
    """What others need to follow the person's own report."""
    report = step.known(step.value)
    assert report is not None, "guarded by can_be_shared"
    step.say(line("said.share", receipt=report.receipt))
    step.say(line("plain.text", text=f"/{LINK} {report.receipt} {report.tracking_code}"))
    if bot_username := step.given.bot_username:
        link = start_link(bot_username, invitation_text(report.receipt, report.tracking_code))
        step.say(line("said.share_link", link=link))


def _followed(step: Step) -> Followed:
    followed = step.followed(step.value)
    assert followed is not None, "guarded by is_found or follows"
    return followed


def _offer_seeing(step: Step) -> None:
    step.offer(f"status:{step.value}", "option.see_report")
    step.offer(f"telling:{step.value}", "option.telling")
    step.offer(f"unfollow:{step.value}", "option.unfollow")

"""What happens to a draft that lies idle: reminded once, in the daytime; put away; deleted."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.conversation import Conversation, Draft, Person
from conversations.effects import DropAttachments, Forget
from conversations.messages import Option, Outgoing, line
from conversations.profile import Profile
from conversations.shelf import files_of, put_on_shelf
from conversations.state import State
from conversations.step import Outcome
from conversations.wording import excerpt

SHOWN_START = 80


def wake_at(conversation: Conversation, profile: Profile) -> datetime | None:
    """When `wake` is to be called next for this conversation, or None when nothing lies idle."""
    heard, patience = conversation.heard_at, profile.patience
    if heard is None or not (conversation.draft or conversation.shelf):
        return None
    if conversation.draft is None:
        return heard + timedelta(days=patience.delete_after_days)
    if conversation.is_reminded:
        return heard + timedelta(days=patience.put_away_after_days)
    return in_daytime(heard + timedelta(hours=patience.remind_after_hours), profile)


def wake(conversation: Conversation, now: datetime, profile: Profile) -> Outcome:
    """The conversation after its time has come: reminded, put away, or its old drafts deleted.

    Nobody is reminded at night, also when the time came while the process was away.
    """
    heard, patience, draft = conversation.heard_at, profile.patience, conversation.draft
    if heard is None:
        return Outcome(conversation)
    if now >= heard + timedelta(days=patience.delete_after_days):
        ids = files_of((*conversation.shelf, *((draft,) if draft else ())))
        cleared = replace(conversation, draft=None, shelf=(), state=_without_draft(conversation))
        return Outcome(cleared, effects=(DropAttachments(ids),) if ids else ())
    if draft and now >= heard + timedelta(days=patience.put_away_after_days):
        return _put_away(conversation, draft)
    is_due = now >= heard + timedelta(hours=patience.remind_after_hours) and in_daytime(now, profile) == now
    if draft and not conversation.is_reminded and is_due:
        return Outcome(replace(conversation, is_reminded=True), (_reminder(draft),))
    return Outcome(conversation)


def _put_away(conversation: Conversation, draft: Draft) -> Outcome:
    """On the shelf; what nobody has agreed to have kept is deleted instead."""
    if conversation.person.consented_at is None:
        person = Person(language=conversation.person.language)
        return Outcome(Conversation(person=person, drafts_begun=conversation.drafts_begun), effects=(Forget(),))
    shelf, dropped = put_on_shelf(conversation.shelf, draft)
    state, ids = _without_draft(conversation), files_of(dropped)
    after = replace(conversation, draft=None, shelf=shelf, state=state, is_reminded=False)
    return Outcome(after, effects=(DropAttachments(ids),) if ids else ())


def _without_draft(conversation: Conversation) -> State:
    return conversation.state if conversation.state.is_about_sent else State.IDLE


def _reminder(draft: Draft) -> Outgoing:
    text = excerpt(draft.description, SHOWN_START)
    said = line("reminder.draft", text=text) if text else line("reminder.wordless_draft")
    return Outgoing(
        (said,),
        (
            Option(f"resume:{draft.number}", line("option.resume")),
            Option("cancel", line("option.cancel"), is_quiet=True),
        ),
        closes_prompt=False,
    )


def in_daytime(moment: datetime, profile: Profile) -> datetime:
    """The moment, or the next morning when it lies at night."""
    patience = profile.patience
    local = moment.astimezone(ZoneInfo(profile.office.timezone))
    if patience.day_begins_hour <= local.hour < patience.day_ends_hour:
        return moment
    day = local.date() + timedelta(days=1 if local.hour >= patience.day_ends_hour else 0)
    return datetime.combine(day, time(patience.day_begins_hour), local.tzinfo).astimezone(moment.tzinfo)

"""What a volunteer filed for others and still has."""

from conversations.conversation import Conversation
from conversations.in_care import Shown
from conversations.messages import Option, Outgoing, line
from conversations.profile import Profile


def in_care(c: Conversation, p: Profile) -> Outgoing:
    """The ways through the list; while one report is shown, only the way back to it."""
    if c.look and c.look.is_open:
        return Outgoing((line("ask.in_care_open"),), (Option("in_care_list", line("option.in_care_list")),))
    every = (Option("in_care", line("option.in_care_all")),) if c.look and c.look.shown is not Shown.ALL else ()
    options = (
        *every,
        Option("in_care_only:waiting", line("option.in_care_waiting")),
        Option("in_care_by:status", line("option.in_care_by_status")),
        Option("in_care_by:village", line("option.in_care_by_village")),
        Option("in_care_telling", line("option.in_care_telling"), is_quiet=True),
    )
    return Outgoing((line("ask.in_care"),), options)

"""Which of a person's sent reports a turn needs to know: decided before the turn, looked up by `handlers`."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from conversations.conversation import Conversation
from conversations.guards.group import asked_by
from conversations.guards.handing_over import HIDES
from conversations.hearing import CONTENT, Heard
from conversations.messages import Edited, GroupAnswer, Media, Received
from conversations.one_time_code import read_one_time_code
from conversations.state import State
from conversations.told_of import report_told_in

LONGEST_ID = 18
"""Digits of a number that every database takes."""
_LISTS_IN_CARE = frozenset({"in_care", "in_care_only", "in_care_by", "in_care_list", "in_care_page"})
_ABOUT_LISTS = frozenset({"list_send", "list_mend", "list_drop"})
_MENDS_ROW = frozenset({"text", "list_value", "list_accept", "list_leave_out"})
_NAMES_VOLUNTEER = frozenset({"text", "volunteer_as"})


@dataclass(frozen=True, slots=True)
class ListLookup:
    """The volunteer's own list, or with the id 0 the last that was checked and not sent.

    With it comes a row with a fault: the first after the row `after`, or else the first of all.
    """

    id: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Lookup:
    """All of the person's reports without history, newest first; or the one with `receipt`, with its history.

    With `others`, also those that they follow; and one that they may follow, having its `code`. `invitation` is the
    code of one that makes a volunteer, `handover` of one that hands a report over. With a `village`, where the report
    with `receipt` stands that was filed for somebody there.
    """

    all_reports: bool = False
    receipt: str = ""
    others: bool = False
    code: str = ""
    village_list: ListLookup | None = None
    invitation: str = ""
    handover: str = ""
    village: str = ""
    asked: str = ""
    """The `question_key` of a question in a group: the report about which it was asked."""
    in_care: bool = False
    """Also what a volunteer filed for others and still has."""

    @property
    def is_about_reports(self) -> bool:
        return self.all_reports or (bool(self.receipt) and not self.village)


def what_it_needs(conversation: Conversation, received: Received, heard: Heard) -> Lookup:
    """What must be looked up before this turn, in which `heard` was heard: mostly nothing."""
    if isinstance(received.incoming, GroupAnswer):
        needed = Lookup(asked=asked_by(received) if heard.trigger == "refused_in_group" else "")
    else:
        needed = _of_reports(conversation, received, heard)
    if conversation.may_file and (heard.trigger in _LISTS_IN_CARE or conversation.look):
        return replace(needed, in_care=True)
    return needed


def _of_reports(conversation: Conversation, received: Received, heard: Heard) -> Lookup:
    if heard.about:
        return Lookup(receipt=heard.about)
    if needed := _NEEDED.get(heard.trigger):
        return needed(heard)
    if heard.trigger == "volunteer":
        code = read_one_time_code(heard.value) or ""  # a button's data may be anything
        return Lookup(invitation="" if conversation.volunteering else code)
    if conversation.state is State.VOLUNTEER_NAME and heard.trigger in _NAMES_VOLUNTEER:
        return Lookup(invitation=conversation.invitation.code if conversation.invitation else "")
    if isinstance(received.incoming, Edited):
        sent = report_told_in(conversation, received.incoming.key)
        return Lookup(receipt=sent.receipt) if sent else Lookup()
    if isinstance(received.incoming, Media) and received.incoming.album == conversation.album.id:
        return Lookup(receipt=conversation.album.about or conversation.about)
    if conversation.state.is_response and heard.trigger in CONTENT:
        return Lookup(receipt=conversation.about)
    return Lookup(village_list=_list_needed(conversation, heard))


def _list_needed(conversation: Conversation, heard: Heard) -> ListLookup | None:
    if heard.trigger == "village_list":
        return ListLookup()
    if heard.trigger in _ABOUT_LISTS:
        return ListLookup(int(heard.value)) if _is_id(heard.value) else None
    if conversation.state is State.LIST_ROW and conversation.listed and heard.trigger in _MENDS_ROW:
        return ListLookup(conversation.listed.id, conversation.listed.row.number)
    return None


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= LONGEST_ID


def _all(heard: Heard) -> Lookup:
    return Lookup(all_reports=True)


def _one(heard: Heard) -> Lookup:
    return Lookup(receipt=heard.value)


def _one_of_anybody(heard: Heard) -> Lookup:
    return Lookup(receipt=heard.value, others=True)


def _all_of_anybody(heard: Heard) -> Lookup:
    return Lookup(all_reports=True, others=True)


def _one_to_follow(heard: Heard) -> Lookup:
    return Lookup(receipt=heard.value, others=True, code=heard.code) if heard.value else _all_of_anybody(heard)


def _handed_over(heard: Heard) -> Lookup:
    return Lookup(handover=heard.value)


def _on_slip(heard: Heard) -> Lookup:
    return Lookup(receipt=heard.value, village=heard.code) if heard.value and heard.code else Lookup()


_NEEDED: dict[str, Callable[[Heard], Lookup]] = {
    "my_reports": _all_of_anybody,
    "follow": _one_to_follow,
    "check_slip": _on_slip,
    **dict.fromkeys(("delete", "slips"), _all),
    **dict.fromkeys(("receive", "take_over"), _handed_over),
    **dict.fromkeys("status unfollow telling tell_at_once tell_daily tell_never".split(), _one_of_anybody),
    **dict.fromkeys("answer add satisfied not_solved withdraw withdraw_now share".split(), _one),
    **dict.fromkeys("take_back_consent take_back_consent_now hand_over in_care_open".split(), _one),
    **dict.fromkeys(("helper", "helper_steps", "helper_nothing", "hide", *HIDES), _one),
}
"""What is needed wherever the conversation stands."""

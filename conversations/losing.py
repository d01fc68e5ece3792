"""A report is somebody else's from now on, or nobody's: whoever had it keeps nothing of it, and hears nothing more."""

from collections.abc import Sequence
from dataclasses import replace

from conversations.conversation import Album, Conversation
from conversations.digest import is_digest
from conversations.in_care import Look
from conversations.messages import Line, Option, Outgoing
from conversations.state import State
from conversations.village_list.at_hand import ListAtHand
from conversations.village_list.doubles import without_receipts

_ABOUT_ONE = frozenset({State.ANSWERING, State.ADDING, State.NOT_SOLVED})
_BEGIN_A_NOTICE = ("digest.at", "digest.for")


def without_report(conversation: Conversation, receipt: str) -> Conversation:
    """The conversation as if it had never known of the report. What was asked about it is left for the open draft."""
    after = replace(
        conversation,
        look=Look() if conversation.state is State.IN_CARE else None,  # what was searched for may name somebody
        questions=tuple(q for q in conversation.questions if q.receipt != receipt),
        earlier=tuple(sent for sent in conversation.earlier if sent.receipt != receipt),
        sent=None if conversation.sent and conversation.sent.receipt == receipt else conversation.sent,
        offered=_others(conversation.offered, receipt),
        album=Album("") if conversation.album.about == receipt else conversation.album,
        listed=_without(conversation.listed, receipt),
        carried=None if conversation.carried and conversation.carried.receipt == receipt else conversation.carried,
    )
    if conversation.about != receipt:
        return after
    state = _back_at(after) if conversation.state in _ABOUT_ONE else conversation.state
    return replace(after, about="", state=state)


def without_mention(told: Outgoing, receipt: str) -> Outgoing | None:
    """What may still be said of a message that waits: a digest without what it has of the report, else all or nothing.

    The message itself where it has nothing of it.
    """
    if not _mentions(told, receipt):
        return told
    return _shorter_digest(told, receipt) if is_digest(told) else None


def _back_at(conversation: Conversation) -> State:
    """Nobody's words answer another question than the one that was just asked."""
    return State.RESUMING if conversation.draft else State.IDLE


def _shorter_digest(told: Outgoing, receipt: str) -> Outgoing | None:
    head, groups = _grouped(told.lines)
    kept = [group for group in groups if not any(_names(each, receipt) for each in group)]
    if not kept:
        return None
    number = head[0].params["number"]
    assert isinstance(number, int), "a digest says how many notices it has"
    first = replace(head[0], params={**head[0].params, "number": number - len(groups) + len(kept)})
    lines = (first, *head[1:], *(each for group in kept for each in group))
    return replace(told, lines=lines, options=_others(told.options, receipt))


def _grouped(lines: Sequence[Line]) -> tuple[list[Line], list[list[Line]]]:
    """What a digest says of itself, and the lines of each of its notices."""
    head: list[Line] = []
    groups: list[list[Line]] = []
    for each in lines:
        if each.key in _BEGIN_A_NOTICE:
            groups.append([each])
        else:
            (groups[-1] if groups else head).append(each)
    return head, groups


def _mentions(told: Outgoing, receipt: str) -> bool:
    return any(_names(each, receipt) for each in told.lines) or any(_leads_to(each, receipt) for each in told.options)


def _names(said: Line, receipt: str) -> bool:
    return any(isinstance(value, str) and receipt in value for value in said.params.values())


def _leads_to(option: Option, receipt: str) -> bool:
    return receipt in option.data or _names(option.label, receipt)


def _without(listed: ListAtHand | None, receipt: str) -> ListAtHand | None:
    return listed and replace(listed, row=without_receipts(listed.row, {receipt}))


def _others(options: tuple[Option, ...], receipt: str) -> tuple[Option, ...]:
    return tuple(each for each in options if not _leads_to(each, receipt))

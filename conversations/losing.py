"""A report is somebody else's from now on, or nobody's: whoever had it keeps nothing of it, and hears nothing more."""

from dataclasses import replace

from conversations.conversation import Album, Conversation
from conversations.in_care import Look
from conversations.mentions import without_options
from conversations.state import State
from conversations.village_list.at_hand import ListAtHand
from conversations.village_list.doubles import without_receipts


def without_report(conversation: Conversation, receipt: str) -> Conversation:
    """The conversation as if it had never known of the report. What was asked about it is left for the open draft."""
    after = replace(
        conversation,
        look=Look() if conversation.state is State.IN_CARE else None,  # what was searched for may name somebody
        questions=tuple(q for q in conversation.questions if q.receipt != receipt),
        earlier=tuple(sent for sent in conversation.earlier if sent.receipt != receipt),
        sent=None if conversation.sent and conversation.sent.receipt == receipt else conversation.sent,
        offered=without_options(conversation.offered, receipt),
        album=Album("") if conversation.album.about == receipt else conversation.album,
        listed=_without(conversation.listed, receipt),
        carried=None if conversation.carried and conversation.carried.receipt == receipt else conversation.carried,
    )
    if conversation.about != receipt:
        return after
    state = _back_at(after) if conversation.state.is_response else conversation.state
    return replace(after, about="", state=state)


def _back_at(conversation: Conversation) -> State:
    """Nobody's words answer another question than the one that was just asked."""
    return State.RESUMING if conversation.draft else State.IDLE


def _without(listed: ListAtHand | None, receipt: str) -> ListAtHand | None:
    return listed and replace(listed, row=without_receipts(listed.row, {receipt}))

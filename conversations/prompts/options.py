"""Options that belong to one question of one draft."""

from conversations.conversation import Conversation, Draft
from conversations.messages import Line, Option, Param


def stamp(conversation: Conversation) -> str:
    """Which draft and which question an option belongs to."""
    return f"{conversation.draft.number if conversation.draft else 0}.{conversation.state}"


def option(conversation: Conversation, data: str, key: str, is_quiet: bool = False, **params: Param) -> Option:
    """An option that holds for this question of this draft only."""
    return Option(f"{data}|{stamp(conversation)}", Line(key, params), is_quiet)


def draft_of(conversation: Conversation) -> Draft:
    """The draft; asked only in states that have one."""
    assert conversation.draft is not None, f"no draft in {conversation.state}"
    return conversation.draft

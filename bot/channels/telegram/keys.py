"""Keys of what comes from Telegram: the same whenever the same comes again, and never the same for two things."""


def message_key(message_id: int) -> str:
    """Telegram numbers the messages of a chat; an edit comes with its message's number."""
    return f"m{message_id}"


def group_message_key(group_id: int, message_id: int) -> str:
    """For what comes to somebody's own chat out of a group, which numbers its messages by itself."""
    return f"g{group_id}m{message_id}"


def edit_key(update_id: int) -> str:
    return f"e{update_id}"


def press_key(query_id: str) -> str:
    return f"c{query_id}"


def update_key(update_id: int) -> str:
    """For what has no number of its own."""
    return f"u{update_id}"

"""The drafts put away: few, the newest kept."""

from conversations.conversation import Draft

SHELF_ROOM = 3


def put_on_shelf(shelf: tuple[Draft, ...], draft: Draft) -> tuple[tuple[Draft, ...], tuple[Draft, ...]]:
    """The shelf with the draft on it, and what had to go for it."""
    full = (*shelf, draft)
    return full[-SHELF_ROOM:], full[:-SHELF_ROOM]


def files_of(drafts: tuple[Draft, ...]) -> tuple[str, ...]:
    """The ids of all their attachments and forms, and of what shows that represented persons agree."""
    return tuple(
        dict.fromkeys(
            file.id for draft in drafts for file in (*draft.attachments, draft.evidence, draft.form) if file is not None
        )
    )

"""What can go wrong with an update; the rest is in `handlers.errors`."""


class Unreadable(Exception):
    """An update that cannot be read, now or when it comes again: it is set aside and acknowledged.

    `kind` is Telegram's word for it, or "unknown"; `update_id` is None where not even that could be read; `error` is
    the class of what went wrong. Nothing of its content is kept.
    """

    def __init__(self, kind: str, update_id: int | None, error: str) -> None:
        super().__init__(f"{kind}: {error}")
        self.kind = kind
        self.update_id = update_id
        self.error = error

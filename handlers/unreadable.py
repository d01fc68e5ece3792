"""Messages of the outbox that cannot be read make way for those that can."""

from collections.abc import Sequence

import structlog

from storage import outbox
from storage.held_notices import Held
from storage.outbox import Unreadable
from storage.store import Unit

log = structlog.get_logger()


async def set_aside(unit: Unit, unreadable: Sequence[Unreadable]) -> None:
    """They stand in the outbox no more, and the log names each by its id."""
    if not unreadable:
        return
    for message in unreadable:
        log.error("message set aside: it cannot be read", message=message.id, error=message.error)
    await outbox.remove(unit, [message.id for message in unreadable])


def log_dropped(held: Sequence[Held]) -> None:
    for notice in held:
        if notice.outgoing is None:
            log.error("held notice dropped: it cannot be read", notice=notice.id)

"""What the doctor says of what has not reached its routing backend."""

import asyncio
from collections.abc import Iterator, Sequence

from bot.doctor import Finding, advice, good, mend
from bot.settings import Settings
from handlers import backlog
from storage import migrate
from storage.backlog import Count
from storage.errors import DatabaseAway
from storage.store import Store


def look_at_outbox(settings: Settings) -> Iterator[Finding]:
    """Nothing of a database that is away, or not yet made: something was said of it already."""
    try:
        counts = asyncio.run(_counts(settings.database))
    except DatabaseAway:
        return
    if counts is None:
        return
    for each in counts:
        if each.stopped_by is not None:
            yield mend(f"{each.waiting} wait for {each.backend}, and nothing goes there: {each.stopped_by}")
        if each.set_aside:
            yield advice(f"{each.set_aside} set aside on the way to {each.backend}: see pintulapor outbox list")
    if all(each.stopped_by is None and not each.set_aside for each in counts):
        yield good(f"outbox: {sum(each.waiting for each in counts)} on their way to their backends")


async def _counts(url: str) -> Sequence[Count] | None:
    if not await migrate.is_current(url):
        return None
    store = Store(url)
    try:
        return await backlog.counts(store)
    finally:
        await store.close()

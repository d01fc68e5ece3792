"""What somebody was to be told of a report and has not been yet is told no more, once they do not want to be told."""

from collections.abc import Sequence

from conversations.missed import receipt_of
from conversations.notices import comes_anyway
from storage import held_notices, outbox
from storage.store import Unit


async def tell_no_more(unit: Unit, left: Sequence[tuple[int, str]]) -> None:
    """Nothing waits any more for these people (by their ids) on the reports with these receipt numbers.

    But what comes through whatever they want; and a digest in which there is something of other reports too.
    """
    held = await held_notices.find(unit, left)
    await held_notices.remove(unit, [each.id for each in held if not (each.outgoing and comes_anyway(each.outgoing))])
    waiting = (await outbox.notices(unit, [id for id, _ in left])).messages
    unwanted = [
        each.id
        for each in waiting
        if (each.complainant_id, receipt_of(each.outgoing)) in left and not comes_anyway(each.outgoing)
    ]
    if unwanted:
        await outbox.remove(unit, unwanted)

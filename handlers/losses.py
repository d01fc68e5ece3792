"""Files that could not be had: out of the drafts they were in, and their person told."""

from datetime import datetime

from conversations.catalogue import Catalogue
from conversations.effects import DropAttachments
from conversations.lost_files import lose_files
from conversations.reminders import wake_at
from storage import attachments, conversations, lost_files, outbox
from storage.conversations import Change
from storage.outbox import NewMessage
from storage.store import Unit


async def tell_of_losses(unit: Unit, complainant_id: int, catalogue: Catalogue, now: datetime) -> None:
    """What this person has lost and was not told of yet is told in one message, which is in the outbox.

    The caller wakes the delivery once the unit is committed.
    """
    person = (await conversations.load_by_id(unit, [complainant_id]))[complainant_id]
    lost = await lost_files.untold(unit, complainant_id)
    if not lost:
        return
    outcome = lose_files(person.conversation, lost, catalogue)
    change = Change(person.id, outcome.conversation, wake_at(outcome.conversation, catalogue.profile))
    await conversations.store(unit, [change], now)
    await lost_files.mark_told(unit, [file.id for file in lost])
    dropped = [(person.id, id) for e in outcome.effects if isinstance(e, DropAttachments) for id in e.ids]
    if dropped:
        await attachments.drop(unit, dropped)
    await outbox.add(unit, [NewMessage(person.id, reply, is_notice=True) for reply in outcome.replies], now)

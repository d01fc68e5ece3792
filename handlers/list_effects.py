"""What turns want to have happened with village lists is carried out, in the unit that stores the turns."""

from collections.abc import Sequence
from datetime import datetime

from conversations.effects import DropList, KeepRow, ListEffect, SendList, TakeList
from storage import village_lists
from storage.store import Unit


async def carry_out_lists(unit: Unit, wanted: Sequence[tuple[int, ListEffect]], now: datetime) -> None:
    """One by one: a turn has one of them at most, and few turns have any."""
    for complainant_id, effect in wanted:
        match effect:
            case TakeList():
                await village_lists.add(unit, complainant_id, effect, now)
            case KeepRow():
                await village_lists.keep_row(unit, complainant_id, effect)
            case SendList(list_id):
                await village_lists.begin_sending(unit, complainant_id, list_id, now)
            case DropList(list_id):
                await village_lists.drop(unit, complainant_id, list_id)

"""A volunteer's standing changes, and with it what they see of the reports that they filed for others."""

from collections.abc import Callable, Sequence
from datetime import datetime

from conversations.profile import Profile
from conversations.volunteering import Standing
from handlers.ownership import leave, move
from storage import village_lists, volunteers
from storage.store import Unit
from storage.volunteers import Volunteer


async def change_standing(
    unit: Unit,
    volunteer: Volunteer,
    standing: Standing,
    now: datetime,
    profile: Profile,
    random_bits: Callable[[int], int],
    *,
    forgets_name: bool = False,
) -> None:
    """Whoever is active has what they filed again, unless it is somebody else's or was withdrawn; others have nothing,
    not even the milestones of what they have handed over.

    The volunteer's conversation is as the caller leaves it, but for what it had of those reports. With `forgets_name`
    the office too forgets who has ended.
    """
    if standing is Standing.ACTIVE:
        back = await volunteers.reports_kept_back(unit, volunteer.id)
        await move(unit, back, volunteer.complainant_id, now, profile, random_bits)
    else:
        gone = await volunteers.reports_at_hand(unit, volunteer.id)
        await move(unit, gone, None, now, profile, random_bits)
        if volunteer.complainant_id is not None:
            followed = await volunteers.reports_followed(unit, volunteer.id)
            await leave(unit, volunteer.complainant_id, followed, now, profile)
    if standing is Standing.ENDED:
        if volunteer.complainant_id is not None:
            await village_lists.drop_all(unit, [volunteer.complainant_id])
        await volunteers.end(unit, volunteer.id, now, forgets_name=forgets_name)
    else:
        await volunteers.set_standing(unit, volunteer.id, standing, now)


async def stop(
    unit: Unit,
    stopped: Sequence[tuple[int, bool]],
    now: datetime,
    profile: Profile,
    random_bits: Callable[[int], int],
) -> None:
    """These people (complainant's id, whether the office forgets their name) are volunteers no more."""
    known = await volunteers.of(unit, [id for id, _ in stopped])
    for id, forgets_name in stopped:
        if volunteer := known.get(id):
            ended = Standing.ENDED
            await change_standing(unit, volunteer, ended, now, profile, random_bits, forgets_name=forgets_name)

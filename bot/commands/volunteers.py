"""`pintulapor volunteers`: people are invited to be KIM volunteers, approved, suspended, let go on, and ended.

An invitation that has got into wrong hands is revoked.
"""

import argparse
import asyncio
import secrets
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import logs, wiring
from bot.preparing import prepare
from bot.settings import LogLevel, Settings
from bot.wiring import Ground
from conversations.catalogue import LANGUAGES
from conversations.deadlines import end_of
from conversations.messages import Line
from conversations.one_time_code import in_groups
from conversations.start_links import start_link
from conversations.volunteering import Decision, invitation_payload
from handlers.volunteers import LONGEST_GROUP, MOST_USES, NoInvitation, Registry, Volunteers

DONE, SOME_ARE_LEFT, WRONG_USE = 0, 1, 2
NAME_SOME = "name the numbers that list shows"
PROBLEMS = {
    "group": f"--group must be given, with at most {LONGEST_GROUP} characters",
    "area": "--area must be the code of a kecamatan or village of the profile, such as 64.08.04",
    "count": f"--count must be 1 to {MOST_USES}",
    "until": "--until must lie ahead, within a year",
}


class _ARunningProcess:
    def wake(self) -> None:
        """It finds by itself what is left for it, or the next one does."""


def main(settings: Settings, arguments: argparse.Namespace) -> int:
    logs.configure(LogLevel.WARNING, settings.log_format)
    return asyncio.run(_carry_out(settings, arguments))


async def _carry_out(settings: Settings, arguments: argparse.Namespace) -> int:
    await prepare(settings)
    ground = wiring.lay_ground(settings)
    others = _ARunningProcess()
    volunteers = Volunteers(ground.store, ground.profile, others, others, wiring.now, secrets.randbits)
    try:
        if arguments.what == "invite":
            return await _invite(volunteers, arguments, ground)
        if arguments.what == "list":
            return _list(await volunteers.registry(), ground)
        if not arguments.ids:
            return _wrong(f"{arguments.what}: {NAME_SOME}")
        if arguments.what == "revoke":
            return await _each(volunteers.revoke, "revoke", arguments.ids)
        decision = Decision(arguments.what)
        return await _each(lambda id: volunteers.decide(id, decision), decision, arguments.ids)
    finally:
        await ground.store.close()


async def _invite(volunteers: Volunteers, arguments: argparse.Namespace, ground: Ground) -> int:
    until = end_of(arguments.until, ground.profile) if arguments.until else None
    try:
        invited = await volunteers.invite(arguments.group, arguments.area, arguments.count, until)
    except NoInvitation as problem:
        return _wrong(PROBLEMS[problem.field])
    code, area = invited.invitation.code, _area(invited.invitation.area, ground)
    ends = _moment(invited.expires_at, _zone(ground))
    print(f"{invited.invitation.kim_group}, {area}: for {invited.uses_left}, until {ends}")
    print(f"code  {in_groups(code)}\n      in the chat: /relawan {in_groups(code)}")
    if bot_username := (await wiring.kept_bot_username(ground))():
        print(f"link  {start_link(bot_username, invitation_payload(code))}")
    return DONE


def _list(registry: Registry, ground: Ground) -> int:
    zone = _zone(ground)
    for each in registry.volunteers:
        since = _moment(each.asked_at, zone)
        print(f"{each.id:5}  {since}  {each.standing}  {each.name}  {each.kim_group}  {_area(each.area, ground)}")
    for open_one in registry.invitations:
        group, until = open_one.invitation.kim_group, _moment(open_one.expires_at, zone)
        area, code = _area(open_one.invitation.area, ground), in_groups(open_one.invitation.code)
        print(f"invitation {open_one.id}: {group}, {area}: {open_one.uses_left} more, until {until}, code {code}")
    if not registry.volunteers and not registry.invitations:
        print("There are no volunteers, and nobody is invited.")
    return DONE


async def _each(carry_out: Callable[[int], Awaitable[bool]], what: str, ids: Sequence[int]) -> int:
    """What is told of it is sent by a running process, or by the next one."""
    left = 0
    for id in ids:
        is_done = await carry_out(id)
        print(f"{id:5}  {'done' if is_done else f'nothing to {what}: see the list'}")
        left += not is_done
    return SOME_ARE_LEFT if left else DONE


def _zone(ground: Ground) -> ZoneInfo:
    return ZoneInfo(ground.profile.office.timezone)


def _area(code: str, ground: Ground) -> str:
    return ground.catalogue.text(Line("page.desk.area", {"code": code}), LANGUAGES[0])


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _wrong(problem: str) -> int:
    print(f"pintulapor volunteers: {problem}", file=sys.stderr)
    return WRONG_USE

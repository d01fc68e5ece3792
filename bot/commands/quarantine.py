"""`pintulapor quarantine`: updates that could not be handled are listed, handled anew, or dropped for good.

What people wrote in them is not shown.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from bot import logs, wiring
from bot.errors import CannotStart
from bot.loops import Loop
from bot.preparing import prepare
from bot.settings import LogLevel, Settings, wrong
from bot.wiring import Ground
from conversations.messages import Received
from handlers.errors import NotHandled, TooBusy, TryLater
from handlers.incoming import Intake
from handlers.quarantine import Quarantine, Quarantined

DONE, SOME_ARE_LEFT, WRONG_USE = 0, 1, 2
NONE_LEFT = "Nothing is in quarantine."


def main(settings: Settings, arguments: argparse.Namespace) -> int:
    logs.configure(LogLevel.WARNING, settings.log_format)
    return asyncio.run(_carry_out(settings, arguments.what, arguments.ids))


async def _carry_out(settings: Settings, what: str, ids: Sequence[int]) -> int:
    await prepare(settings)
    ground = wiring.lay_ground(settings)
    quarantine = Quarantine(ground.store, wiring.now)
    try:
        found = await quarantine.listed(ids)
        if unknown := sorted(set(ids).difference(each.id for each in found)):
            print(f"pintulapor quarantine: there is no {', '.join(map(str, unknown))}", file=sys.stderr)
            return WRONG_USE
        if what == "drop":
            return await _drop(quarantine, found, ids)
        if not found:
            print(NONE_LEFT)
            return DONE
        return await _replay(settings, ground, quarantine, found) if what == "replay" else _list(found, ground)
    finally:
        await ground.store.close()


def _list(found: Sequence[Quarantined], ground: Ground) -> int:
    zone = ZoneInfo(ground.profile.office.timezone)
    for each in found:
        poison = each.poison
        at = each.at.astimezone(zone)
        print(f"{each.id:5}  {at:%Y-%m-%d %H:%M}  {poison.channel}  {poison.kind}  {poison.key[:16]}  {poison.error}")
    return DONE


async def _drop(quarantine: Quarantine, found: Sequence[Quarantined], ids: Sequence[int]) -> int:
    if not ids:
        print("pintulapor quarantine drop: name the numbers that list shows", file=sys.stderr)
        return WRONG_USE
    await quarantine.remove([each.id for each in found])
    return DONE


async def _replay(settings: Settings, ground: Ground, quarantine: Quarantine, found: Sequence[Quarantined]) -> int:
    """What is replied is sent by a running bot, or by the next one."""
    from bot.channels.telegram.carriers import carrier

    if settings.telegram_token is None:
        raise CannotStart(wrong("telegram_token", "must be set, as for the bot itself"))
    token = settings.telegram_token.get_secret_value()
    reader = carrier(settings.telegram_read_with, token, settings.telegram_api_base)
    works = wiring.set_up(ground, {}, bot_username=await wiring.kept_bot_username(ground))
    intake = asyncio.create_task(Loop("intake", works.intake.run).keep_running())
    left = 0
    try:
        for each in found:
            problem = await _problem_with(each, reader.read, works.intake)
            print(f"{each.id:5}  {f'still not handled: {problem}' if problem else 'handled'}")
            left += bool(problem)
            if not problem:
                await quarantine.remove([each.id])
    finally:
        intake.cancel()
        await asyncio.gather(intake, return_exceptions=True)
    return SOME_ARE_LEFT if left else DONE


async def _problem_with(each: Quarantined, read: Callable[[bytes], Received | None], intake: Intake) -> str:
    """Empty when it is handled."""
    from bot.channels.telegram.errors import Unreadable

    try:
        received = read(each.poison.raw)
        if received is not None:
            await intake.take(received)
    except Unreadable as error:
        return error.error
    except NotHandled as error:
        return str(error)
    except (TryLater, TooBusy):
        return "the database is away"
    return ""

"""`pintulapor outbox`: what has not reached its routing backend is listed, shown, tried again, or given up.

What people wrote is shown by `show` alone.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import logs, wiring
from bot.preparing import prepare
from bot.settings import LogLevel, Settings
from handlers.backlog import MOST_SHOWN, Backlog, Outstanding, as_text
from handlers.errors import Rejected
from storage.backlog import Count

DONE, SOME_ARE_LEFT, WRONG_USE = 0, 1, 2
NONE_WAIT = "Everything has reached its backend."
NOT_DROPPED = "not dropped: it may be on its way just now, or was never tried; try again in a minute"
NAME_SOME = "name the numbers that list shows"


def main(settings: Settings, arguments: argparse.Namespace) -> int:
    logs.configure(LogLevel.WARNING, settings.log_format)
    return asyncio.run(_carry_out(settings, arguments.what, arguments.ids, arguments.because))


async def _carry_out(settings: Settings, what: str, ids: Sequence[int], because: str) -> int:
    await prepare(settings)
    ground = wiring.lay_ground(settings)
    backlog = Backlog(ground.store, ground.profile, wiring.now)
    try:
        found = await backlog.listed(ids)
        if unknown := sorted(set(ids).difference(each.failed.id for each in found)):
            return _wrong(f"there is no {', '.join(map(str, unknown))}")
        if what == "list":
            return _list(found, await backlog.counts(), ZoneInfo(ground.profile.office.timezone))
        if not ids:
            return _wrong(f"{what}: {NAME_SOME}")
        if what == "show":
            return await _show(backlog, ids)
        if what == "drop":
            return await _drop(backlog, ids, because)
        await backlog.retry(ids)
        return DONE
    finally:
        await ground.store.close()


def _list(found: Sequence[Outstanding], counts: Sequence[Count], zone: ZoneInfo) -> int:
    if not counts:
        print(NONE_WAIT)
        return DONE
    for count in counts:
        print(f"{count.backend}: {count.waiting} on their way, {count.set_aside} set aside")
        if count.stopped_by is not None:
            print(f"  nothing goes there until this is mended: {count.stopped_by}")
    for each in found:
        print(_line(each, zone))
    if len(found) == MOST_SHOWN:
        print(f"These are the first {MOST_SHOWN}.")
    return DONE


def _line(each: Outstanding, zone: ZoneInfo) -> str:
    failed, kind = each.failed, each.response or "report"
    at = failed.next_try_at
    when = f"next try {_moment(at, zone)}" if at else "set aside"
    problem = f"{failed.error}: {failed.reason}" if failed.reason else failed.error
    since = _moment(failed.since, zone)
    return f"{failed.id:5}  {since}  {failed.backend}  {kind}  {failed.receipt}  {when}  {problem}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


async def _show(backlog: Backlog, ids: Sequence[int]) -> int:
    left = 0
    for id in ids:
        try:
            if forwarding := await backlog.content(id):
                print(as_text(forwarding))
        except Rejected as unreadable:
            print(f"{id:5}  {unreadable}")
            left += 1
    return SOME_ARE_LEFT if left else DONE


async def _drop(backlog: Backlog, ids: Sequence[int], because: str) -> int:
    """What is told of it is sent by a running process, or by the next one."""
    left = 0
    for id in ids:
        is_dropped = await backlog.drop(id, because)
        print(f"{id:5}  {'dropped' if is_dropped else NOT_DROPPED}")
        left += not is_dropped
    return SOME_ARE_LEFT if left else DONE


def _wrong(problem: str) -> int:
    print(f"pintulapor outbox: {problem}", file=sys.stderr)
    return WRONG_USE

"""What is kept of each messaging app itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from storage.bulk import insert_of
from storage.store import Unit
from storage.tables import channels


async def secret(unit: Unit, channel: str, fresh: str) -> str:
    """The channel's secret: the one that was kept first, `fresh` if none was."""
    await _put(unit, channel)
    this = channels.c.name == channel
    await unit.connection.execute(channels.update().where(this, channels.c.secret == "").values(secret=fresh))
    return str(await unit.connection.scalar(select(channels.c.secret).where(this)))


async def introduced(unit: Unit, channel: str) -> str:
    """What `note_introduction` was last given, or empty."""
    return await unit.connection.scalar(select(channels.c.introduced).where(channels.c.name == channel)) or ""


async def note_introduction(unit: Unit, channel: str, said: str) -> None:
    """`said` has at most 64 characters."""
    await _put(unit, channel)
    await unit.connection.execute(channels.update().where(channels.c.name == channel).values(introduced=said))


async def pause(unit: Unit, channel: str, until: datetime) -> None:
    """Nothing may be sent there before; a pause that lasts longer stays."""
    await _put(unit, channel)
    is_shorter = channels.c.paused_until.is_(None) | (channels.c.paused_until < until)
    this = channels.update().where(channels.c.name == channel, is_shorter)
    await unit.connection.execute(this.values(paused_until=until))


async def pauses(unit: Unit, names: Sequence[str]) -> Mapping[str, datetime]:
    """Until when nothing may be sent there, of those of the channels of which that is known; it may be over."""
    known = select(channels.c.name, channels.c.paused_until).where(
        channels.c.name.in_(names), channels.c.paused_until.is_not(None)
    )
    return {row.name: row.paused_until for row in await unit.connection.execute(known)}


async def _put(unit: Unit, channel: str) -> None:
    new = insert_of(unit.is_postgres)(channels).values(name=channel, secret="", introduced="")
    await unit.connection.execute(new.on_conflict_do_nothing())

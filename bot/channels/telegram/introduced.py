"""What is kept of the bot over a restart: which it is, the name people find it by, and what it last said of itself."""

import re
from dataclasses import dataclass
from typing import Any

from handlers.channel_memory import ChannelMemory

USERNAME = re.compile(r"\w{1,32}", re.ASCII)
DIGEST_BYTES = 5
"""With an id of 19 digits and a name of 32 the whole still fits in the 64 characters that are kept."""
KEPT = re.compile(r"(\d{1,19}):(\w{0,32}):([0-9a-f]*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Introduced:
    """`said` is a digest of the introduction, empty while it is not said to its end; `username` is without @."""

    bot_id: int
    username: str
    said: str = ""

    def __str__(self) -> str:
        return f"{self.bot_id}:{self.username}:{self.said}"


def read_introduced(kept: str) -> Introduced | None:
    """What was written as a string; None for anything else."""
    found = KEPT.fullmatch(kept)
    return Introduced(int(found[1]), found[2], found[3]) if found else None


async def kept_username(memory: ChannelMemory, bot_id: int) -> str:
    """The name that this bot had when Telegram last told it, to whichever process; or empty. Raises `TryLater`."""
    kept = read_introduced(await memory.introduced())
    return kept.username if kept and kept.bot_id == bot_id else ""


def username_in(me: Any) -> str:
    """The bot's own name in what `getMe` tells, empty where there is none."""
    name = me.get("username") if isinstance(me, dict) else None
    return name if isinstance(name, str) and USERNAME.fullmatch(name) else ""

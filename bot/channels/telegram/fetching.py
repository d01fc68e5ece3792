"""Getting a file that somebody sent: where it is, then its bytes. The address holds the token: nobody is given it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from bot.channels.telegram.calls import Call
from bot.channels.telegram.wire import Wire
from conversations.messages import Refusal
from handlers.errors import FileRefused, Misconfigured, Rejected

TOO_LARGE = "file is too big"


async def fetch(call: Callable[[Call], Awaitable[Any]], wire: Wire, source: str, start: int) -> AsyncIterator[bytes]:
    """`source` is what Telegram calls the file."""
    path = await _path_of(source, call)
    async for chunk in wire.download(path, start):
        yield chunk


async def _path_of(source: str, call: Callable[[Call], Awaitable[Any]]) -> str:
    try:
        found = await call(Call("getFile", {"file_id": source}))
    except Rejected as refused:
        reason = Refusal.TOO_LARGE if str(refused) == TOO_LARGE else Refusal.GONE
    else:
        path = str(found.get("file_path", ""))
        if path.startswith("/"):
            raise Misconfigured("the local Bot API server gives files to its own machine only: run it without --local")
        if path:
            return path
        reason = Refusal.GONE
    raise FileRefused(reason)

"""The libraries that carry Telegram: only those that were chosen are loaded."""

from collections.abc import Awaitable, Callable, Collection

from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.choices import Library
from bot.loops import until_cancelled


def carriers(read_with: Library, send_with: Library, token: str, api_base: str) -> tuple[Carrier, Carrier]:
    """One that reads and one that sends: the same where one library does both. Raises `Misconfigured`."""
    reader = carrier(read_with, token, api_base)
    return reader, reader if send_with is read_with else carrier(send_with, token, api_base)


def carrier(library: Library, token: str, api_base: str) -> Carrier:
    """Raises `Misconfigured`."""
    if library is Library.AIOGRAM:
        from bot.channels.aiogram_telegram import AiogramTelegram

        return AiogramTelegram(token, api_base)
    from bot.channels.ptb_telegram import PtbTelegram

    return PtbTelegram(token, api_base)


class Connections:
    """What the carriers need to reach Telegram."""

    def __init__(self, carriers: Collection[Carrier], close_first: Callable[[], Awaitable[None]]) -> None:
        self._carriers = carriers
        self._close_first = close_first

    async def run(self) -> None:
        """They are there as long as it runs, and it is to end after all that uses them."""
        await until_cancelled(self._close)

    async def _close(self) -> None:
        await self._close_first()
        for each in self._carriers:
            await each.close()

"""The conversation on a screen of plain text: messages are written one after the other, lines are read from it."""

import asyncio
import codecs
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from bot.channels.terminal_lines import Typed, read_line, shown
from conversations.catalogue import Catalogue
from conversations.messages import Outgoing, RenderedOption, line

CHANNEL = "terminal"
READ_BYTES = 65_536


class Screen:
    """What the person sees. The options of all messages since their last line are numbered through."""

    def __init__(self, catalogue: Catalogue, write: Callable[[str], object]) -> None:
        self._catalogue = catalogue
        self._write = write
        self._offered: list[RenderedOption] = []
        self._is_answered = True

    def show(self, outgoing: Outgoing, language: str) -> None:
        message = self._catalogue.render(outgoing, language)
        if message.options and self._is_answered:
            self._offered, self._is_answered = [], False
        text = shown(message, len(self._offered) + 1)
        if message.asks_location:
            text += "\n" + self._catalogue.text(line("page.terminal.location_example"), language)
        self._offered += message.options
        self._write(f"{text}\n\n")

    def read(self, typed: str) -> Typed:
        """What the line means; the next options are numbered from 1 again."""
        self._is_answered = True
        return read_line(typed, self._offered)


async def typed_lines(descriptor: int) -> AsyncIterator[str]:
    """The lines read from a terminal, a pipe or a file, until its end.

    A thread waits for them, as the event loop can wait for no plain file; it is left behind when nobody reads on.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def pass_on(found: str | None) -> None:
        with suppress(RuntimeError):  # the loop has ended: nobody reads any more
            loop.call_soon_threadsafe(lines.put_nowait, found)

    threading.Thread(target=_read, args=(descriptor, pass_on), name="typed lines", daemon=True).start()
    while (found := await lines.get()) is not None:
        yield found


def _read(descriptor: int, pass_on: Callable[[str | None], None]) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    begun = ""
    with suppress(OSError):  # closed, or the terminal is gone: that is the end, too
        # not sys.stdin: a thread that waits in it would hold up the end of the process
        while piece := os.read(descriptor, READ_BYTES):
            *whole, begun = (begun + decoder.decode(piece)).split("\n")
            for found in whole:
                pass_on(found)
    if begun:
        pass_on(begun)
    pass_on(None)

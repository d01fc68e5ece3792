"""Reading ends when its reader does."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from handlers.read_apart import read_apart


class Tap:
    """Gives pieces until it is closed, or `fails`; after the last it keeps its reader waiting for ever."""

    def __init__(self, pieces: int, fails: bool = False, ends: bool = True) -> None:
        self.pieces, self.fails, self.ends = pieces, fails, ends
        self.is_closed = False

    async def flow(self) -> AsyncIterator[bytes]:
        try:
            for number in range(self.pieces):
                yield bytes([number])
            if self.fails:
                raise ConnectionResetError
            if not self.ends:
                await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)  # as closing a connection does
            self.is_closed = True


async def test_every_piece_comes_in_its_order() -> None:
    tap = Tap(5)
    async with read_apart(tap.flow()) as content:
        assert [piece async for piece in content] == [b"\0", b"\1", b"\2", b"\3", b"\4"]
    assert tap.is_closed


async def test_what_goes_wrong_is_the_readers() -> None:
    async with read_apart(Tap(2, fails=True).flow()) as content:
        assert [await anext(content), await anext(content)] == [b"\0", b"\1"]
        with pytest.raises(ConnectionResetError):
            await anext(content)


@pytest.mark.parametrize("pieces", [1, 2, 3, 10])
async def test_what_is_not_read_to_its_end_is_closed(pieces: int) -> None:
    tap = Tap(pieces, ends=False)
    async with read_apart(tap.flow()) as content:
        assert await anext(content) == b"\0"
    assert tap.is_closed


async def test_whoever_still_waits_for_a_piece_is_let_go() -> None:
    tap = Tap(0, ends=False)

    async def read_all(content: AsyncIterator[bytes]) -> list[bytes]:
        return [piece async for piece in content]

    async with read_apart(tap.flow()) as content:
        waiting = asyncio.create_task(read_all(content))
        await asyncio.sleep(0)
    assert tap.is_closed
    assert await asyncio.wait_for(waiting, 10) == []


async def test_a_reader_that_is_cancelled_closes_what_it_read() -> None:
    tap, has_begun = Tap(1, ends=False), asyncio.Event()

    async def read() -> None:
        async with read_apart(tap.flow()) as content:
            async for _ in content:
                has_begun.set()

    reading = asyncio.create_task(read())
    await has_begun.wait()
    reading.cancel()
    await asyncio.wait([reading])
    assert reading.cancelled()
    assert tap.is_closed

"""Reading that ends when its reader does.

The object store reads from tasks of its own, which go on waiting for the next piece when it is cancelled; and then what
they read from stays open.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

Piece = bytes | Exception | None


@asynccontextmanager
async def read_apart(content: AsyncIterator[bytes]) -> AsyncIterator[AsyncIterator[bytes]]:
    """The same pieces, read by a task that has ended, and closed `content`, when the block has."""
    pieces: asyncio.Queue[Piece] = asyncio.Queue(1)
    reader = asyncio.create_task(_read(content, pieces))
    try:
        yield _given(pieces)
    finally:
        reader.cancel()
        await asyncio.wait([reader])
        while not pieces.empty():
            pieces.get_nowait()
        pieces.put_nowait(None)  # whoever still waits for a piece


async def _read(content: AsyncIterator[bytes], pieces: asyncio.Queue[Piece]) -> None:
    end: Piece = None
    try:
        async for piece in content:
            await pieces.put(piece)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is the reader's
        end = error
    finally:
        if close := getattr(content, "aclose", None):
            await close()
    await pieces.put(end)


async def _given(pieces: asyncio.Queue[Piece]) -> AsyncIterator[bytes]:
    while (piece := await pieces.get()) is not None:
        if isinstance(piece, Exception):
            raise piece
        yield piece

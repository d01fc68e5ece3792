"""A file is kept as it came, or not at all."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from obstore.store import LocalStore

from conversations.messages import Media, MediaKind, Refusal
from handlers.attachments import find_own, open_original
from handlers.errors import TryLater
from storage.store import Store
from tests.handlers.attachments.keeper import BUDI, Keeper, photo_with_secrets, picture, read


async def test_a_file_is_kept_byte_for_byte_with_what_is_known_of_it(keeper: Keeper) -> None:
    content = photo_with_secrets()
    media = await keeper.keep(content, "jalan.jpg", MediaKind.PHOTO, caption="berlubang")
    assert isinstance(media, Media)
    assert (media.kind, media.caption, media.file_name) == (MediaKind.PHOTO, "berlubang", "jalan.jpg")
    file = await find_own(keeper.store, BUDI, media.file_id)
    assert file is not None
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (file.media_type, file.file_name, file.caption) == ("image/jpeg", "jalan.jpg", "berlubang")
    assert await read(await open_original(keeper.objects, file)) == content


async def test_reading_ends_as_soon_as_a_file_is_too_large(keeper: Keeper) -> None:
    asked = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            asked.append(1)
            yield b"x" * 1_000

    assert await keeper.reason(endless(), max_bytes=10_000) is Refusal.TOO_LARGE
    assert len(asked) == 11
    assert keeper.keys() == set()


async def test_a_file_of_just_the_right_size_is_taken(keeper: Keeper) -> None:
    assert isinstance(await keeper.keep(b"x" * 10_000, max_bytes=10_000), Media)


async def test_an_empty_file_is_refused(keeper: Keeper) -> None:
    assert await keeper.reason(b"") is Refusal.EMPTY
    assert keeper.keys() == set()


async def test_of_a_file_whose_sender_goes_away_nothing_is_kept(keeper: Keeper) -> None:
    async def broken_off() -> AsyncIterator[bytes]:
        yield picture()[:100]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await keeper.keep(broken_off())
    assert keeper.keys() == set()


async def test_without_room_for_the_bytes_the_sender_is_asked_to_try_later(keeper: Keeper, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    keeper.objects = LocalStore(tmp_path / "full")
    (tmp_path / "full").rmdir()
    (tmp_path / "full").touch()
    with pytest.raises(TryLater):
        await keeper.keep(picture())


async def test_without_a_database_the_sender_is_asked_to_try_later(keeper: Keeper) -> None:
    keeper.store = Store("postgresql+asyncpg://127.0.0.1:1/nowhere")
    with pytest.raises(TryLater):
        await keeper.keep(picture())
    await keeper.store.close()

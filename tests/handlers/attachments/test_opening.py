"""A file is opened by whose it is, and runs nothing."""

import obstore
import pytest

from handlers.attachments import find_own, open_original, open_shown
from tests.handlers.attachments.keeper import BUDI, SARI, Keeper, picture, read


async def test_a_file_is_found_only_by_who_sent_it(keeper: Keeper) -> None:
    file = await keeper.kept(picture())
    assert await find_own(keeper.store, BUDI, file.id) == file
    assert await find_own(keeper.store, SARI, file.id) is None
    assert await find_own(keeper.store, BUDI, "f" * 32) is None


async def test_a_part_of_a_file_can_be_read(keeper: Keeper) -> None:
    file = await keeper.kept(b"0123456789")
    opened = await open_original(keeper.objects, file, range(3, 6))
    assert opened is not None
    assert (opened.size, opened.part) == (10, range(3, 6))
    assert await read(opened) == b"345"


@pytest.mark.parametrize(
    ("content", "name", "saved"),
    [
        (b"del /q *.*", "surat.bat", "surat.bat.txt"),
        (b"<script>alert(1)</script>", "surat.html", "surat.html.txt"),
        (b"Kepada Yth.", "SURAT.TXT", "SURAT.TXT"),
        (b"%PDF-1.4\n", "surat", "surat.pdf"),
        (b"OggS\x00\x02" + bytes(60), "suara.opus", "suara.opus"),
        (b"Kepada Yth.", "", ""),
    ],
)
async def test_a_file_is_saved_with_an_ending_of_its_type_so_that_opening_it_runs_nothing(
    keeper: Keeper, content: bytes, name: str, saved: str
) -> None:
    opened = await open_original(keeper.objects, await keeper.kept(content, name))
    assert opened is not None
    assert opened.file_name == saved


async def test_a_file_whose_bytes_are_gone_is_not_opened(keeper: Keeper) -> None:
    file = await keeper.kept(picture())
    await obstore.delete_async(keeper.objects, [file.object_key, file.shown_key])
    assert await open_original(keeper.objects, file) is None
    assert await open_shown(keeper.objects, file) is None

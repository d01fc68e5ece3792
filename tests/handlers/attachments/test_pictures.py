"""A picture is shown as a cleaned copy."""

from io import BytesIO

import pillow_heif
import pytest
from PIL import Image

from conversations.messages import MediaKind
from handlers.attachments import open_original, open_shown
from handlers.pictures import MAX_EDGE
from tests.handlers.attachments.keeper import Keeper, photo_with_secrets, picture, read


async def test_a_picture_is_shown_upright_and_without_what_the_camera_wrote(keeper: Keeper) -> None:
    file = await keeper.kept(photo_with_secrets(), "jalan.JPEG")
    opened = await open_shown(keeper.objects, file)
    assert opened is not None
    assert (opened.media_type, opened.file_name) == ("image/jpeg", "jalan.jpg")
    content = await read(opened)
    shown = Image.open(BytesIO(content))
    assert shown.size == (40, 60)
    assert [round(c / 255) for c in shown.getpixel((20, 5))] == [1, 0, 0]  # type: ignore[union-attr]
    assert not shown.getexif()
    assert b"Budi" not in content


async def test_a_large_picture_is_shown_smaller(keeper: Keeper) -> None:
    file = await keeper.kept(picture((4_000, 1_000)))
    shown = Image.open(BytesIO(await read(await open_shown(keeper.objects, file))))
    assert shown.size == (MAX_EDGE, MAX_EDGE // 4)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "HEIF"])
async def test_every_kind_of_picture_has_a_shown_copy(keeper: Keeper, format: str) -> None:
    if format == "HEIF":
        pillow_heif.register_heif_opener()
    file = await keeper.kept(picture(format=format))
    assert file.kind is MediaKind.PHOTO
    assert Image.open(BytesIO(await read(await open_shown(keeper.objects, file)))).size == (60, 40)


async def test_what_is_transparent_is_shown_on_white(keeper: Keeper) -> None:
    written = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")
    file = await keeper.kept(written.getvalue())
    shown = Image.open(BytesIO(await read(await open_shown(keeper.objects, file))))
    assert shown.getpixel((5, 5)) == (255, 255, 255)


async def test_a_broken_picture_is_kept_but_not_shown(keeper: Keeper) -> None:
    content = picture((400, 400))[:2_000]
    file = await keeper.kept(content)
    assert file.shown_key == ""
    assert await open_shown(keeper.objects, file) is None
    assert await read(await open_original(keeper.objects, file)) == content


async def test_a_picture_that_would_unpack_to_gigabytes_is_kept_but_not_unpacked(keeper: Keeper) -> None:
    written = BytesIO()
    Image.new("1", (30_000, 30_000)).save(written, "PNG")
    file = await keeper.kept(written.getvalue())
    assert file.shown_key == ""

"""Another system gets its reports' files: by links that end, or with the report; none of them shows who reports."""

import base64
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from bot.backends.uploads import SLOW_TRIES
from bot.backends.webhook.links import FileLinks
from conversations.messages import Media, Refusal
from conversations.report import Visibility
from conversations.routing import DESK
from handlers.ports import ReportForwarding
from storage import fetches
from tests.bot.webhook import door as ours
from tests.bot.webhook.case_system import OTHER_SECRET, SECRET, CaseSystem, get, send
from tests.bot.webhook.door import PHOTO, VIDEO, Door
from tests.filed import RECEIPT, Filed, response
from tests.gate import Gate, give_up

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"film " * 100


def jpeg() -> bytes:
    """With what a camera writes into it."""
    exif, file = Image.Exif(), BytesIO()
    exif[0x010F] = "Kamera Siti"
    Image.new("RGB", (64, 48), "red").save(file, "JPEG", exif=exif)
    return file.getvalue()


async def delivered(door: Door, theirs: CaseSystem, filed: Filed) -> list[dict[str, Any]]:
    """The files as the report told of them."""
    await door.backend.deliver(ReportForwarding(RECEIPT, filed.report))
    files: list[dict[str, Any]] = theirs.letters[-1].content["data"]["attachments"]
    return files


async def test_a_link_fetches_a_photo_without_what_the_camera_wrote(door: Door, theirs: CaseSystem) -> None:
    filed = await door.receive(PHOTO)
    await door.fetch(PHOTO, jpeg())

    [file] = await delivered(door, theirs, filed)

    told = (file["id"], file["kind"], file["caption"], file["file_name"], file["state"])
    assert told == (PHOTO.file_id, "photo", "tiangnya", "Siti di depan rumah.jpg", "kept")
    status, content, headers = await get(file["url"])
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, "image/jpeg", "private, no-store")
    assert "Siti%20di%20depan%20rumah" in headers["Content-Disposition"]
    assert b"Kamera" not in content
    assert Image.open(BytesIO(content)).size == (64, 48)


async def test_a_film_is_fetched_whole_or_in_parts(door: Door, theirs: CaseSystem) -> None:
    filed = await door.receive(VIDEO)
    await door.fetch(VIDEO, MP4)
    [file] = await delivered(door, theirs, filed)
    assert (await get(file["url"]))[:2] == (200, MP4)
    assert (await get(file["url"], Range="bytes=10-19"))[:2] == (206, MP4[10:20])


async def test_the_name_of_an_anonymous_reports_file_tells_nothing(door: Door, theirs: CaseSystem) -> None:
    filed = await door.receive(VIDEO, PHOTO, visibility=Visibility.ANONYMOUS)
    await door.fetch(VIDEO, MP4)
    await door.fetch(PHOTO, jpeg())
    files = await delivered(door, theirs, filed)
    assert [file["file_name"] for file in files] == ["", ""]
    for file in files:
        _, _, headers = await get(file["url"])
        assert f"filename*=UTF-8''{RECEIPT}" in headers["Content-Disposition"]


async def test_a_link_ends(door: Door, theirs: CaseSystem) -> None:
    filed = await door.receive(VIDEO)
    await door.fetch(VIDEO, MP4)
    [file] = await delivered(door, theirs, filed)

    door.clock.move(minutes=59)
    assert (await get(file["url"]))[0] == 200
    door.clock.move(minutes=1)
    assert (await get(file["url"]))[0] == 403

    answer = await send(f"{door.url}/backend/links", {"ids": [VIDEO.file_id, "0" * 32]})
    fresh, nobodys = answer.content["files"]
    assert answer.status == 200
    assert (await get(fresh["url"]))[:2] == (200, MP4)
    assert nobodys == {"id": "0" * 32, "state": "lost", "url": None, "expires_at": None}


async def test_a_file_of_a_report_that_another_backend_has_is_not_given(door: Door, theirs: CaseSystem) -> None:
    await door.receive(VIDEO, backend=DESK)
    await door.fetch(VIDEO, MP4)

    answer = await send(f"{door.url}/backend/links", {"ids": [VIDEO.file_id]})

    assert answer.content["files"] == [{"id": VIDEO.file_id, "state": "lost", "url": None, "expires_at": None}]
    link = FileLinks(door.url, [SECRET], timedelta(minutes=5)).link(VIDEO.file_id, door.clock())
    assert (await get(link.url))[0] == 410


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (f"/{VIDEO.file_id}?", f"/{PHOTO.file_id}?"),
        ("expires=", "expires=9"),
        ("expires=", "expires=x"),
        ("expires=", "expires=%C3%A9"),
        ("expires=", "expires=+"),
        ("signature=", "signature=A"),
        ("signature=", "signature=%ff"),
        ("signature=", "unsigned="),
    ],
)
async def test_a_link_of_ones_own_making_opens_nothing(door: Door, theirs: CaseSystem, part: str, other: str) -> None:
    filed = await door.receive(VIDEO, PHOTO)
    await door.fetch(VIDEO, MP4)
    file, _ = await delivered(door, theirs, filed)
    assert part in file["url"]
    assert (await get(file["url"].replace(part, other)))[0] == 403


async def test_a_file_that_is_still_with_the_messaging_app_comes_later(door: Door, theirs: CaseSystem) -> None:
    filed = await door.receive(VIDEO)
    [file] = await delivered(door, theirs, filed)
    assert file["state"] == "pending"
    status, _, headers = await get(file["url"])
    assert (status, headers["Retry-After"]) == (503, "30")

    await door.fetch(VIDEO, MP4)
    assert (await get(file["url"]))[:2] == (200, MP4)


async def test_a_file_that_will_never_be_had_is_told_as_lost(door: Door, theirs: CaseSystem) -> None:
    filed = await door.receive(VIDEO)
    [before] = await delivered(door, theirs, filed)
    async with door.store.begin() as unit:
        await fetches.lose(unit, VIDEO.file_id, Refusal.GONE, door.clock())
    [file] = await delivered(door, theirs, filed)
    assert (file["state"], file["url"]) == ("lost", None)
    assert (await get(before["url"]))[0] == 410


async def test_a_responses_files_come_by_links_too(door: Door, theirs: CaseSystem) -> None:
    filed = await door.receive(VIDEO)
    await door.fetch(VIDEO, MP4)
    await door.backend.deliver(response(attachments=filed.report.attachments))
    [file] = theirs.letters[0].content["data"]["attachments"]
    assert (await get(file["url"]))[:2] == (200, MP4)


async def test_small_files_go_along_where_that_is_chosen(database_url: str, tmp_path: Path, theirs: CaseSystem) -> None:
    async with ours.opened(database_url, tmp_path, theirs.url, backend_webhook_files="along") as door:
        filed = await door.receive(PHOTO, VIDEO)
        await door.fetch(PHOTO, jpeg())
        photo, video = await delivered(door, theirs, filed)
        assert photo["media_type"] == "image/jpeg"
        assert b"Kamera" not in base64.b64decode(photo["content"])
        assert (video["state"], video["content"]) == ("pending", None)
        assert video["url"]


async def test_what_is_too_large_to_go_along_is_fetched(
    database_url: str, tmp_path: Path, theirs: CaseSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.backends.webhook.backend.MOST_ALONG", len(MP4) + 10)
    async with ours.opened(database_url, tmp_path, theirs.url, backend_webhook_files="along") as door:
        other = Media("d" * 32, VIDEO.kind, source="telegram")
        filed = await door.receive(VIDEO, other)
        await door.fetch(VIDEO, MP4)
        await door.fetch(other, MP4)
        first, second = await delivered(door, theirs, filed)
        assert base64.b64decode(first["content"]) == MP4
        assert second["content"] is None
        assert (await get(second["url"]))[:2] == (200, MP4)


async def test_what_took_too_long_with_its_files_goes_with_links_alone(
    database_url: str, tmp_path: Path, theirs: CaseSystem
) -> None:
    async with ours.opened(database_url, tmp_path, theirs.url, backend_webhook_files="along") as door:
        filed = await door.receive(VIDEO)
        await door.fetch(VIDEO, MP4)
        for _ in range(SLOW_TRIES):
            theirs.gate = Gate()
            await give_up(door.backend.deliver(ReportForwarding(RECEIPT, filed.report)), theirs.gate)
            assert theirs.letters[-1].content["data"]["attachments"][0]["content"]

        [file] = await delivered(door, theirs, filed)

        assert file["content"] is None
        assert (await get(file["url"]))[:2] == (200, MP4)
        [again] = await delivered(door, theirs, filed)
        assert again["content"]


async def test_a_link_outlives_the_change_of_a_secret(
    database_url: str, tmp_path: Path, theirs: CaseSystem, door: Door
) -> None:
    filed = await door.receive(VIDEO)
    await door.fetch(VIDEO, MP4)
    [file] = await delivered(door, theirs, filed)
    of_old = urlsplit(file["url"])
    rotating = f"{OTHER_SECRET},{SECRET}"
    async with ours.opened(database_url, tmp_path, theirs.url, backend_webhook_secrets=rotating) as after:
        assert (await get(f"{after.url}{of_old.path}?{of_old.query}"))[0] == 200


async def test_how_long_a_link_is_good_can_be_chosen(database_url: str, tmp_path: Path, theirs: CaseSystem) -> None:
    async with ours.opened(database_url, tmp_path, theirs.url, backend_webhook_link_minutes=5) as door:
        filed = await door.receive(VIDEO)
        [file] = await delivered(door, theirs, filed)
        ends = int(file["url"].partition("expires=")[2].partition("&")[0])
        assert ends == int((door.clock() + timedelta(minutes=5)).timestamp())


@pytest.mark.parametrize("content", [{}, {"ids": []}, {"ids": ["a/b"]}, {"ids": ["x"] * 101}, {"ids": [1]}, []])
async def test_links_for_no_files_are_refused(door: Door, content: Any) -> None:
    assert (await send(f"{door.url}/backend/links", content)).status == 400

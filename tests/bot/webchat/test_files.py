"""Files over HTTP: sent with a form, shown to their sender alone, on both databases."""

from io import BytesIO

from PIL import Image

from tests.bot.visitor import Tab, Visitor, is_a, new_key
from tests.bot.webchat.media import OGG, PLACE, photo


async def send_file(tab: Tab, file_id: str) -> str:
    await tab.send("media", key=(key := new_key()), file_id=file_id)
    return key


async def test_an_uploaded_photo_is_sent_like_a_message_and_answered(budi: Visitor) -> None:
    tab = await budi.open()
    status, answer = await budi.upload(photo(), "jalan.jpg", caption="Lubang di depan pasar", kind="photo")
    assert status == 200
    await send_file(tab, answer["file_id"])
    own = (await tab.next(is_a("entry")))["entry"]["body"]
    assert (own["type"], own["kind"], own["file_name"]) == ("file", "photo", "jalan.jpg")
    assert (own["caption"], own["is_shown"]) == ("Lubang di depan pasar", True)
    assert (await tab.reply())["body"]["text"]


async def test_a_photo_is_shown_without_what_the_camera_wrote(budi: Visitor) -> None:
    _, answer = await budi.upload(photo(), "jalan.jpg")
    async with budi.session.get(f"/chat/files/{answer['file_id']}") as response:
        content = await response.read()
        assert response.content_type == "image/jpeg"
        assert response.headers["Content-Disposition"].startswith("inline")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert PLACE.encode() not in content
    assert Image.open(BytesIO(content)).size == (64, 48)


async def test_a_browser_that_has_kept_a_picture_asks_whether_it_may_still_show_it(
    budi: Visitor, sari: Visitor
) -> None:
    _, answer = await budi.upload(photo(), "jalan.jpg")
    path = f"/chat/files/{answer['file_id']}"
    async with budi.session.get(path) as response:
        kept = {"If-None-Match": response.headers["ETag"]}
        assert response.headers["Cache-Control"] == "private, no-cache"
    async with budi.session.get(path, headers=kept) as response:
        assert (response.status, await response.read()) == (304, b"")
    async with sari.session.get(path, headers=kept) as response:
        assert response.status == 404
    async with budi.session.get(path, headers={"If-None-Match": '"another"'}) as response:
        assert response.status == 200


async def test_nobody_sees_or_sends_a_file_of_somebody_else(budi: Visitor, sari: Visitor) -> None:
    _, answer = await budi.upload(photo(), "jalan.jpg")
    async with sari.session.get(f"/chat/files/{answer['file_id']}") as response:
        assert response.status == 404
    tab = await sari.open()
    key = await send_file(tab, answer["file_id"])
    assert await tab.next(is_a("refused")) == {"type": "refused", "key": key, "reason": "unknown_file"}


async def test_what_a_browser_could_run_is_saved_not_opened(budi: Visitor) -> None:
    html = b"<!doctype html><script>alert(1)</script>"
    _, answer = await budi.upload(html, "jalan.html", kind="photo")
    async with budi.session.get(f"/chat/files/{answer['file_id']}") as response:
        assert await response.read() == html
        assert response.content_type == "text/plain"
        assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''jalan.html.txt"


async def test_a_picture_that_cannot_be_read_is_saved_not_opened(budi: Visitor) -> None:
    broken = photo()[:300]
    _, answer = await budi.upload(broken, "jalan.jpg")
    async with budi.session.get(f"/chat/files/{answer['file_id']}") as response:
        assert await response.read() == broken
        assert response.headers["Content-Disposition"].startswith("attachment")


async def test_a_recording_can_be_played_from_any_place(budi: Visitor) -> None:
    _, answer = await budi.upload(OGG, "suara.ogg", kind="voice")
    url = f"/chat/files/{answer['file_id']}"
    async with budi.session.get(url, headers={"Range": "bytes=100-199"}) as response:
        assert response.status == 206
        assert response.headers["Content-Range"] == f"bytes 100-199/{len(OGG)}"
        assert await response.read() == OGG[100:200]
    async with budi.session.get(url, headers={"Range": "bytes=0-"}) as response:
        assert response.status == 206
        assert await response.read() == OGG
    async with budi.session.head(url) as response:
        assert response.headers["Accept-Ranges"] == "bytes"


async def test_a_file_name_is_only_ever_a_name(budi: Visitor) -> None:
    _, answer = await budi.upload(OGG, "../../etc/\u202epasswd;x=y.ogg")
    async with budi.session.get(f"/chat/files/{answer['file_id']}") as response:
        assert response.headers["Content-Disposition"] == "inline; filename*=UTF-8''%E2%80%AEpasswd%3Bx%3Dy.ogg"
        assert await response.read() == OGG


async def test_a_name_in_an_old_encoding_is_kept_as_far_as_it_can_be_read(budi: Visitor) -> None:
    form = b'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n%s\r\n' % new_key().encode()
    form += (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="caf\xe9.ogg"\r\n\r\n' + OGG + b"\r\n--x--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    async with budi.session.post("/chat/upload", data=form, headers=headers) as response:
        file_id = (await response.json())["file_id"]
    async with budi.session.get(f"/chat/files/{file_id}") as response:
        assert response.headers["Content-Disposition"] == "inline; filename*=UTF-8''caf%3F.ogg"

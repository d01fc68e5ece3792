"""Forms with a file that is not taken: whoever sent it is told why, and nothing of it is left."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import FormData

from bot.channels.webchat.upload import UPLOADS_AT_ONCE
from tests.bot.chat_server import ChatServer
from tests.bot.visitor import Visitor, is_a, new_key
from tests.bot.webchat.media import OGG, photo


@pytest.mark.parametrize(
    ("content", "name", "status", "reason"),
    [(b"MZ" + bytes(500), "foto.exe", 415, "wrong_type"), (b"", "kosong.jpg", 400, "empty")],
)
async def test_a_refused_file_is_explained_in_the_chat_and_its_words_are_kept(
    budi: Visitor, content: bytes, name: str, status: int, reason: str
) -> None:
    tab = await budi.open()
    answered = await budi.upload(content, name, caption="Jalan depan pasar Sangatta berlubang dalam sekali")
    assert answered == (status, {"refused": reason})
    own = (await tab.next(is_a("entry")))["entry"]["body"]
    assert (own["type"], own["reason"], own["file_name"]) == ("refused", reason, name)
    assert "Jalan depan pasar" in (await tab.reply())["body"]["text"]


async def test_a_file_that_is_too_large_is_refused_while_it_is_read(server: ChatServer, budi: Visitor) -> None:
    tab = await budi.open()
    status, answer = await budi.upload(photo() + bytes(server.profile.files.max_bytes), "besar.jpg")
    assert (status, answer) == (413, {"refused": "too_large"})
    assert (await tab.reply())["body"]["text"]
    assert server.stored_keys() == set()


async def test_a_file_that_the_page_found_too_large_is_explained_too(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.send("too_large", key=new_key(), file_name="film.mp4", caption="Banjir di Jalan Yos Sudarso sejak pagi")
    assert (await tab.next(is_a("entry")))["entry"]["body"]["type"] == "refused"
    assert "Banjir" in (await tab.reply())["body"]["text"]


async def test_a_refused_upload_that_comes_again_is_explained_once(budi: Visitor) -> None:
    tab, key = await budi.open(), new_key()
    for _ in range(2):
        await budi.upload(b"\x00\x01", "x.bin", key)
    await tab.reply()
    await tab.say("halo")
    entries = (await (await budi.open()).hello())["entries"]
    assert sum(entry["body"]["type"] == "refused" for entry in entries) == 1


async def test_when_nothing_can_be_stored_the_page_is_asked_to_try_later(server: ChatServer, budi: Visitor) -> None:
    server.lose_folder()
    status, _ = await budi.upload(photo(), "jalan.jpg")
    assert status == 503


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"key": "not a key"},
        {"key": new_key(), "kind": "hologram"},
        {"key": new_key(), "caption": "x" * 30_000},
        {"key": new_key()} | {f"more {n}": "x" for n in range(10)},
    ],
    ids=["no key", "a broken key", "an unknown kind", "a book as caption", "too many fields"],
)
async def test_a_broken_form_is_a_bad_request(budi: Visitor, fields: dict[str, str]) -> None:
    form = FormData()
    for name, value in fields.items():
        form.add_field(name, value)
    form.add_field("file", photo(), filename="x.jpg")
    async with budi.session.post("/chat/upload", data=form) as response:
        assert response.status == 400


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--x--\r\n'),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y--\r\n--x--\r\n",
        ),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nk\r\n--x--\r\n"),
    ],
    ids=["json", "no boundary", "nonsense", "no file", "nested", "no name"],
)
async def test_what_is_no_form_is_a_bad_request(budi: Visitor, content_type: str, body: bytes) -> None:
    async with budi.session.post("/chat/upload", data=body, headers={"Content-Type": content_type}) as response:
        assert response.status == 400
        assert "Traceback" not in await response.text()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_one_visitor_cannot_take_all_the_places_for_uploads(budi: Visitor, sari: Visitor) -> None:
    goes_on = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield f'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n{new_key()}\r\n'.encode()
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.ogg"\r\n\r\n' + OGG
        await goes_on.wait()
        yield b"\r\n--x--\r\n"

    async def upload() -> int:
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        async with budi.session.post("/chat/upload", data=slowly(), headers=headers) as response:
            return response.status

    uploads = [asyncio.create_task(upload()) for _ in range(UPLOADS_AT_ONCE + 1)]
    [turned_away], _ = await asyncio.wait(uploads, return_when=asyncio.FIRST_COMPLETED)
    assert turned_away.result() == 503
    assert (await sari.upload(OGG, "b.ogg"))[0] == 200
    goes_on.set()
    assert sorted(await asyncio.gather(*uploads)) == [200] * UPLOADS_AT_ONCE + [503]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_broken_off_upload_leaves_nothing(server: ChatServer, budi: Visitor) -> None:
    async def broken_off() -> AsyncIterator[bytes]:
        yield f'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n{new_key()}\r\n'.encode()
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.ogg"\r\n\r\n' + OGG * 50
        raise ConnectionResetError

    with pytest.raises(OSError):  # noqa: PT011 -- which one depends on who notices first
        await budi.session.post(
            "/chat/upload", data=broken_off(), headers={"Content-Type": "multipart/form-data; boundary=x"}
        )
    tab = await budi.open()
    await tab.say("halo")
    assert server.stored_keys() == set()

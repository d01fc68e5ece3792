"""Odd and hostile input on the socket."""

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from bot.channels.webchat.hearing import LONGEST_MESSAGE, LONGEST_TEXT_BYTES
from bot.channels.webchat.pace import MESSAGES
from bot.channels.webchat.socket import MAX_FRAME_BYTES, NO_COOKIE
from tests.bot.chat_server import ChatServer
from tests.bot.visitor import Visitor, is_a, new_key

BROKEN = [
    "",
    "not json",
    "[]",
    "{}",
    "[" * 100_000,
    '{"type":"nothing we know"}',
    '{"type":"text","text":"no key"}',
    '{"type":"text","key":"o17","text":"one of the bot\'s own keys"}',
    '{"type":"text","key":"5b0c4b3e-0000-4000-8000-000000000000","text":17}',
    '{"type":"text","key":"5b0c4b3e-0000-4000-8000-000000000000","text":"half an emoji \\ud83d"}',
    '{"type":"text","key":"5b0c4b3e-0000-4000-8000-000000000000","text":"x","extra":1}',
    '{"type":"location","key":"5b0c4b3e-0000-4000-8000-000000000000","latitude":91,"longitude":0}',
    '{"type":"location","key":"5b0c4b3e-0000-4000-8000-000000000000","latitude":1e999,"longitude":0}',
    '{"type":"choice","key":"5b0c4b3e-0000-4000-8000-000000000000","data":"' + "x" * 65 + '","label":"","of":0}',
    '{"type":"media","key":"5b0c4b3e-0000-4000-8000-000000000000","file_id":"../../etc/passwd"}',
    '{"type":"hello","last_id":-1}',
    '{"type":"hello","last_id":99999999999999999999999}',
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("raw", BROKEN, ids=range(len(BROKEN)))
async def test_a_broken_frame_gets_an_error_and_the_line_lives_on(budi: Visitor, raw: str) -> None:
    tab = await budi.open()
    await tab.socket.send_str(raw)
    assert (await tab.next())["type"] == "error"
    await tab.say("halo")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_error_does_not_repeat_what_was_sent(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.socket.send_str('{"type":"Budi Santoso"}')
    assert "Budi" not in (await tab.next())["reason"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_bytes_on_the_line_get_an_error_and_the_line_lives_on(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.socket.send_bytes(b"\x00\xff")
    assert (await tab.next())["type"] == "error"
    await tab.say("halo")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_frame_beyond_all_measure_ends_this_line_only(budi: Visitor) -> None:
    tab, other = await budi.open(), await budi.open()
    await tab.socket.send_str("x" * (MAX_FRAME_BYTES + 1))
    closed = await tab.socket.receive()
    assert (closed.type, closed.data) == (WSMsgType.CLOSE, 1009)
    await other.say("halo")


async def test_control_and_right_to_left_characters_and_html_come_back_as_text(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.say("a\x00b\x1b[31mc\u202ed\r\n<script>alert(1)</script> & \u05e9\u05dc\u05d5\u05dd")
    own = next(frame["entry"] for frame in tab.frames if frame["type"] == "entry")
    assert own["body"]["text"] == "ab[31mc\u202ed\n<script>alert(1)</script> & \u05e9\u05dc\u05d5\u05dd"
    assert (await tab.reply())["body"]["text"]


async def test_a_text_of_nothing_is_refused(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.send("text", key=(key := new_key()), text=" \n\x00\t ")
    assert await tab.next(is_a("refused")) == {"type": "refused", "key": key, "reason": "empty"}


async def test_a_hundred_thousand_characters_are_kept_whole(budi: Visitor) -> None:
    long = "Jalan rusak. 😀 " * 7_000
    tab = await budi.open()
    await tab.say(long)
    own = next(frame["entry"] for frame in tab.frames if frame["type"] == "entry")
    assert long.startswith(own["body"]["text"])
    assert len(own["body"]["text"]) <= LONGEST_MESSAGE
    async with budi.session.get(f"/chat/files/{own['body']['file_id']}") as response:
        assert await response.text() == long.strip()
        assert response.headers["Content-Disposition"].startswith("attachment")
    assert (await tab.reply())["body"]["text"]


async def test_a_long_text_that_comes_again_is_kept_once(server: ChatServer, budi: Visitor) -> None:
    await server.pause()
    tab = await budi.open()
    key, long = new_key(), "x" * (LONGEST_MESSAGE + 1)
    for _ in range(2):
        await tab.send("text", key=key, text=long)
        await tab.next(is_a("retry"))
    await server.resume()
    await tab.say(long, key)
    files = {
        frame["entry"]["body"]["file_id"] for frame in tab.frames if frame["type"] == "entry" and frame["entry"]["own"]
    }
    assert len(files) == 1
    assert len(server.stored_keys()) == 1


async def test_a_text_of_more_than_a_megabyte_is_refused(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.send("text", key=(key := new_key()), text="x" * (LONGEST_TEXT_BYTES + 1))
    assert await tab.next(is_a("refused")) == {"type": "refused", "key": key, "reason": "too_long"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_writes_too_fast_is_slowed_down_and_nobody_else(budi: Visitor, sari: Visitor) -> None:
    tab, other = await budi.open(), await sari.open()
    for n in range(MESSAGES + 1):
        await tab.send("text", key=new_key(), text=f"pesan {n}")
    slowed = await tab.next(is_a("retry"))
    assert slowed["reason"] == "slow_down"
    assert 0 < slowed["after_ms"] < 10_000
    await other.say("halo")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_page_of_another_site_is_not_let_in(budi: Visitor) -> None:
    for origin in ("https://jahat.example", "null", "http://["):
        with pytest.raises(WSServerHandshakeError) as refused:
            await budi.session.ws_connect("/chat/socket", headers={"Origin": origin})
        assert refused.value.status == 403
        async with budi.session.post("/chat/upload", data={"key": new_key()}, headers={"Origin": origin}) as response:
            assert response.status == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_without_our_cookie_the_page_is_told_so(server: ChatServer) -> None:
    stranger = Visitor(server)
    socket = await stranger.session.ws_connect("/chat/socket")
    assert (await socket.receive()).data == NO_COOKIE
    assert (await stranger.upload(b"x", "x.txt"))[0] == 403
    await stranger.session.close()

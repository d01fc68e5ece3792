"""The web chat over a real socket, with the real conversation behind it, on both databases."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import WSMsgType, WSServerHandshakeError

from bot.channels.webchat.hearing import LONGEST_MESSAGE, LONGEST_TEXT_BYTES
from bot.channels.webchat.pace import MESSAGES
from bot.channels.webchat.socket import FIRST_SIGHT, MAX_FRAME_BYTES, MOST_MISSED, NO_COOKIE
from bot.wiring import now
from conversations.messages import Rendered
from tests.bot.chat_server import ChatServer
from tests.bot.visitor import Tab, Visitor, is_a, new_key

STORY = "Jalan depan pasar Sangatta berlubang dalam, dua motor jatuh"


@pytest_asyncio.fixture
async def server(database_url: str, tmp_path: Path) -> AsyncIterator[ChatServer]:
    server = ChatServer(database_url, tmp_path)
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture
async def budi(server: ChatServer) -> AsyncIterator[Visitor]:
    visitor = Visitor(server)
    await visitor.arrive()
    yield visitor
    await visitor.session.close()


@pytest_asyncio.fixture
async def sari(server: ChatServer) -> AsyncIterator[Visitor]:
    visitor = Visitor(server, "en-GB,en;q=0.9")
    await visitor.arrive()
    yield visitor
    await visitor.session.close()


def texts(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["body"].get("text", entry["body"].get("label", "")) for entry in entries]


async def history(visitor: Visitor) -> list[dict[str, Any]]:
    tab = Tab(await visitor.session.ws_connect("/chat/socket"))
    entries: list[dict[str, Any]] = (await tab.hello())["entries"]
    await tab.socket.close()
    return entries


# --- talking ---


async def test_a_message_is_shown_acknowledged_and_answered(budi: Visitor) -> None:
    tab = await budi.open()
    key = await tab.say(STORY)
    reply = await tab.reply()
    own = next(frame["entry"] for frame in tab.frames if frame["type"] == "entry")
    assert (own["key"], own["own"], own["body"]) == (key, True, {"type": "text", "text": STORY})
    assert "Jalan depan pasar" in reply["body"]["text"]
    assert reply["body"]["options"]
    assert own["id"] < reply["id"]


async def test_a_pressed_option_is_shown_as_its_label_and_leads_on(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.say(STORY)
    asked = await tab.reply()
    option = asked["body"]["options"][0]
    await tab.send("choice", key=new_key(), data=option["data"], label=option["label"], of=asked["id"])
    own = (await tab.next(is_a("entry")))["entry"]
    answer = await tab.reply()
    assert own["body"] == {"type": "choice", "label": option["label"], "of": asked["id"]}
    assert answer["body"]["text"] != asked["body"]["text"]


async def test_a_stale_option_is_answered_too(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.say(STORY)
    asked = await tab.reply()
    option = asked["body"]["options"][0]
    for _ in range(2):
        await tab.send("choice", key=new_key(), data=option["data"], label=option["label"], of=asked["id"])
        assert (await tab.reply())["body"]["text"]


@pytest.mark.parametrize("command", ["/bantuan", "/STATUS KTM-0000-0000", "/status@PintuLaporBot KTM-0000-0000"])
async def test_a_text_that_begins_with_a_slash_is_a_command(budi: Visitor, command: str) -> None:
    tab = await budi.open()
    await tab.say(command)
    known = await tab.reply()
    await tab.say("/tidakadaperintahini")
    unknown = await tab.reply()
    assert known["body"]["text"] != unknown["body"]["text"]


async def test_a_shared_location_is_taken(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.send("location", key=new_key(), latitude=0.5333, longitude=117.6)
    own = (await tab.next(is_a("entry")))["entry"]
    assert own["body"] == {"type": "location", "latitude": 0.5333, "longitude": 117.6}
    assert (await tab.reply())["body"]["text"]


async def test_a_repeat_is_acknowledged_and_changes_nothing(budi: Visitor) -> None:
    tab = await budi.open()
    key = await tab.say(STORY)
    await tab.reply()
    before = await history(budi)
    await tab.say(STORY, key)
    await tab.say("kemarin")
    await tab.reply()
    after = await history(budi)
    assert after[: len(before)] == before
    assert texts(after)[len(before)] == "kemarin"


async def test_several_people_talk_at_once_each_in_a_chat_of_their_own(budi: Visitor, sari: Visitor) -> None:
    one, other = await budi.open(), await sari.open()
    await one.say(STORY)
    await other.say("Sampah menumpuk di Teluk Lingga")
    await one.reply()
    await other.reply()
    assert not any("Sampah" in text for text in texts(await history(budi)))
    assert not any("Jalan depan" in text for text in texts(await history(sari)))


# --- several tabs, and coming back ---


async def test_another_tab_shows_own_messages_and_replies_in_the_same_order(budi: Visitor) -> None:
    first, second = await budi.open(), await budi.open()
    await first.say(STORY)
    reply = await first.reply()
    assert (await second.next(is_a("entry")))["entry"]["own"]
    assert await second.reply() == reply


async def test_who_comes_back_gets_what_they_missed(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.say(STORY)
    seen = await tab.reply()
    other = await budi.open()
    await tab.socket.close()
    await other.say("Setuju")
    missed = await other.reply()
    welcome = await Tab(await budi.session.ws_connect("/chat/socket")).hello(seen["id"])
    assert [entry["own"] for entry in welcome["entries"]] == [True, False]
    assert welcome["entries"][1] == missed
    assert "is_fresh" not in welcome


async def test_who_missed_too_much_gets_the_end_and_can_page_back(server: ChatServer, budi: Visitor) -> None:
    tab = await budi.open()
    await tab.say(STORY)
    seen = (await tab.reply())["id"]
    [address] = server.chat.tabs.addresses()
    for n in range(MOST_MISSED + 1):
        await server.chat.send(address, 10_000 + n, Rendered(f"kabar {n}"), now())
    tab = Tab(await budi.session.ws_connect("/chat/socket"))
    welcome = await tab.hello(seen)
    assert (welcome["is_fresh"], welcome["has_older"]) == (True, True)
    assert texts(welcome["entries"]) == [f"kabar {n}" for n in range(MOST_MISSED + 1 - FIRST_SIGHT, MOST_MISSED + 1)]
    everything = welcome["entries"]
    has_older = True
    while has_older:
        await tab.send("older", before=everything[0]["id"])
        page = await tab.next(is_a("older"))
        everything, has_older = page["entries"] + everything, page.get("has_older", False)
    assert texts(everything)[0] == STORY
    assert len(everything) == MOST_MISSED + 3


async def test_a_message_repeated_after_a_crash_of_the_sender_is_shown_once(server: ChatServer, budi: Visitor) -> None:
    tab = await budi.open()
    [address] = server.chat.tabs.addresses()
    for _ in range(2):
        await server.chat.send(address, 7, Rendered("kabar"), now())
    await tab.say("halo")
    assert texts(await history(budi)).count("kabar") == 1


async def test_everything_is_there_again_after_a_restart(server: ChatServer, budi: Visitor) -> None:
    tab = await budi.open()
    await tab.say(STORY)
    await tab.reply()
    before = await history(budi)
    await server.stop()
    closed = await tab.socket.receive()
    assert (closed.type, closed.data) == (WSMsgType.CLOSE, 1001)
    await server.start()
    assert await history(budi) == before
    tab = await budi.open(before[-1]["id"])
    await tab.say("Setuju")
    assert (await tab.reply())["body"]["text"]


async def test_what_cannot_be_taken_now_is_to_be_sent_again_and_is_taken_then(
    server: ChatServer, budi: Visitor
) -> None:
    await server.pause()
    tab = await budi.open()
    key = new_key()
    await tab.send("text", key=key, text=STORY)
    again = await tab.next(is_a("retry"))
    assert (again["key"], again["reason"]) == (key, "busy")
    assert again["after_ms"] > 0
    await server.resume()
    await tab.say(STORY, key)
    await tab.reply()
    assert texts(await history(budi)).count(STORY) == 1


async def test_after_deleting_everything_only_the_farewell_is_left(budi: Visitor) -> None:
    tab = await budi.open()
    await tab.say(STORY)
    await tab.reply()
    await tab.say("/hapus")
    asked = await tab.reply()
    option = next(each for each in asked["body"]["options"] if each["data"].startswith("delete_all"))
    await tab.send("choice", key=new_key(), data=option["data"], label=option["label"], of=asked["id"])
    farewell = await tab.next(lambda frame: frame["type"] == "entry" and frame["entry"]["id"] > asked["id"] + 1)
    assert farewell["first_id"] == farewell["entry"]["id"]
    assert [entry["id"] for entry in await history(budi)] == [farewell["entry"]["id"]]
    await tab.say("Selamat pagi")
    assert (await tab.reply())["body"]["text"]


# --- odd and hostile input ---

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


# --- the page ---


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_first_visit_gives_a_cookie_that_scripts_and_other_sites_cannot_use(server: ChatServer) -> None:
    visitor = Visitor(server)
    async with visitor.session.get("/") as response:
        cookie = response.cookies["pintulapor"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", str(365 * 24 * 3600))
    assert len(cookie.value) == 32
    async with visitor.session.get("/") as response:
        assert response.cookies["pintulapor"].value == cookie.value
    assert cookie.value not in json.dumps(await history(visitor))
    await visitor.session.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_behind_https_the_cookie_stays_there(server: ChatServer) -> None:
    visitor = Visitor(server)
    async with visitor.session.get("/", headers={"X-Forwarded-Proto": "https"}) as response:
        assert response.cookies["pintulapor"]["secure"]
    await visitor.session.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("id-ID,id;q=0.9,en;q=0.5", "id"),
        ("in", "id"),
        ("fr, en;q=0.3", "en"),
        ("fr", "id"),
        ("", "id"),
        (";;q=x,", "id"),
    ],
)
async def test_the_page_speaks_the_browsers_language(server: ChatServer, wish: str, language: str) -> None:
    visitor = Visitor(server, wish)
    assert f'<html lang="{language}">' in await visitor.arrive()
    await visitor.session.close()


async def test_the_page_speaks_the_conversations_language_once_there_is_one(sari: Visitor) -> None:
    tab = await sari.open()
    await tab.say("/bahasa")
    asked = await tab.reply()
    option = next(each for each in asked["body"]["options"] if each["data"].startswith("speak:id"))
    await tab.send("choice", key=new_key(), data=option["data"], label=option["label"], of=asked["id"])
    frame = await tab.next(lambda frame: frame["type"] == "entry" and frame["entry"]["id"] > asked["id"] + 1)
    assert frame["language"] == "id"
    assert '<html lang="id">' in await sari.arrive()


async def test_who_comes_with_an_english_browser_is_answered_in_english(sari: Visitor, budi: Visitor) -> None:
    answers = []
    for visitor, language in ((sari, "en"), (budi, "id")):
        tab = await visitor.open()
        await tab.say("/bantuan")
        frame = await tab.next(lambda frame: frame["type"] == "entry" and not frame["entry"]["own"])
        assert frame["language"] == language
        answers.append(frame["entry"]["body"]["text"])
    assert answers[0] != answers[1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_the_page_loads_is_there_and_is_kept_by_the_browser(server: ChatServer, budi: Visitor) -> None:
    page = await budi.arrive()
    urls = {part.split('"')[0] for part in page.split('"/chat/static/')[1:]}
    assert {url.split("/")[1] for url in urls} >= {"chat.css", "chat.js", "icon.svg"}
    for url in urls:
        async with budi.session.get(f"/chat/static/{url}") as response:
            assert response.status == 200
            assert "immutable" in response.headers["Cache-Control"]
    async with budi.session.get("/chat/static/000000000000/chat.js") as response:
        assert response.status == 404

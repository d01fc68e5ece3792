"""Several tabs, and coming back: what was missed, what was not taken, what was deleted."""

from aiohttp import WSMsgType

from bot.channels.webchat.socket import FIRST_SIGHT, MOST_MISSED
from bot.wiring import now
from conversations.messages import Rendered
from tests.bot.chat_server import ChatServer
from tests.bot.visitor import Tab, Visitor, is_a, new_key
from tests.bot.webchat.transcript import STORY, history, texts


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

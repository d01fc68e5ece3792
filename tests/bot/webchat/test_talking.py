"""The web chat over a real socket, with the real conversation behind it, on both databases."""

import pytest

from tests.bot.visitor import Visitor, is_a, new_key
from tests.bot.webchat.transcript import STORY, history, texts


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

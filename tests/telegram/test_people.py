"""What people do becomes an update that both libraries read; files come as they were sent."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from tests.telegram.account import ASKED_FOR, KINDS
from tests.telegram.asking import ask, inline
from tests.telegram.faults import CUT, Cut, Slow
from tests.telegram.files import a_picture
from tests.telegram.libraries import Library
from tests.telegram.people import Person
from tests.telegram.refusals import SERVER_ERROR
from tests.telegram.server import BotApi

SARI = 7
BIG = 25 * 1024 * 1024

Deed = Callable[[BotApi, Person], Awaitable[Any]]


async def _edits(api: BotApi, sari: Person) -> None:
    await sari.edits(await sari.says("Lampu mati"), text="Lampu jalan mati")
    await sari.edits(await sari.sends_photo(caption="ini"), caption="itu")


async def _answers(api: BotApi, sari: Person) -> None:
    await ask(api, "sendMessage", chat_id=SARI, text="?", reply_markup=inline({"text": "Ya", "callback_data": "1"}))
    await sari.presses("Ya")
    await sari.says("jawaban", reply_to=sari.sees[0])
    await sari.reacts(sari.sees[0])


async def _meets(api: BotApi, sari: Person) -> None:
    group, channel = api.group(-50), api.channel(-1_001_000_000_060)
    await group.adds_bot(by=sari)
    await group.member(sari).says("/lapor@pintulapor_bot")
    await group.migrates(to=-1_001_000_000_050, by=sari)
    await group.removes_bot(by=sari)
    await channel.edits(await channel.posts("Kabar"), "Kabar baru")


DEEDS: dict[str, Deed] = {
    "text": lambda api, sari: sari.says("/start lapor_42 https://example.com @budi_s #jalan"),
    "photo": lambda api, sari: sari.sends_photo(caption="Lubang 🕳️ #jalan"),
    "album": lambda api, sari: sari.sends_album("photo", "video", "photo", captions={0: "satu", 2: "tiga"}),
    "documents": lambda api, sari: sari.sends_album("document", "document"),
    "document": lambda api, sari: sari.sends_document(caption="surat"),
    "voice": lambda api, sari: sari.sends_voice(),
    "audio": lambda api, sari: sari.sends_audio(),
    "video": lambda api, sari: sari.sends_video(),
    "video note": lambda api, sari: sari.sends_video_note(),
    "animation": lambda api, sari: sari.sends_animation(),
    "sticker": lambda api, sari: sari.sends_sticker(),
    "location": lambda api, sari: sari.shares_location(0.5, 117.5, horizontal_accuracy=12.5),
    "venue": lambda api, sari: sari.shares_venue(0.5, 117.5, "Kantor Desa", "Jl. Merdeka 1"),
    "contact": lambda api, sari: sari.shares_contact("+6281200000000"),
    "poll": lambda api, sari: sari.sends_poll("Setuju?", "Ya", "Tidak"),
    "dice": lambda api, sari: sari.throws_dice(),
    "forward": lambda api, sari: sari.forwards("Diteruskan"),
    "block": lambda api, sari: sari.blocks(),
    "unblock": lambda api, sari: sari.unblocks(),
    "edits": _edits,
    "answers": _answers,
    "groups and channels": _meets,
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_whatever_people_do_both_libraries_read(api: BotApi, bot: Library, deed: str) -> None:
    api.account.allow(sorted(KINDS))
    await DEEDS[deed](api, api.person(SARI, last_name="Dewi", username="sari_d"))
    updates = api.account.pending.all()
    assert updates
    assert [bot.read(update).update_id for update in updates] == [update["update_id"] for update in updates]


async def test_an_album_is_several_messages_of_one_group(api: BotApi) -> None:
    sent = await api.person(SARI).sends_album("photo", "photo", "video", captions={1: "tengah"})
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.get("caption") for message in sent] == [None, "tengah", None]
    assert len(api.account.pending) == 3


async def test_a_person_reads_one_message_after_the_other(api: BotApi) -> None:
    sari = api.person(SARI)
    for text in ("satu", "dua"):
        await ask(api, "sendMessage", chat_id=SARI, text=text)
    assert [(await sari.reads()).text, (await sari.reads()).text] == ["satu", "dua"]
    with pytest.raises(TimeoutError):
        await sari.reads(seconds=0.01)


async def test_a_reply_keyboard_stays_until_it_is_taken_away(api: BotApi) -> None:
    sari = api.person(SARI)
    await ask(api, "sendMessage", chat_id=SARI, text="?", reply_markup={"keyboard": [[{"text": "Lewati"}]]})
    assert sari.sees[0].keyboard == (("Lewati",),)
    assert (await sari.presses("Lewati"))["text"] == "Lewati"
    await ask(api, "sendMessage", chat_id=SARI, text="ok", reply_markup={"remove_keyboard": True})
    with pytest.raises(AssertionError, match="there is no button 'Lewati'"):
        await sari.presses("Lewati")


async def test_some_kinds_come_only_when_asked_for(api: BotApi) -> None:
    sari = api.person(SARI)
    await sari.reacts(await sari.says("halo"))
    assert [set(update) & ASKED_FOR for update in api.account.pending.all()] == [set()]


async def test_a_file_is_downloaded_as_it_was_sent(api: BotApi, bot: Library) -> None:
    message = await api.person(SARI).sends_photo(a_picture(64, 48))
    assert await bot.download(message["photo"][-1]["file_id"]) == a_picture(64, 48)


async def test_a_file_that_is_too_big_or_gone_is_refused(api: BotApi, bot: Library) -> None:
    sari = api.person(SARI)
    big = (await sari.sends_video(size=BIG))["video"]
    assert big["file_size"] == BIG
    assert (await ask(api, "getFile", file_id=big["file_id"]))["description"] == "Bad Request: file is too big"
    gone = (await sari.sends_voice())["voice"]["file_id"]
    api.lose_file(gone)
    with pytest.raises(Exception, match="temporarily unavailable"):
        await bot.download(gone)
    assert (await ask(api, "getFile", file_id="x"))["description"] == "Bad Request: invalid file_id"


@pytest.mark.parametrize("fault", [CUT, Cut(after_bytes=100_000), SERVER_ERROR])
async def test_a_transfer_that_breaks_is_an_error_and_goes_well_later(api: BotApi, bot: Library, fault: Any) -> None:
    content = bytes(range(256)) * 1000
    file_id = (await api.person(SARI).sends_document(content))["document"]["file_id"]
    api.fail_next("file", fault)
    with pytest.raises(Exception):  # noqa: B017, PT011 - each library has an error of its own
        await bot.download(file_id)
    assert await bot.download(file_id) == content


async def test_a_slow_transfer_still_arrives_and_a_broken_one_can_be_taken_up(api: BotApi) -> None:
    content = bytes(range(256)) * 1000
    file_id = (await api.person(SARI).sends_document(content))["document"]["file_id"]
    path = (await ask(api, "getFile", file_id=file_id))["result"]["file_path"]
    api.fail_next("file", Slow(0.05))
    async with aiohttp.ClientSession() as session:
        url = f"{api.base}/file/bot{api.token}/{path}"
        async with session.get(url) as answer:
            assert await answer.read() == content
        async with session.get(url, headers={"Range": "bytes=200000-"}) as answer:
            assert answer.status == 206
            assert await answer.read() == content[200_000:]
        async with session.get(f"{api.base}/file/bot{api.token}/photos/none.jpg") as answer:
            assert answer.status == 404


async def test_an_upload_arrives_with_its_content(api: BotApi, bot: Library) -> None:
    import aiogram.types

    sari = api.person(SARI)
    picture = a_picture(64, 48)
    photo = picture if bot.name == "ptb" else aiogram.types.BufferedInputFile(picture, "peta.jpg")
    await bot.call("sendPhoto", chat_id=SARI, photo=photo, caption="Peta")
    assert (await sari.reads()).text == "Peta"
    assert [uploaded.content for uploaded in api.calls[-1].files.values()] == [picture]

"""What people do in Telegram beside writing and pressing comes to their report as they meant it."""

import asyncio
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.profile import load_profile
from bot.wiring import now
from conversations.status import Status, StatusUpdate
from handlers.status_update import apply_update
from tests.bot.telegram.office import Office, opened
from tests.bot.telegram.talk import SAID, converse, crowd
from tests.telegram.people import Person
from tests.telegram.server import BotApi

WAYS = ({"telegram_mode": "polling"}, {"telegram_mode": "webhook"})
RECEIPT = re.compile(r"KTM-\w{4}-\w{4}")


async def rows(office: Office, query: str) -> Sequence[Any]:
    async with office.store.read() as unit:
        return (await unit.connection.execute(text(query))).all()


async def said_of_the_report(office: Office) -> list[str]:
    """What the office is told of it after it was sent."""
    return [row.text for row in await rows(office, "SELECT text FROM history WHERE response != '' ORDER BY id")]


async def captions_at_the_desk(office: Office) -> list[str]:
    """Once the report is there."""
    while not (found := await rows(office, "SELECT body FROM desk_cases")):  # noqa: ASYNC110 -- it rings no bell
        await asyncio.sleep(0.02)
    return [file.get("caption", "") for file in json.loads(found[0].body)["attachments"]]


async def ask(office: Office, receipt: str, question: str) -> None:
    profile = load_profile("kutai-timur")
    update = StatusUpdate("q1", receipt, 9, Status.QUESTION, now(), question)
    async with office.store.begin() as unit:
        await apply_update(unit, update, now(), profile)


async def last_word(person: Person) -> str:
    return (await person.reads()).text


async def send_report(person: Person) -> str:
    """Its receipt number."""
    await converse(person, SAID)
    await person.says("Kirim")
    found = RECEIPT.search(await last_word(person))
    assert found
    return found[0]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["telegram_mode"])
async def test_an_album_is_one_set_with_every_caption_and_one_answer(
    api: BotApi, tmp_path: Path, way: dict[str, str]
) -> None:
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path, **way) as office:
        captions = {0: SAID[0], 2: "dari arah pasar", 3: "malam hari"}
        await sari.sends_album("photo", "photo", "video", "document", captions=captions)
        await api.settled()
        await office.all_is_sent()
        assert len(sari.sees) == 1
        await sari.reads()
        await converse(sari, [*SAID[1:5], "Anonim", "Kirim"])
        assert await captions_at_the_desk(office) == [SAID[0], "", "dari arah pasar", "malam hari"]


async def test_an_edit_changes_the_answer_and_once_it_is_sent_the_report_gets_a_dated_addendum(
    api: BotApi, tmp_path: Path
) -> None:
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path) as office:
        story = await sari.says(SAID[0])
        await sari.reads()
        await sari.edits(story, text="Lampu jalan depan pasar mati, dua tiang")
        await sari.reads()
        await converse(sari, SAID[1:3])
        day = await sari.says("kemarin")
        await sari.reads()
        await converse(sari, SAID[4:5])
        photo = await sari.sends_photo(caption="dari kiri")
        await sari.reads()
        await sari.edits(photo, caption="dari kanan")
        await sari.reads()
        await converse(sari, ["Anonim", "Kirim"])
        assert await captions_at_the_desk(office) == ["dari kanan"]
        [sent] = await rows(office, "SELECT description FROM reports")
        assert sent.description == "Lampu jalan depan pasar mati, dua tiang"
        await sari.edits(day, text="dua hari lalu")
        await sari.edits(story, text="Lampu jalan depan pasar mati, tiga tiang")
        for _ in range(2):
            assert "Saya tambahkan pada laporan KTM-" in await last_word(sari)
        added = await said_of_the_report(office)
        assert added == ["Tanggal kejadian: dua hari lalu", "Lampu jalan depan pasar mati, tiga tiang"]
        [sent] = await rows(office, "SELECT description FROM reports")
        assert sent.description == "Lampu jalan depan pasar mati, dua tiang"


async def test_a_reply_to_an_agencys_question_goes_to_that_report_whatever_else_is_being_told(
    api: BotApi, tmp_path: Path
) -> None:
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path) as office:
        receipt = await send_report(sari)
        await ask(office, receipt, "Berapa tiang yang mati?")
        question = await sari.reads()
        assert "Berapa tiang yang mati?" in question.text
        await converse(sari, ["/lapor Sampah menumpuk di belakang pasar induk"])
        answer = await sari.says("3 tiang", reply_to=question)
        assert f"Jawaban untuk {receipt} saya teruskan" in await last_word(sari)
        assert await said_of_the_report(office) == ["3 tiang"]
        await sari.edits(answer, text="4 tiang")
        assert f"Saya tambahkan pada laporan {receipt}" in await last_word(sari)
        assert await said_of_the_report(office) == ["3 tiang", "4 tiang"]


async def test_a_voice_note_is_the_description_when_its_sender_wants_it_to_be(api: BotApi, tmp_path: Path) -> None:
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path) as office:
        await sari.sends_voice(b"OggS\x00\x02" + bytes(500))
        await sari.reads()
        await sari.presses("Rekamannya sudah cukup")
        await sari.reads()
        await converse(sari, [*SAID[1:5], "Anonim", "Kirim"])
        [sent] = await rows(office, "SELECT description FROM reports")
        assert sent.description == "Ada di rekaman terlampir."


async def test_what_is_said_elsewhere_is_answered_nowhere(api: BotApi, tmp_path: Path) -> None:
    """Posts in channels, reactions, votes, a live location that moves, a bot that is added to a group."""
    [sari], group, channel = crowd(api, 1), api.group(-5), api.channel(-100_6)
    async with opened(api, tmp_path) as office:
        await converse(sari, SAID[:4])
        position = await sari.shares_location(0.5, 117.5, live_period=900)
        await sari.reads()
        seen = len(sari.sees)
        moved = {**position, "location": {**position["location"], "latitude": 0.6}, "edit_date": position["date"] + 9}
        api.deliver("edited_message", moved)
        vote = {"poll_id": "1", "user": sari.user, "option_ids": [0], "option_persistent_ids": ["0"]}
        for kind, payload in (("poll_answer", vote), ("hologram", {"chat": {"id": sari.id}})):
            api.deliver_as_is({"update_id": api.account.pending.next_id(), kind: payload})
        await channel.edits(await channel.posts("Pengumuman"), "Ralat")
        await sari.reacts(sari.sees[-1])
        await group.adds_bot(sari)
        await group.member(sari).says("halo semua")
        await api.settled()
        await office.all_is_sent()
        await asyncio.sleep(0.1)
        assert (len(sari.sees), api.sent(group.id), api.sent(channel.id)) == (seen, [], [])

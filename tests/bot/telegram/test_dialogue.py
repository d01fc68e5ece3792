"""A whole report told in Telegram, whichever library reads and sends, however its updates come."""

from itertools import product
from pathlib import Path

import pytest

from tests.bot.telegram.office import opened
from tests.telegram.people import Person
from tests.telegram.server import BotApi

LIBRARIES = ("aiogram", "ptb")
WAYS = (("polling", "call"), ("webhook", "call"), ("webhook", "answer"))
SARI = 7
STORY = "Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap"
ANSWERS = (
    "Setuju",
    "Lampu Penerangan Jalan Umum",
    "senin",
    "Teluk Lingga, seberang gerbang sekolah",
    "Lewati",
    "Anonim",
    "Kirim",
)


async def tell(person: Person) -> list[str]:
    """From the first word to the receipt, pressing what can be pressed; what the bot said."""
    await person.says(STORY)
    said = []
    for answer in ANSWERS:
        shown = await person.reads()
        said.append(shown.text)
        await (person.presses(answer) if answer in shown.labels else person.says(answer))
    return [*said, (await person.reads()).text]


@pytest.mark.parametrize(("read_with", "send_with"), list(product(LIBRARIES, LIBRARIES)))
@pytest.mark.parametrize(("mode", "reply_by"), WAYS)
async def test_a_report_is_told_from_the_first_word_to_the_receipt(
    api: BotApi, tmp_path: Path, mode: str, reply_by: str, read_with: str, send_with: str
) -> None:
    sari = api.person(SARI)
    ways = {"telegram_mode": mode, "telegram_reply_by": reply_by}
    async with opened(api, tmp_path, telegram_read_with=read_with, telegram_send_with=send_with, **ways) as office:
        said = await tell(sari)
        await api.until(lambda: not api.unanswered)
        await office.all_is_sent()
        await api.settled()
    assert len(said) == len(ANSWERS) + 1
    assert "Tersimpan. Nomor tiket Anda KTM-" in said[-1]
    in_answers = [call.is_in_answer for call in api.calls if call.method == "sendMessage"]
    assert len(in_answers) == len(said)
    assert any(in_answers) == (reply_by == "answer")


async def test_what_was_chosen_stands_under_its_question_without_the_buttons(api: BotApi, tmp_path: Path) -> None:
    sari = api.person(SARI)
    async with opened(api, tmp_path):
        await sari.says(STORY)
        await sari.reads()
        await sari.presses("Setuju")
        await sari.reads()
        await sari.says("Sekolah")
        await sari.reads()
        await api.until(lambda: not any(shown.buttons for shown in sari.sees[:2]))
    consent, category, day = sari.sees
    assert consent.text.endswith("▸ Setuju")
    assert "▸" not in category.text
    assert day.buttons


async def test_the_bot_introduces_itself_once(api: BotApi, tmp_path: Path) -> None:
    for _ in range(2):
        async with opened(api, tmp_path):
            await tell(api.person(SARI + len(api.called("getMe"))))
            await api.until(lambda: api.called("setChatMenuButton"))
    languages = [said.get("language_code") for said in api.called("setMyCommands")]
    assert languages == [None, "en"]
    assert len(api.called("getMe")) == 2


async def test_a_group_is_pointed_to_the_private_chat(api: BotApi, tmp_path: Path) -> None:
    group = api.group(-100_200)
    async with opened(api, tmp_path):
        await api.until(lambda: api.called("getUpdates"))
        await api.person(SARI).within(group.chat).says("/lapor@pintulapor_bot")
        await api.until(lambda: api.sent(-100_200))

"""What the chat does with what nobody should send: each time a clear answer, and nothing lost.

That the product goes on, and that its log tells nothing of it, is looked at after each test (`house`).
"""

import re
from contextlib import AsyncExitStack

import pytest
from aiohttp import WSMsgType

from conversations.flow import TABLE
from tests.end_to_end.guest import Guest
from tests.end_to_end.house import House

STORY = "Jembatan gantung menuju sekolah putus talinya"
WHOLE_DIALOGUE = (STORY, "Setuju", "Tidak tahu", "kemarin", "Teluk Lingga, dekat musala", "Lewati", "Anonim", "Kirim")
RECEIPT = re.compile(r"KTM-[0-9A-Z]{4}-[0-9A-Z]{4}")
NOBODYS_RECEIPT = "KTM-0000-0000"
STALE = "Tombol itu dari pertanyaan sebelumnya dan tidak berlaku lagi."
KEY = "5b0c4b3e-0000-4000-8000-000000000000"
BROKEN = {
    "nothing": "",
    "no json": "Kepala sekolah",
    "a list": "[]",
    "no type": "{}",
    "an unknown type": '{"type":"perintah"}',
    "no key": '{"type":"text","text":"tanpa kunci"}',
    "no text": f'{{"type":"text","key":"{KEY}"}}',
    "a number for a text": f'{{"type":"text","key":"{KEY}","text":17}}',
    "one of our own keys": '{"type":"text","key":"o17","text":"kunci mesin"}',
    "half an emoji": f'{{"type":"text","key":"{KEY}","text":"\\ud83d"}}',
    "more than there is": f'{{"type":"text","key":"{KEY}","text":"x","is_admin":true}}',
    "nested for ever": "[" * 1_000_000,
    "a nested text": f'{{"type":"text","key":"{KEY}","text":{"[" * 10_000}{"]" * 10_000}}}',
    "a place on no map": f'{{"type":"location","key":"{KEY}","latitude":1e999,"longitude":0}}',
    "a long option": f'{{"type":"choice","key":"{KEY}","data":"{"x" * 65}","label":"","of":0}}',
    "a path for a file": f'{{"type":"media","key":"{KEY}","file_id":"../../etc/passwd"}}',
}


async def file(guest: Guest) -> str:
    """A whole report; its receipt number."""
    found = RECEIPT.search(await guest.tells(WHOLE_DIALOGUE))
    assert found
    return found[0]


def history(page: str) -> str:
    """That of a report, as the desk shows it."""
    found = re.search(r'<ol class="history">.*?</ol>', page, re.DOTALL)
    assert found
    return found[0]


# --- broken frames ---


@pytest.mark.parametrize("frame", BROKEN.values(), ids=BROKEN)
async def test_a_broken_frame_is_said_to_be_broken_and_the_talk_goes_on(house: House, frame: str) -> None:
    budi = await house.guest()
    await budi.says(STORY)
    await budi.socket.send_str(frame)
    answer = await budi.answer()
    assert (answer["type"], bool(answer["reason"])) == ("error", True)
    assert "Ini soal apa?" in await budi.says("Setuju")


async def test_bytes_are_said_to_be_no_frame(house: House) -> None:
    budi = await house.guest()
    await budi.socket.send_bytes(b"\x00\xff\xfe")
    assert await budi.answer() == {"type": "error", "reason": "binary"}
    assert STORY in await budi.says(STORY)


@pytest.mark.parametrize("compress", [0, 15], ids=["plain", "compressed to almost nothing"])
async def test_a_frame_beyond_all_measure_ends_its_own_line_and_the_draft_is_still_there(
    house: House, compress: int
) -> None:
    budi = await house.guest()
    await budi.says(STORY)
    async with budi.session.ws_connect("/chat/socket", compress=compress) as line:
        await line.send_str("x" * (2 * 1024 * 1024 + 1))
        closed = await line.receive()
    assert (closed.type, closed.data) == (WSMsgType.CLOSE, 1009)
    assert "Ini soal apa?" in await budi.says("Setuju")


# --- odd texts ---


async def test_a_hundred_thousand_characters_are_kept_whole_and_reach_the_desk(house: House) -> None:
    long = "Kami warga sudah tiga kali menyampaikan bahwa jembatan ini putus. " * 1_600
    assert len(long) > 100_000
    budi = await house.guest()
    assert "Tulisan panjang Anda saya simpan utuh sebagai lampiran." in await budi.says(long)
    found = RECEIPT.search(await budi.tells(part for part in WHOLE_DIALOGUE[1:] if part != "Lewati"))
    assert found
    page = await house.case(found[0])
    [file_id] = set(re.findall(r"/desk/attachments/(\w+)", page))
    assert await house.desk(f"/desk/attachments/{file_id}") == (200, long.strip())
    assert "Kami warga sudah tiga kali menyampaikan" in page


async def test_a_text_of_more_than_a_megabyte_is_refused_and_the_draft_is_still_there(house: House) -> None:
    budi = await house.guest()
    await budi.says(STORY)
    refused = await budi.tries("text", text="x" * 1_000_001)
    assert (refused["type"], refused["reason"]) == ("refused", "too_long")
    assert "Ini soal apa?" in await budi.says("Setuju")


async def test_characters_that_nobody_sees_are_taken_out_and_the_words_stay(house: House) -> None:
    budi = await house.guest()
    told = await budi.says(
        "Jem\x00batan\x1b[31m \u202egantung\u2066 pu\u200btus\r\n\tשלום عليكم \ufeffselesai\U000e0041"
    )
    assert "“Jembatan[31m gantung putus שלום عليكم selesai”" in told
    found = RECEIPT.search(await budi.tells(WHOLE_DIALOGUE[1:]))
    assert found
    page = await house.case(found[0])
    assert "Jembatan[31m gantung putus" in page
    assert not re.search("[\x00\x1b\u202e\u2066\u200b\ufeff]", page)


@pytest.mark.parametrize("nothing", ["", " \n\t ", "\x00\x01\x7f"])
async def test_a_text_of_nothing_is_refused(house: House, nothing: str) -> None:
    budi = await house.guest()
    refused = await budi.tries("text", text=nothing)
    assert (refused["type"], refused["reason"]) == ("refused", "empty")


@pytest.mark.parametrize("text", ["\u202e\u200b\u2066", "\U0001f4a9" * 300, "\u0301" * 3_000])
async def test_what_tells_nothing_is_asked_for_in_words(house: House, text: str) -> None:
    budi = await house.guest()
    assert "ceritakan" in (await budi.says(text)).casefold()
    assert STORY in await budi.says(STORY)


# --- stale and forged options ---


async def test_a_stale_option_does_not_act_and_the_question_is_asked_again(house: House) -> None:
    budi = await house.guest()
    await budi.says(STORY)
    await budi.presses("agree|1.consent")
    again = await budi.presses("agree|1.consent")
    assert (STALE in again, "Ini soal apa?" in again) == (True, True)
    await budi.tells(["Tidak tahu", "kemarin"])
    assert "Di mana tepatnya?" in await budi.presses("cancel|1.consent")


TRIGGERS = sorted({row.trigger for row in TABLE})
FORGED = [
    *("😀", "x" * 64, "NEXT", "__class__", "status:'; DROP TABLE reports;--", "category:../../etc", "class:x"),
    *("visibility:public", "district:00", "date:9999-99-99", "speak:xx", "field:draft", "resume:-1", "send|1.consent"),
]


@pytest.mark.parametrize("data", [*TRIGGERS, *FORGED])
async def test_a_forged_option_is_answered_and_hands_on_nothing(house: House, data: str) -> None:
    """Every word that the flow knows, pressed by somebody who was not shown it and has not agreed to anything."""
    budi = await house.guest()
    await budi.says(STORY)
    assert "Tersimpan" not in await budi.presses(data, label="Setuju", of=2**53)
    assert "Belum ada laporan Anda yang terkirim" in await budi.presses("my_reports")


# --- somebody else's report ---


async def test_somebody_elses_number_is_as_good_as_none(house: House) -> None:
    siti, budi, joko = [await house.guest() for _ in range(3)]
    receipt = await file(siti)
    await siti.asks_until("sampai di meja petugas", receipt)
    before = await siti.says(receipt), history(await house.case(receipt))
    for press in ("status", "answer", "add", "satisfied", "not_solved"):
        answer = await budi.presses(f"{press}:{receipt}")
        assert answer == await joko.presses(f"{press}:{NOBODYS_RECEIPT}")
        assert await budi.says("Sudah beres, tutup saja laporan itu")
        assert await joko.says("Sudah beres, tutup saja laporan itu")
    for words in ("{}", "/cek {}", "cek {}"):
        answer = await budi.says(words.format(receipt))
        assert answer == await joko.says(words.format(NOBODYS_RECEIPT))
    assert "Nomor itu tidak ada di antara laporan Anda." in await budi.presses(f"status:{receipt}")
    assert STORY not in await budi.everything()
    assert (await siti.says(receipt), history(await house.case(receipt))) == before


async def test_what_two_people_send_under_one_key_is_taken_from_both(house: House) -> None:
    siti, budi = await house.guest(), await house.guest()
    for guest, words in ((siti, "Jembatan putus di Sepaso"), (budi, "Selokan tersumbat di Kabo")):
        assert (await guest.tries("text", KEY, text=words))["type"] == "ack"
        assert words in (await guest.reply())["body"]["text"]


# --- too much ---


async def test_who_floods_the_chat_is_slowed_down_and_nobody_else_is(house: House) -> None:
    budi, siti = await house.guest(), await house.guest()
    flood = 300
    for n in range(flood):
        await budi.send({"type": "text", "key": f"5b0c4b3e-0000-4000-8000-{n:012}", "text": f"Jembatan putus {n}"})
    assert STORY in await siti.says(STORY)
    answers = [await budi.answer() for _ in range(flood)]
    slowed = [answer for answer in answers if answer["type"] == "retry"]
    assert {answer["reason"] for answer in slowed} == {"slow_down"}
    assert flood / 2 < len(slowed) < flood
    taken = {answer["key"] for answer in answers if answer["type"] == "ack"}
    assert {entry["key"] for entry in budi.own} == taken
    again = await budi.tries("text", slowed[-1]["key"], text="Jembatan putus lagi")
    assert again["type"] == "ack"


async def test_only_so_many_pages_of_one_person_are_open_at_once_and_the_first_goes_on(house: House) -> None:
    budi = await house.guest()
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(budi.session.ws_connect("/chat/socket")) for _ in range(25)]
        for page in pages:
            await page.send_json({"type": "hello"})
        answers = [await page.receive() for page in pages]
        assert {answer.data for answer in answers if answer.type is WSMsgType.CLOSE} == {4429}
        assert len([answer for answer in answers if answer.type is WSMsgType.TEXT]) >= 10
        assert STORY in await budi.says(STORY)

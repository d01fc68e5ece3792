"""Rows of a village list are mended in chat, and sent after that."""

from dataclasses import replace

from conversations import messages as m
from storage.tables import reports
from tests.handlers.village_lists.village import Village
from tests.village_list import FIRST_ROW, Filled, filled, good


async def test_rows_are_mended_in_chat_and_sent_after_that(village: Village) -> None:
    list_ = filled(10, faults=2)  # a name is missing, another cannot be read
    await village.send(list_.xlsx())
    await village.work()
    await village.press("list_mend")
    await village.say(m.Text("Siti Aminah"), m.Text("Rahmat"))
    conversation = await village.house.conversation(village.chat)
    assert conversation.listed is None
    [send] = [o.data for o in conversation.offered if o.data.startswith("list_send")]
    await village.say(m.Choice(send))
    await village.work()
    assert len(await village.sent()) == 10
    await village.send(list_.xlsx())
    await village.work()
    assert "10 baris sudah pernah dikirim" in (await village.last()).text, "also as they were before they were mended"


async def test_what_was_left_over_can_be_mended_and_sent_later(village: Village) -> None:
    await village.file(filled(4, faults=1).xlsx())
    assert await village.count(reports) == 3
    await village.press("list_mend")
    await village.say(m.Text("Siti Aminah"))
    conversation = await village.house.conversation(village.chat)
    await village.say(m.Choice(next(o.data for o in conversation.offered if o.data.startswith("list_send"))))
    await village.work()
    assert await village.count(reports) == 4


async def test_a_row_like_an_open_report_of_that_person_is_asked_about(village: Village) -> None:
    await village.file(filled(1).xlsx())
    again = good(0)
    changed = Filled((replace(again, place="di seberang rumah nomor 0"),), {})
    await village.send(changed.xlsx())
    await village.work()
    said = (await village.last()).text
    assert "mungkin sama dengan laporan yang masih berjalan" in said
    await village.press("list_mend")
    await village.say(m.Choice(f"list_accept:{FIRST_ROW}"))
    offered = (await village.house.conversation(village.chat)).offered
    await village.say(m.Choice(next(o.data for o in offered if o.data.startswith("list_send"))))
    await village.work()
    assert await village.count(reports) == 2

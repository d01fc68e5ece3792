"""A village list is its volunteer's alone, and tells nothing of whoever is theirs to tell of no more."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from conversations import messages as m
from conversations.conversation import Conversation
from conversations.effects import Forget, MakeSlips, TakeBackConsent, TakeOver
from conversations.messages import Chat
from conversations.volunteering import Standing
from handlers.effects import Wanted, carry_out
from handlers.village_lists import LISTS_LAST
from storage import complainants, conversations
from storage.conversations import Change
from storage.tables import attachments, listed_reports, reports, village_list_rows, village_lists
from tests.handlers.house import different_numbers
from tests.handlers.village_lists.village import Village
from tests.village_list import FIRST_ROW, filled, good
from tests.volunteering import RAHMA, make_volunteer

SITI = Chat("webchat", "siti")


async def test_nobody_else_can_press_the_buttons_of_a_list(village: Village) -> None:
    await village.send(filled(3).xlsx())
    await village.work()
    other = await make_volunteer(village.store, "joko")
    [id] = [o.data.partition(":")[2] for o in (await village.told())[-1].outgoing.options if "send" in o.data]
    for verb in ("list_send", "list_mend", "list_drop"):
        await village.say(m.Choice(f"{verb}:{id}"), chat=other.chat)
    await village.work()
    assert await village.count(reports) == 0
    assert await village.count(village_lists) == 1
    await village.press("list_send")
    await village.work()
    file = (await village.told())[-1].outgoing.file
    assert await village.results(file, other.chat) == {}
    assert len(await village.results(file)) == 3


async def test_of_a_report_that_is_somebody_elses_the_results_say_no_more_than_that_it_was_sent(
    village: Village,
) -> None:
    list_ = filled(2)
    await village.file(list_.xlsx())
    file = (await village.told())[-1].outgoing.file
    before = await village.results(file)
    await village.send(list_.xlsx())
    await village.work()
    async with village.store.begin() as unit:
        gone = reports.c.receipt == before[FIRST_ROW][1]
        await unit.connection.execute(update(reports).where(gone).values(complainant_id=None))
    assert file
    for each, outcome in ((file, "Terkirim"), (replace(file, ref="2"), "Sudah pernah dikirim")):
        assert (await village.results(each))[FIRST_ROW] == (outcome, "")
        assert list_.good[0].name not in repr(await village.cells(each))
        assert list_.good[1].name in repr(await village.cells(each))


async def test_consent_that_is_taken_back_takes_the_name_out_of_the_list_too(village: Village) -> None:
    list_ = filled(2)
    await village.file(list_.xlsx())
    file = (await village.told())[-1].outgoing.file
    receipt = (await village.results(file))[FIRST_ROW][1]
    await village.send(list_.xlsx())
    await village.work()
    await village.say(m.Choice(f"take_back_consent_now:{receipt}"))
    async with village.store.read() as unit:
        bodies = (await unit.connection.scalars(select(village_list_rows.c.body))).all()
    kept = b"".join(bodies).decode()
    assert [row.name in kept for row in list_.good] == [False, True]


async def test_somebody_who_is_no_volunteer_sends_no_lists(village: Village) -> None:
    chat = Chat("webchat", "warga")
    await village.send(filled(3).xlsx(), chat=chat)
    await village.work()
    assert await village.count(village_lists) == 0


async def test_a_volunteer_who_is_suspended_meanwhile_sends_nothing_more(village: Village) -> None:
    await village.send(filled(60).xlsx())
    await village.work()
    await village.press("list_send")
    await village.work(steps=1)
    sent = await village.count(reports)
    suspended = Conversation(volunteering=replace(RAHMA, standing=Standing.SUSPENDED))
    async with village.store.begin() as unit:
        await conversations.store(unit, [Change(village.helper.id, suspended, None)], village.house.clock())
    await village.work()
    assert await village.count(reports) == sent


async def test_of_whoever_is_forgotten_no_list_and_no_fingerprint_is_left(village: Village) -> None:
    await village.file(filled(30).xlsx())
    await village.send(filled(40).xlsx())
    await village.work()
    async with village.store.begin() as unit:
        wanted = [Wanted(village.helper.id, village.chat, Forget())]
        profile = village.catalogue.profile
        await carry_out(unit, wanted, village.house.clock(), profile, different_numbers(70_000))
    for table in (village_lists, village_list_rows, listed_reports):
        assert await village.count(table) == 0


async def test_lists_are_kept_for_a_month_and_what_was_sent_is_known_longer(village: Village) -> None:
    await village.file(filled(3).xlsx())
    village.house.clock.at += LISTS_LAST + timedelta(hours=2)
    await village.work()
    assert (await village.count(village_lists), await village.count(listed_reports)) == (0, 3)


async def test_a_row_whose_report_went_over_or_was_taken_back_tells_nothing_of_the_person(village: Village) -> None:
    await village.file(filled(3).xlsx())
    results = (await village.told())[-1].outgoing.file
    await village.send(filled(3).xlsx())
    await village.work()
    first, second, third = await village.receipts()
    async with village.store.begin() as unit:
        slips = MakeSlips(((first, "7F3K9Q2C0M4T"),))
        owner = (await complainants.add(unit, [SITI], village.house.clock()))[SITI]
        wanted = [
            Wanted(village.helper.id, village.chat, slips),
            Wanted(village.helper.id, village.chat, TakeBackConsent(second)),
            Wanted(owner, SITI, TakeOver(first, "7F3K9Q2C0M4T")),
        ]
        for each in wanted:
            await carry_out(unit, [each], village.house.clock(), village.catalogue.profile, different_numbers(70_000))
    async with village.store.read() as unit:
        bodies = (await unit.connection.scalars(select(village_list_rows.c.body))).all()
    assert [sum(good(n).name in body.decode() for body in bodies) for n in range(3)] == [0, 0, 2]
    found = await village.results(results)
    assert [receipt for _, receipt in found.values()] == ["", "", third]
    assert list(found) == [FIRST_ROW, FIRST_ROW + 1, FIRST_ROW + 2]


async def test_whoever_ends_leaves_no_list_that_nobody_has_read_yet(village: Village) -> None:
    await village.send(filled(3).xlsx())
    await village.stop()
    assert (await village.count(village_lists), await village.count(attachments)) == (0, 0)
    await village.work()
    assert await village.told() == []

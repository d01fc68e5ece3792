"""Every good row of a village list is sent as one report, whatever happens on the way."""

from datetime import timedelta

from sqlalchemy import select

from conversations import messages as m
from handlers import list_sending
from storage import list_work, stray_files
from storage.tables import attachments, forwardings, reports, village_list_rows, village_lists
from tests.handlers.house import different_numbers
from tests.handlers.village_lists.village import Village
from tests.village_list import FIRST_ROW, Filled, filled
from tests.volunteering import RAHMA


def told_of(list_: Filled) -> list[tuple[str, str]]:
    return sorted((row.name, row.text) for row in list_.good)


async def test_of_500_rows_each_good_one_is_a_report_and_each_fault_is_named_with_its_row(village: Village) -> None:
    list_ = filled(500, faults=50)
    assert len(set(list_.faults.values())) >= 12
    await village.send(list_.xlsx())
    await village.work()
    summary = await village.last()
    assert "450 baris siap dikirim, 50 perlu diperbaiki" in summary.text
    assert f"Baris {FIRST_ROW}: nama belum diisi" in summary.text
    assert await village.sent() == []
    await village.press("list_send")
    await village.work()
    assert await village.sent() == told_of(list_)
    found = await village.results()
    words = {
        number: village.catalogue.text(m.Line(f"list.fault.{kind}"), "id") for number, kind in list_.faults.items()
    }
    assert {number for number, (_, receipt) in found.items() if not receipt} == set(list_.faults)
    assert [number for number, said in words.items() if said not in found[number][0]] == []
    assert len({receipt for _, receipt in found.values() if receipt}) == 450
    assert village.house.forwarding.rung >= 1


async def test_the_volunteer_sees_how_far_it_is(village: Village) -> None:
    await village.file(filled(250).xlsx())
    told = [village.catalogue.render(each.outgoing, "id").text for each in await village.told()]
    assert [text for text in told if "laporan terkirim." in text] == [
        "100 dari 250 laporan terkirim.",
        "200 dari 250 laporan terkirim.",
    ]
    assert "Selesai: 250 laporan" in told[-1]


async def test_killed_in_the_middle_it_goes_on_where_it_was(village: Village) -> None:
    list_ = filled(120, faults=12)
    await village.send(list_.xlsx())
    await village.work()
    await village.press("list_send")
    await village.work(steps=2)
    assert await village.count(reports) == 2 * list_sending.ROWS_AT_ONCE
    village.lists = village.process(different_numbers(start=90_000))
    await village.work()
    assert await village.sent() == told_of(list_)


async def test_a_list_that_is_sent_again_sends_nothing_twice(village: Village) -> None:
    list_ = filled(60, faults=3)
    for _ in range(2):
        await village.send(list_.xlsx())
        await village.work()
        if "siap dikirim" in (await village.last()).text and "0 baris siap" not in (await village.last()).text:
            await village.press("list_send")
            await village.work()
    assert await village.sent() == told_of(list_)
    assert "57 baris sudah pernah dikirim" in (await village.last()).text


async def test_a_list_with_new_rows_sends_the_new_ones_only(village: Village) -> None:
    for number in (3, 5):
        await village.file(filled(number).csv(), "daftar.csv")
    assert await village.sent() == told_of(filled(5))


async def test_pressed_twice_it_is_sent_once(village: Village) -> None:
    await village.send(filled(3).xlsx())
    await village.work()
    await village.press("list_send")
    await village.press("list_send")
    await village.work()
    await village.press("list_send")
    await village.work()
    assert await village.count(reports) == 3


async def test_the_file_itself_goes_once_it_was_read(village: Village) -> None:
    await village.send(filled(3).xlsx())
    assert await village.count(attachments) == 1
    await village.work()
    assert await village.count(attachments) == 0
    assert village.house.file_removal.rung >= 1


async def test_a_list_is_read_though_nothing_ran_for_days(village: Village) -> None:
    await village.send(filled(3).xlsx())
    village.house.clock.at += timedelta(days=3)
    async with village.store.begin() as unit:
        await stray_files.drop(unit, village.house.clock(), "", 100)
    await village.work()
    assert "3 baris siap dikirim" in (await village.last()).text


async def test_a_file_that_is_no_list_is_answered_with_what_is_wrong(village: Village) -> None:
    await village.send(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3_000), "daftar.xls")
    await village.work()
    assert "Excel lama" in (await village.last()).text
    assert await village.count(village_lists) == 0


async def test_a_list_that_another_process_has_read_meanwhile_is_not_put_off(village: Village) -> None:
    await village.send(filled(3).xlsx())
    async with village.store.read() as unit:
        [due] = await list_work.due(unit, village.house.clock(), 1)
    await village.work()
    async with village.store.begin() as unit:
        await list_work.put_off(unit, due, village.house.clock())
    await village.work()
    await village.press("list_send")
    await village.work()
    assert await village.count(reports) == 3


async def test_a_list_that_the_database_refuses_holds_up_no_other(village: Village) -> None:
    await village.send(filled(3).xlsx())
    await village.work()
    await village.press("list_send")
    await village.send(filled(2).xlsx())
    told = len(await village.told())

    with_the_same_number = village.process(lambda bits: 1)
    await with_the_same_number.look()

    assert await village.count(reports) == 0
    assert [each.outgoing.lines[0].key for each in (await village.told())[told:]] == ["list.summary"]
    village.house.clock.move(minutes=1)
    await village.work()
    assert await village.count(reports) == 3


async def test_a_dropped_list_sends_nothing(village: Village) -> None:
    await village.send(filled(3).xlsx())
    await village.work()
    await village.press("list_drop")
    await village.press("list_send")
    await village.work()
    assert (await village.count(reports), await village.count(village_list_rows)) == (0, 0)


async def test_an_anonymous_row_leaves_without_any_name(village: Village) -> None:
    await village.file(filled(4).xlsx())
    async with village.store.read() as unit:
        bodies = (await unit.connection.scalars(select(forwardings.c.body).order_by(forwardings.c.id))).all()
    named = [any(name in body.decode() for name in ("Warga A", RAHMA.name, RAHMA.kim_group)) for body in bodies]
    assert named == [False, True, True, False]

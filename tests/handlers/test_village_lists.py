"""A volunteer sends a village list: every good row is one report, whatever happens on the way."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest_asyncio
from obstore.store import LocalStore, ObjectStore
from openpyxl import load_workbook
from sqlalchemy import func, select, update

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.effects import Forget, MakeSlips, TakeBackConsent, TakeOver
from conversations.messages import Chat, Media, OutgoingFile, Rendered
from conversations.volunteering import Standing
from handlers import list_sending
from handlers.attachments import keep
from handlers.effects import Wanted, carry_out
from handlers.list_limits import LIST_FILES
from handlers.list_makers import ResultsMaker
from handlers.outgoing_files import make_file
from handlers.standing import stop
from handlers.village_lists import LISTS_LAST, VillageLists
from storage import complainants, conversations, list_work, outbox, stray_files
from storage.conversations import Change
from storage.outbox import DueMessage
from storage.store import Store
from storage.tables import attachments, filings, forwardings, listed_reports, reports, village_list_rows, village_lists
from tests.handlers.house import App, House, different_numbers, running
from tests.village_list import FIRST_ROW, Filled, filled, good
from tests.volunteering import RAHMA, Helper, make_volunteer

XLSX = "daftar.xlsx"
SITI = Chat("webchat", "siti")


class Village:
    """A volunteer who sends lists; nothing of them is done until `work` is called."""

    def __init__(self, store: Store, objects: ObjectStore, catalogue: Catalogue, helper: Helper) -> None:
        self.store, self.objects, self.catalogue, self.helper = store, objects, catalogue, helper
        self.house = House(store, catalogue, App(), different_numbers())
        self.chat = helper.chat
        self.lists = self.process(different_numbers(start=50_000))
        self._said = 0

    def process(self, random_bits: Callable[[int], int]) -> VillageLists:
        bells = self.house.delivery, self.house.forwarding, self.house.file_removal
        return VillageLists(self.store, self.objects, self.catalogue, *bells, self.house.clock, random_bits)

    async def say(self, *incoming: m.Incoming, chat: Chat | None = None) -> None:
        self._said += len(incoming)
        await self.house.say(chat or self.chat, *incoming, begin=self._said * 100)

    async def send(self, content: bytes, name: str = XLSX, chat: Chat | None = None) -> None:
        to = chat or self.chat
        kept = await keep(
            self.store, self.objects, LIST_FILES, to, _pieces(content), name, "", None, self.house.clock()
        )
        assert isinstance(kept, Media)
        await self.say(m.Command("daftar"), kept, chat=chat)

    async def work(self, steps: int = 1_000) -> None:
        for _ in range(steps):
            if not await self.lists.look():
                return

    async def told(self) -> list[DueMessage]:
        async with self.store.read() as unit:
            found = await outbox.notices(unit, [self.helper.id])
        return found.messages

    async def last(self) -> Rendered:
        return self.catalogue.render((await self.told())[-1].outgoing, "id")

    async def press(self, verb: str) -> None:
        """The button of the last notice that has it."""
        for message in reversed(await self.told()):
            for option in message.outgoing.options:
                if option.data.startswith(verb):
                    await self.say(m.Choice(option.data))
                    return
        raise AssertionError(f"no button says {verb}")

    async def count(self, table: object, *which: object) -> int:
        async with self.store.read() as unit:
            return int(await unit.connection.scalar(select(func.count()).select_from(table).where(*which)) or 0)  # type: ignore[arg-type]

    async def sent(self) -> list[tuple[str, str]]:
        """The person and the words of each report."""
        async with self.store.read() as unit:
            rows = await unit.connection.execute(
                select(filings.c.person_name, reports.c.description).join(reports, reports.c.id == filings.c.report_id)
            )
            return sorted((row.person_name, row.description) for row in rows)

    async def receipts(self) -> list[str]:
        """Of what was sent, in the order of the rows."""
        async with self.store.read() as unit:
            return list(await unit.connection.scalars(select(reports.c.receipt).order_by(reports.c.id)))

    async def stop(self) -> None:
        """The volunteer is one no more."""
        async with self.store.begin() as unit:
            stopped = [(self.helper.id, False)]
            await stop(unit, stopped, self.house.clock(), self.catalogue.profile, different_numbers(80_000))

    async def results(self, file: OutgoingFile | None = None, chat: Chat | None = None) -> dict[int, tuple[str, str]]:
        file = file or (await self.told())[-1].outgoing.file
        return {int(str(row[0])): (str(row[3]), str(row[4] or "")) for row in await self.cells(file, chat)}

    async def cells(self, file: OutgoingFile | None, chat: Chat | None = None) -> list[tuple[object, ...]]:
        assert file
        makers = {file.kind: ResultsMaker(self.store, self.catalogue)}
        made = await make_file(makers, file, chat or self.chat, "id")
        if made is None:
            return []
        return list(load_workbook(BytesIO(made.content)).worksheets[0].iter_rows(min_row=2, values_only=True))


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


def told_of(list_: Filled) -> list[tuple[str, str]]:
    return sorted((row.name, row.text) for row in list_.good)


@pytest_asyncio.fixture
async def village(store: Store, catalogue: Catalogue, tmp_path: Path) -> AsyncIterator[Village]:
    objects = LocalStore(tmp_path / "attachments", mkdir=True)
    lab = Village(store, objects, catalogue, await make_volunteer(store))
    async with running(lab.house.intake.run()):
        yield lab


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
    await village.send(filled(250).xlsx())
    await village.work()
    await village.press("list_send")
    await village.work()
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
        await village.send(filled(number).csv(), "daftar.csv")
        await village.work()
        await village.press("list_send")
        await village.work()
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
    await village.send(filled(4, faults=1).xlsx())
    await village.work()
    await village.press("list_send")
    await village.work()
    assert await village.count(reports) == 3
    await village.press("list_mend")
    await village.say(m.Text("Siti Aminah"))
    conversation = await village.house.conversation(village.chat)
    await village.say(m.Choice(next(o.data for o in conversation.offered if o.data.startswith("list_send"))))
    await village.work()
    assert await village.count(reports) == 4


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
    await village.send(list_.xlsx())
    await village.work()
    await village.press("list_send")
    await village.work()
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
    await village.send(list_.xlsx())
    await village.work()
    await village.press("list_send")
    await village.work()
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
    await village.send(filled(30).xlsx())
    await village.work()
    await village.press("list_send")
    await village.work()
    await village.send(filled(40).xlsx())
    await village.work()
    async with village.store.begin() as unit:
        wanted = [Wanted(village.helper.id, village.chat, Forget())]
        profile = village.catalogue.profile
        await carry_out(unit, wanted, village.house.clock(), profile, different_numbers(70_000))
    for table in (village_lists, village_list_rows, listed_reports):
        assert await village.count(table) == 0


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


async def test_a_row_like_an_open_report_of_that_person_is_asked_about(village: Village) -> None:
    await village.send(filled(1).xlsx())
    await village.work()
    await village.press("list_send")
    await village.work()
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


async def test_an_anonymous_row_leaves_without_any_name(village: Village) -> None:
    await village.send(filled(4).xlsx())
    await village.work()
    await village.press("list_send")
    await village.work()
    async with village.store.read() as unit:
        bodies = (await unit.connection.scalars(select(forwardings.c.body).order_by(forwardings.c.id))).all()
    named = [any(name in body.decode() for name in ("Warga A", RAHMA.name, RAHMA.kim_group)) for body in bodies]
    assert named == [False, True, True, False]


async def test_lists_are_kept_for_a_month_and_what_was_sent_is_known_longer(village: Village) -> None:
    await village.send(filled(3).xlsx())
    await village.work()
    await village.press("list_send")
    await village.work()
    village.house.clock.at += LISTS_LAST + timedelta(hours=2)
    await village.work()
    assert (await village.count(village_lists), await village.count(listed_reports)) == (0, 3)


async def test_a_row_whose_report_went_over_or_was_taken_back_tells_nothing_of_the_person(village: Village) -> None:
    await village.send(filled(3).xlsx())
    await village.work()
    await village.press("list_send")
    await village.work()
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

"""Whichever backend has a report: it is there once, and what is said of it reaches its complainant, once and in order.

The tests are named as the behaviours of a backend are.
"""

import asyncio

from conversations.status import KnownReport, Status, Undelivered
from handlers.ports import ReportForwarding
from storage import placements
from tests.backends.ours import Ours
from tests.backends.stand import ID_OF_NO_CASE, Said, Stand
from tests.filed import RECEIPT, Filed, respond, response
from tests.handlers.house import running

OTHER = "KTM-0000-0000"
UPDATES_AT_ONCE = 10_000
"""Ten thousand take too long while each is taken by itself."""
REPORTS = 50


async def placed(stand: Stand, receipt: str = RECEIPT) -> Filed:
    """The backend has this report, and its office is at work on it."""
    filed = await stand.ours.file(receipt)
    await stand.ours.forward()
    await stand.begin_work(receipt)
    return filed


async def until_there(ours: Ours, filed: Filed) -> KnownReport:
    while not (report := await ours.known(filed)).is_handed_over:  # noqa: ASYNC110 -- what is in a database rings no bell
        await asyncio.sleep(0.01)
    return report


# --- what goes out ---


async def test_accepted(stand: Stand) -> None:
    filed = await stand.ours.file()
    await respond(stand.ours.store, filed, response(at=stand.ours.clock()))

    await stand.ours.forward()

    assert await stand.cases() == [RECEIPT]
    assert ["3 tiang" in text for text in await stand.responses()] == [True]
    report = await stand.ours.known(filed)
    assert (report.status, report.is_handed_over, report.tracking_id) == (Status.HANDED_OVER, True, "")
    assert await stand.ours.told(filed) == []


async def test_refused(stand: Stand) -> None:
    filed = await stand.ours.file()
    stand.refuse()

    await stand.ours.forward_for_an_hour()

    assert await stand.cases() == []
    report = await stand.ours.known(filed)
    assert (report.status, report.undelivered) == (Status.RECEIVED, Undelivered(None))
    [told] = await stand.ours.told(filed)
    assert told.startswith(f"Laporan {RECEIPT} belum sampai ke LAPOR!.")


async def test_slow(stand: Stand) -> None:
    gate = stand.be_slow()
    async with running(stand.ours.forwarder.run()):
        filed = await stand.ours.file()
        await gate.somebody_came.wait()
        other = await stand.ours.file(OTHER)

        await until_there(stand.ours, other)
        assert (await stand.ours.known(filed)).status is Status.RECEIVED
        gate.open()
        await until_there(stand.ours, filed)

    assert sorted(await stand.cases()) == sorted([RECEIPT, OTHER])


async def test_down(stand: Stand) -> None:
    filed = await stand.ours.file()
    stand.go_down()
    await stand.ours.forward_for_an_hour()
    report = await stand.ours.known(filed)
    assert report.status is Status.RECEIVED
    assert report.undelivered
    assert report.undelivered.next_try_at
    [told] = await stand.ours.told(filed)
    assert told.startswith(f"Laporan {RECEIPT} belum sampai ke LAPOR!.\nKami coba lagi pukul")

    stand.come_back()
    await stand.ours.forward_for_an_hour()

    assert await stand.cases() == [RECEIPT]
    assert (await stand.ours.known(filed)).status is Status.HANDED_OVER
    assert ["sekarang sudah sampai" in text for text in await stand.ours.told(filed)] == [False, True]


async def test_answered_after_we_gave_up(stand: Stand) -> None:
    filed = await stand.ours.file()
    await stand.answer_too_late(ReportForwarding(RECEIPT, filed.report))

    await stand.ours.forward_for_an_hour()

    assert await stand.cases() == [RECEIPT]
    assert (await stand.ours.known(filed)).status is Status.HANDED_OVER


async def test_answered_twice(stand: Stand) -> None:
    """As when we die between the answer and noting it."""
    filed = await stand.ours.file()
    said = response(at=stand.ours.clock())
    for _ in range(2):
        await stand.ours.backend.deliver(ReportForwarding(RECEIPT, filed.report))
        await stand.ours.backend.deliver(said)
    await respond(stand.ours.store, filed, said)

    await stand.ours.forward()

    assert await stand.cases() == [RECEIPT]
    assert len(await stand.responses()) == 1
    assert (await stand.ours.known(filed)).status is Status.HANDED_OVER


# --- what comes back ---


async def test_an_update(stand: Stand) -> None:
    filed = await placed(stand)

    await stand.say(Said(1, Status.FOLLOWED_UP, "Sedang dicek."))
    assert (await stand.ours.known(filed)).status is Status.FOLLOWED_UP
    await stand.say(Said(2, Status.CLOSED, "Sudah menyala."))
    assert (await stand.ours.known(filed)).status is Status.CLOSED

    assert await stand.ours.told_words(filed, "Sedang dicek.", "Sudah menyala.") == ["Sedang dicek.", "Sudah menyala."]


async def test_a_repeat(stand: Stand) -> None:
    filed = await placed(stand)
    once = Said(1, Status.FOLLOWED_UP, "Sedang dicek.")

    await stand.say(once, once)
    await stand.say(once)

    assert await stand.ours.told_words(filed, "Sedang dicek.") == ["Sedang dicek."]
    assert await stand.ours.words(filed) == ["Sedang dicek."]


async def test_updates_out_of_order(stand: Stand) -> None:
    filed = await placed(stand)
    steps = [Said(n, Status.FOLLOWED_UP, f"Langkah {n}.") for n in range(1, 5)]

    await stand.say(steps[1], steps[0])
    await stand.say(Said(5, Status.CLOSED, "Selesai."))
    before = await stand.ours.told(filed)
    await stand.say(steps[3])
    await stand.say(steps[2])

    assert (await stand.ours.known(filed)).status is Status.CLOSED
    assert await stand.ours.told(filed) == before
    assert await stand.ours.words(filed) == ["Langkah 1.", "Langkah 2.", "Langkah 3.", "Langkah 4.", "Selesai."]


async def test_an_id_that_changes_type(stand: Stand) -> None:
    filed = await placed(stand)

    await stand.say(Said(1, text="Sedang dicek.", id=77))
    await stand.say(Said(1, text="Sedang dicek.", id="77"))

    assert await stand.ours.words(filed) == ["Sedang dicek."]
    assert await stand.ours.told_words(filed, "Sedang dicek.") == ["Sedang dicek."]


async def test_thousands_of_updates_at_once(stand: Stand) -> None:
    filed = [await placed(stand, f"KTM-{n:04}-0000") for n in range(REPORTS)]
    steps = range(1, UPDATES_AT_ONCE // REPORTS + 1)
    said = [Said(n, Status.FOLLOWED_UP, f"Langkah {n:03}.", each.report.receipt) for n in steps for each in filed]

    await stand.say(*said)

    in_order = [f"Langkah {n:03}." for n in steps]
    for each in filed:
        assert await stand.ours.words(each) == in_order
        assert await stand.ours.told_words(each, *in_order) == in_order


async def test_unknown_report(stand: Stand) -> None:
    filed = await placed(stand)
    before = await stand.ours.told(filed)

    await stand.say(Said(1, Status.CLOSED, "Bukan kami.", OTHER))

    assert await stand.ours.told(filed) == before
    assert await stand.ours.words(filed) == []


async def test_report_of_another_backend(stand: Stand) -> None:
    other = await stand.ours.file(OTHER, backend="elsewhere")
    async with stand.ours.store.begin() as unit:  # from a time when it was this one's
        await placements.note_external_id(unit, stand.ours.backend.name, other.id, ID_OF_NO_CASE)

    await stand.say(Said(1, Status.CLOSED, "Bukan kami.", OTHER))

    report = await stand.ours.known(other)
    assert (report.status, report.history, report.is_handed_over) == (Status.RECEIVED, (), False)
    assert await stand.ours.told(other) == []


async def test_unknown_status(stand: Stand) -> None:
    filed = await placed(stand)

    await stand.say(Said(1, "awaiting_moon", "Dianggarkan."))

    report = await stand.ours.known(filed)
    assert (report.status, report.history[-1].status) == (Status.HANDED_OVER, Status.OTHER)
    assert report.history[-1].own_word.replace("_", " ") == "awaiting moon"
    [told] = await stand.ours.told(filed)
    assert told.startswith(f"Ada kabar tentang laporan {RECEIPT}.")
    assert "Dianggarkan." in told


async def test_unknown_fields(stand: Stand) -> None:
    filed = await placed(stand)

    await stand.say(Said(1, text="Sedang dicek.", more={"officer": {"name": "Rina"}, "priority": 7, "extra": None}))

    assert await stand.ours.told_words(filed, "Sedang dicek.", "Rina") == ["Sedang dicek."]

"""A volunteer files for a neighbour, through the intake and on a real database."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from obstore.store import LocalStore
from sqlalchemy import select, update

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.messages import Chat, MediaKind, Received
from conversations.profile import Profile
from conversations.status import ResponseKind, Status
from conversations.volunteering import Standing
from handlers.file_removal import drop_strays
from handlers.forwarding_body import from_json
from handlers.ownership import move
from handlers.ports import ReportForwarding, ResponseForwarding
from handlers.report_files import ReportFiles
from storage import attachments, desk, fetches, forgetting, lost_files, tables
from storage.attachments import StoredFile
from storage.store import Store
from tests.filed import NOW
from tests.handlers.house import House, different_numbers, open_house
from tests.volunteering import RAHMA, Helper, make_volunteer, meet, talk_is, talk_of

EVIDENCE, PHOTO = "evidence", "photo"
CONSENT = m.Media(EVIDENCE, MediaKind.VOICE)
TELLING: tuple[m.Incoming, ...] = (
    m.Text("Lampu jalan depan SMPN 1 Sangatta Utara mati, gelap"),
    m.Text("Untuk orang lain"),
    m.Text("Siti Aminah"),
    m.Text("0812 3456 7890"),
    m.Text("Setuju"),
    m.Text("Lampu Penerangan Jalan Umum"),
    m.Text("kemarin"),
    m.Text("Teluk Lingga, seberang gerbang sekolah"),
    m.Media(PHOTO, MediaKind.PHOTO),
)


def told(visibility: str = "Biasa", consent: m.Incoming = CONSENT) -> tuple[m.Incoming, ...]:
    return (*TELLING, m.Text(visibility), consent, m.Text("Kirim"))


async def keep_files(store: Store, owner: int) -> None:
    async with store.begin() as unit:
        for id, kind in ((EVIDENCE, MediaKind.VOICE), (PHOTO, MediaKind.PHOTO)):
            file = StoredFile(id, kind, "image/jpeg", 1, "00" * 32, f"{id}/original")
            await attachments.add(unit, owner, file, NOW - timedelta(days=3))


async def rows(store: Store, table: Any) -> Sequence[Any]:
    async with store.read() as unit:
        return (await unit.connection.execute(select(table).order_by(*table.primary_key))).all()


async def forwarded(store: Store) -> list[ReportForwarding | ResponseForwarding]:
    return [from_json(row.body) for row in await rows(store, tables.forwardings)]


async def file(store: Store, catalogue: Catalogue, messages: Sequence[m.Incoming]) -> Helper:
    """What a volunteer says, one message after the other."""
    rahma = await make_volunteer(store)
    await keep_files(store, rahma.id)
    async with open_house(store, catalogue, delivers=False) as house:
        await house.say(rahma.chat, *messages)
    return rahma


async def test_the_report_is_the_persons_and_says_who_filed_it(store: Store, catalogue: Catalogue) -> None:
    rahma = await file(store, catalogue, told())
    [sent] = await forwarded(store)
    assert isinstance(sent, ReportForwarding)
    report = sent.report
    assert (report.reporter_name, report.reporter_contact) == ("Siti Aminah", "+6281234567890")
    assert report.filed_by is not None
    assert (report.filed_by.name, report.filed_by.kim_group) == (RAHMA.name, RAHMA.kim_group)
    [filing] = await rows(store, tables.filings)
    assert (filing.person_name, filing.consent, filing.covers) == ("Siti Aminah", "voice_note", "open")
    assert (await talk_of(store, rahma.id)).person.name == ""


@pytest.mark.parametrize("visibility", ["Anonim", "Anonim dan rahasia"])
async def test_of_an_anonymous_report_neither_leaves(store: Store, catalogue: Catalogue, visibility: str) -> None:
    await file(store, catalogue, told(visibility))
    [waiting] = await rows(store, tables.forwardings)
    assert not any(name in waiting.body.decode() for name in ("Siti", "6281234567890", RAHMA.name, RAHMA.kim_group))
    [report] = await rows(store, tables.reports)
    assert (report.reporter_name, report.reporter_contact) == ("", "")
    [filing] = await rows(store, tables.filings)
    assert filing.person_name == "Siti Aminah"


async def test_what_shows_the_consent_stays_with_the_report_and_never_leaves(
    store: Store, catalogue: Catalogue, tmp_path: Path
) -> None:
    await file(store, catalogue, told())
    [sent] = await forwarded(store)
    assert isinstance(sent, ReportForwarding)
    assert [attachment.id for attachment in sent.report.attachments] == [PHOTO]
    await drop_strays(store, NOW)
    assert {row.id: row.report_id is not None for row in await rows(store, tables.attachments)} == {
        EVIDENCE: True,
        PHOTO: True,
    }
    files = ReportFiles(store, LocalStore(tmp_path / "attachments", mkdir=True), "desk")
    assert set(await files.states([EVIDENCE, PHOTO])) == {PHOTO}
    assert await files.find(EVIDENCE) is None
    async with store.begin() as unit:
        case = desk.Case(0, sent.report, status=Status.RECEIVED, received_at=NOW, waiting_since=NOW)
        await desk.add_cases(unit, [case])
        assert await desk.owner_of_file(unit, PHOTO) is not None
        assert await desk.owner_of_file(unit, EVIDENCE) is None
        assert set(await fetches.states(unit, sent.report.receipt)) == {PHOTO}


async def test_without_consent_nothing_is_sent_whatever_is_pressed(store: Store, catalogue: Catalogue) -> None:
    crafted = [m.Choice(f"send|{stamp}") for stamp in ("1.review", "1.person_consent", "0.idle")]
    crafted += [m.Choice("send"), m.Choice("advance"), m.Choice("media"), m.Choice("keep"), m.Choice("skip")]
    rahma = await file(store, catalogue, (*TELLING, m.Text("Biasa"), *crafted, m.Text("Kirim"), m.Text("ya, kirim")))
    assert await rows(store, tables.reports) == []
    draft = (await talk_of(store, rahma.id)).draft
    assert draft is not None
    assert draft.represents is not None
    assert draft.represents.consent is None


async def test_a_more_open_visibility_is_agreed_to_anew(store: Store, catalogue: Catalogue) -> None:
    changed = [*told("Anonim")[:-1], m.Text("Ubah"), m.Text("Siapa yang boleh melihat"), m.Text("Biasa")]
    rahma = await file(store, catalogue, (*changed, m.Text("Kirim"), m.Choice("send|1.review")))
    assert await rows(store, tables.reports) == []
    async with open_house(store, catalogue, delivers=False) as house:
        await house.say(rahma.chat, m.Text("Saya, Siti Aminah, setuju"), m.Text("Kirim"), begin=1_000)
    [report], [filing] = await rows(store, tables.reports), await rows(store, tables.filings)
    assert (report.visibility, filing.covers, filing.consent) == ("open", "open", "in_person")
    assert [row.id for row in await rows(store, tables.attachments)] == [PHOTO]


async def test_somebody_who_is_suspended_sends_nothing_for_others(store: Store, catalogue: Catalogue) -> None:
    rahma = await file(store, catalogue, told()[:-1])
    suspended = replace(RAHMA, standing=Standing.SUSPENDED)
    async with store.begin() as unit:
        await unit.connection.execute(update(tables.volunteers).values(standing=suspended.standing.value))
    await talk_is(store, rahma.id, replace(await talk_of(store, rahma.id), volunteering=suspended))
    async with open_house(store, catalogue, delivers=False) as house:
        await house.say(rahma.chat, m.Text("Kirim"), m.Choice("send|1.review"), begin=1_000)
    assert await rows(store, tables.reports) == []
    assert (await talk_of(store, rahma.id)).draft is not None


async def test_a_consent_that_is_taken_back_leaves_nothing_that_names_the_person(
    store: Store, catalogue: Catalogue
) -> None:
    rahma = await file(store, catalogue, told())
    [report] = await rows(store, tables.reports)
    async with open_house(store, catalogue, delivers=False) as house:
        back = m.Choice(f"take_back_consent_now:{report.receipt}")
        await house.say(rahma.chat, back, back, m.Choice(f"status:{report.receipt}"), begin=1_000)
        assert house.file_removal.rung
    withheld, withdrawal = await forwarded(store)
    assert isinstance(withheld, ReportForwarding)
    assert (withheld.report.reporter_name, withheld.report.filed_by) == ("", None)
    assert isinstance(withdrawal, ResponseForwarding)
    assert withdrawal.kind is ResponseKind.WITHDRAWAL
    [report], [filing] = await rows(store, tables.reports), await rows(store, tables.filings)
    assert (report.complainant_id, report.reporter_name, report.reporter_contact) == (None, "", "")
    assert (filing.person_name, filing.person_contact, filing.evidence_id) == ("", "", None)
    assert filing.withdrawn_at == NOW
    assert [row.id for row in await rows(store, tables.attachments)] == [PHOTO]
    talk = await talk_of(store, rahma.id)
    assert "Siti" not in repr(talk)
    assert report.receipt not in repr(talk)


async def test_a_consent_is_taken_back_though_nobody_can_read_what_waits_of_the_report(
    store: Store, catalogue: Catalogue
) -> None:
    rahma = await file(store, catalogue, told())
    [report] = await rows(store, tables.reports)
    async with store.begin() as unit:
        await unit.connection.execute(tables.forwardings.update().values(body=b"{"))
    async with open_house(store, catalogue, delivers=False) as house:
        await house.say(rahma.chat, m.Choice(f"take_back_consent_now:{report.receipt}"), begin=1_000)
    [filing] = await rows(store, tables.filings)
    assert (filing.person_name, filing.withdrawn_at) == ("", NOW)


async def test_somebody_elses_consent_cannot_be_taken_back(store: Store, catalogue: Catalogue) -> None:
    await file(store, catalogue, told())
    [report] = await rows(store, tables.reports)
    other = await make_volunteer(store, "budi")
    async with open_house(store, catalogue, delivers=False) as house:
        await house.say(other.chat, m.Choice(f"take_back_consent_now:{report.receipt}"))
    [filing] = await rows(store, tables.filings)
    assert filing.withdrawn_at is None
    assert len(await forwarded(store)) == 1


async def test_an_owner_who_is_forgotten_takes_the_evidence_along(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    await file(store, catalogue, told())
    [report] = await rows(store, tables.reports)
    siti = await meet(store, "siti")
    async with store.begin() as unit:
        handed_over = {"handed_over_at": NOW}
        await unit.connection.execute(update(tables.filings).values(handed_over))
        await unit.connection.execute(update(tables.reports).values(is_handed_over=True))
        await move(unit, [report.id], siti, NOW, profile, different_numbers())
        await forgetting.forget(unit, [siti])
    [filing] = await rows(store, tables.filings)
    assert (filing.person_name, filing.person_contact, filing.evidence_id) == ("", "", None)
    assert EVIDENCE not in {row.id for row in await rows(store, tables.attachments)}
    async with store.read() as unit:
        unwanted = await unit.connection.scalars(select(tables.unwanted_files.c.object_key))
        assert f"{EVIDENCE}/original" in set(unwanted)


async def test_the_volunteer_is_told_that_the_evidence_was_lost_and_not_asked_to_add_it(
    store: Store, catalogue: Catalogue
) -> None:
    lost = m.Media(EVIDENCE, MediaKind.VOICE, source="app's name")
    rahma = await make_volunteer(store)
    async with open_house(store, catalogue, delivers=False) as house:
        await house.say(rahma.chat, *told(consent=lost))
    async with store.begin() as unit:
        await fetches.lose(unit, EVIDENCE, m.Refusal.GONE, NOW)
        [file] = await lost_files.untold(unit, rahma.id)
    assert file.is_evidence


# --- a bad signal ---


def sent(chat: Chat, messages: Sequence[m.Incoming], ago: timedelta = timedelta()) -> list[Received]:
    return [Received(chat, str(key), NOW - ago, incoming, "id") for key, incoming in enumerate(messages)]


async def kept(store: Store) -> list[tuple[Any, ...]]:
    """What there is of the reports, but for their random numbers."""
    return [
        (
            row.title,
            row.description,
            row.event_day,
            row.landmark,
            row.visibility,
            row.reporter_name,
            row.reporter_contact,
        )
        for row in await rows(store, tables.reports)
    ]


async def test_the_day_is_counted_from_when_it_was_said(store: Store, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(store)
    await keep_files(store, rahma.id)
    async with open_house(store, catalogue, delivers=False) as house:
        for received in sent(rahma.chat, told(), timedelta(days=2)):
            await house.intake.take(received)
    [report] = await rows(store, tables.reports)
    assert report.event_day == date(2026, 11, 17)
    [filing] = await rows(store, tables.filings)
    assert filing.consented_at == NOW - timedelta(days=2)


@pytest.mark.parametrize("seed", range(4))
async def test_bursts_and_doubled_messages_end_in_the_same_reports(
    store: Store, catalogue: Catalogue, seed: int
) -> None:
    chance = random.Random(seed)
    volunteers = [await make_volunteer(store, name) for name in ("rahma", "budi", "wati")]
    lines = {each.chat: sent(each.chat, told(consent=m.Text("Saya, Siti Aminah, setuju"))) for each in volunteers}
    async with open_house(store, catalogue, delivers=False) as house:
        await _deliver_badly(house, lines, chance)
    [first, *others] = await kept(store)
    assert others == [first, first]
    assert len(await rows(store, tables.filings)) == 3
    assert first[:3] == (
        "Lampu jalan depan SMPN 1 Sangatta Utara mati, gelap",
        "Lampu jalan depan SMPN 1 Sangatta Utara mati, gelap",
        date(2026, 11, 19),
    )


async def _deliver_badly(house: House, lines: dict[Chat, list[Received]], chance: random.Random) -> None:
    """Each chat's messages in their order, in bursts, the chats mixed; what was taken comes again at any time later."""
    places = dict.fromkeys(lines, 0)
    for _ in count():
        open_ = [chat for chat in lines if places[chat] < len(lines[chat])]
        if not open_:
            return
        chat = chance.choice(open_)
        for received in lines[chat][places[chat] :][: chance.randint(1, 5)]:
            await house.intake.take(received)
            places[chat] += 1
            if chance.random() < 0.5:
                await house.intake.take(chance.choice(lines[chat][: places[chat]]))

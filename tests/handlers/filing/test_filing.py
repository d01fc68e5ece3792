"""A volunteer files for a neighbour, who has agreed to it; and nothing is sent that was not agreed to."""

from dataclasses import replace
from pathlib import Path

import pytest
from obstore.store import LocalStore
from sqlalchemy import update

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.messages import MediaKind
from conversations.status import Status
from conversations.volunteering import Standing
from handlers.file_removal import drop_strays
from handlers.ports import ReportForwarding
from handlers.report_files import ReportFiles
from storage import desk, fetches, lost_files, tables
from storage.store import Store
from tests.filed import NOW
from tests.handlers.filing.telling import EVIDENCE, PHOTO, TELLING, file, forwarded, rows, told
from tests.handlers.house import open_house
from tests.volunteering import RAHMA, make_volunteer, talk_is, talk_of


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

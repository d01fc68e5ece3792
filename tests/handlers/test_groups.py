"""What a group says to a volunteer's chat, through the intake and on a real database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.messages import Chat, Received
from conversations.volunteering import Standing
from handlers.groups import Groups
from handlers.standing import change_standing
from storage import complainants, tables, volunteers
from storage.store import Store
from tests.filed import NOW
from tests.handlers.house import House, different_numbers, open_house
from tests.volunteering import RAHMA, Helper, make_volunteer, talk_of

GROUP = Chat("webchat", "-50")
PHOTO = m.Media("photo-1", m.MediaKind.PHOTO, source="app-1")
STORY = "Lampu jalan depan SMPN 1 Sangatta Utara mati, gelap"
OVERHEARD = m.Overheard(GROUP.address, "12", "g-50m12", "81", "Budi Santoso", STORY, (PHOTO,))
AGREES = m.GroupAnswer(GROUP.address, "81", 1, 1, "y")
REFUSES = replace(AGREES, says="n")
DAYS_AGO = timedelta(days=2)


async def rows(store: Store, table: Any) -> Sequence[Any]:
    async with store.read() as unit:
        return (await unit.connection.execute(select(table).order_by(*table.primary_key))).all()


async def hear(house: House, chat: Chat, incoming: m.Incoming, key: str) -> bool:
    at = NOW - DAYS_AGO if isinstance(incoming, m.Overheard) else NOW
    return await Groups(house.store, house.intake).take(Received(chat, key, at, incoming))


async def test_a_neighbours_report_is_sent_with_the_consent_given_in_the_group(
    store: Store, catalogue: Catalogue
) -> None:
    rahma = await make_volunteer(store)
    async with open_house(store, catalogue, delivers=False) as house:
        await hear(house, rahma.chat, OVERHEARD, "g1")
        await hear(house, rahma.chat, AGREES, "c1")
        said = ("Tidak ada nomor", "Setuju", "Lampu Penerangan Jalan Umum", "Teluk Lingga, seberang gerbang", "Biasa")
        await house.say(rahma.chat, *map(m.Text, said), m.Text("Kirim"))
    [filing] = await rows(store, tables.filings)
    assert (filing.person_name, filing.consent, filing.covers) == ("Budi Santoso", "group_button", "open")
    assert filing.consented_at == NOW
    [report] = await rows(store, tables.reports)
    assert (report.description, report.event_day) == (STORY, (NOW - DAYS_AGO).date())
    [file] = await rows(store, tables.attachments)
    assert (file.id, file.report_id) == (PHOTO.file_id, report.id)
    assert [fetch.source for fetch in await rows(store, tables.fetches)] == ["app-1"]


async def test_the_question_waits_for_the_group_in_the_unit_that_keeps_the_draft(
    store: Store, catalogue: Catalogue
) -> None:
    rahma = await make_volunteer(store)
    async with open_house(store, catalogue, delivers=False) as house:
        await hear(house, rahma.chat, OVERHEARD, "g1")
        await hear(house, rahma.chat, OVERHEARD, "g1")
        asked = [each.outgoing for each in await house.waiting() if each.chat == GROUP]
    [question] = asked
    assert question.answers == "12"
    assert STORY not in str(question)
    assert (await talk_of(store, rahma.id)).drafts_begun == 1


async def test_what_was_refused_is_nowhere_any_more(store: Store, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(store)
    async with open_house(store, catalogue, delivers=False) as house:
        await hear(house, rahma.chat, OVERHEARD, "g1")
        assert len(await rows(store, tables.attachments)) == 1
        await hear(house, rahma.chat, REFUSES, "c1")
        assert house.file_removal.rung == 1
    assert await rows(store, tables.attachments) == []
    assert STORY not in str(await talk_of(store, rahma.id))


async def test_who_refuses_once_it_was_sent_another_way_takes_the_consent_back(
    store: Store, catalogue: Catalogue
) -> None:
    rahma = await make_volunteer(store)
    async with open_house(store, catalogue, delivers=False) as house:
        await hear(house, rahma.chat, OVERHEARD, "g1")
        await sent_another_way(house, rahma)
        [filing] = await rows(store, tables.filings)
        assert (filing.consent, filing.withdrawn_at) == ("in_person", None)
        for key in ("c1", "c2"):
            await hear(house, rahma.chat, REFUSES, key)
    [filing] = await rows(store, tables.filings)
    assert (filing.withdrawn_at, filing.person_name) == (NOW, "")
    [report] = await rows(store, tables.reports)
    assert (report.complainant_id, report.reporter_name) == (None, "")
    assert len(await rows(store, tables.forwardings)) == 2  # the report, and one withdrawal
    talk = await talk_of(store, rahma.id)
    assert "Budi" not in str(talk)
    assert report.receipt not in str(talk)


async def sent_another_way(house: House, rahma: Helper, begin: int = 0) -> None:
    place = "Teluk Lingga, seberang gerbang"
    said = ["Tidak ada nomor", "Setuju", "Lampu Penerangan Jalan Umum", place, "Biasa", "Saya, Budi Santoso, setuju"]
    if begin:
        said.remove("Setuju")  # the volunteer has, once for all
    await house.say(rahma.chat, *map(m.Text, said), m.Text("Kirim"), begin=begin)


async def test_a_refusal_finds_its_report_however_many_were_sent_since(store: Store, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(store)
    async with open_house(store, catalogue, delivers=False) as house:
        await hear(house, rahma.chat, OVERHEARD, "g1")
        await sent_another_way(house, rahma)
        for number in range(1, 9):
            photo = replace(PHOTO, file_id=f"photo-{number}00")
            other = replace(OVERHEARD, message=f"{number}00", writer="82", media=(photo,))
            await hear(house, rahma.chat, other, f"o{number}")
            await sent_another_way(house, rahma, begin=100 * number)
        assert [filing.withdrawn_at for filing in await rows(store, tables.filings)] == [None] * 9
        await hear(house, rahma.chat, REFUSES, "c1")
    assert [bool(filing.withdrawn_at) for filing in await rows(store, tables.filings)] == [True, *[False] * 8]


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.ENDED])
async def test_a_refusal_counts_though_its_volunteer_is_one_no_more(
    store: Store, catalogue: Catalogue, standing: Standing
) -> None:
    rahma = await make_volunteer(store)
    async with open_house(store, catalogue, delivers=False) as house:
        await hear(house, rahma.chat, OVERHEARD, "g1")
        await sent_another_way(house, rahma)
        async with store.begin() as unit:
            volunteer = (await volunteers.of(unit, [rahma.id]))[rahma.id]
            await change_standing(unit, volunteer, standing, NOW, catalogue.profile, different_numbers())
        before = len(await house.waiting())
        for key in ("c1", "c2"):
            await hear(house, rahma.chat, REFUSES, key)
        assert len(await house.waiting()) == before  # whoever filed it is told nothing
    [filing] = await rows(store, tables.filings)
    assert (filing.withdrawn_at, filing.person_name) == (NOW, "")
    [report] = await rows(store, tables.reports)
    assert (report.complainant_id, report.reporter_name) == (None, "")
    assert len(await rows(store, tables.forwardings)) == 2  # the report, and one withdrawal


@pytest.mark.parametrize(
    "answer",
    [AGREES, replace(REFUSES, draft=2), replace(REFUSES, question=2), replace(REFUSES, writer="82")],
    ids=["agrees", "another draft", "another question", "somebody else"],
)
async def test_no_other_answer_takes_a_sent_report_back(
    store: Store, catalogue: Catalogue, answer: m.GroupAnswer
) -> None:
    rahma = await make_volunteer(store)
    async with open_house(store, catalogue, delivers=False) as house:
        await hear(house, rahma.chat, OVERHEARD, "g1")
        await sent_another_way(house, rahma)
        for chat in (rahma.chat, Chat("webchat", "dewi")):
            await hear(house, chat, answer, "c1")
        await hear(house, Chat("webchat", "dewi"), REFUSES, "c2")
    [filing] = await rows(store, tables.filings)
    assert filing.withdrawn_at is None
    assert len(await rows(store, tables.complainants)) == 2  # the volunteer and the group: no stranger got a chat


@pytest.mark.parametrize("standing", [Standing.ASKED, Standing.SUSPENDED, None])
async def test_nobody_else_gets_a_draft_or_a_conversation(
    store: Store, catalogue: Catalogue, standing: Standing | None
) -> None:
    chat = Chat("webchat", "rahma")
    if standing:
        await make_volunteer(store, volunteering=replace(RAHMA, standing=standing))
    before = len(await rows(store, tables.complainants))
    async with open_house(store, catalogue, delivers=False) as house:
        await hear(house, chat, OVERHEARD, "g1")
        assert not await hear(house, Chat("webchat", "99"), AGREES, "c1")
        [told] = await house.waiting()
    assert (told.chat, [each.key for each in told.outgoing.lines][:1]) == (GROUP, ["said.in_group"])
    assert len(await rows(store, tables.complainants)) == before + 1  # the group itself


async def test_who_is_suspended_meanwhile_still_loses_what_was_refused(store: Store, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(store)
    async with open_house(store, catalogue, delivers=False) as house:
        await hear(house, rahma.chat, OVERHEARD, "g1")
        async with store.begin() as unit:
            await unit.connection.execute(tables.volunteers.update().values(standing=Standing.SUSPENDED.value))
        await hear(house, rahma.chat, REFUSES, "c1")
    assert (await talk_of(store, rahma.id)).draft is None


async def test_a_word_in_a_group_does_not_open_a_private_chat_again(store: Store, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(store)
    async with open_house(store, catalogue, delivers=False) as house:
        await hear(house, rahma.chat, OVERHEARD, "g1")
        async with store.begin() as unit:
            await complainants.mark_blocked(unit, [rahma.id], True)
        await hear(house, rahma.chat, AGREES, "c1")
        await hear(house, rahma.chat, replace(OVERHEARD, message="13", key="g-50m13"), "g2")
        told = [each.outgoing.lines[0].key for each in await house.waiting() if each.chat == GROUP]
    assert "said.open_private_first" in told
    [known] = [row for row in await rows(store, tables.complainants) if row.id == rahma.id]
    assert known.is_blocked
    draft = (await talk_of(store, rahma.id)).draft
    assert draft
    assert draft.represents
    assert draft.represents.consent

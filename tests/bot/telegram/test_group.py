"""A KIM's group: a volunteer replies to a neighbour's message with /lapor, and the neighbour is asked there."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import now
from conversations.conversation import Conversation, Person
from conversations.messages import Chat
from conversations.report import ConsentKind, Visibility
from conversations.state import State
from conversations.volunteering import Standing, Volunteering
from storage import complainants, conversations, tables
from storage.conversations import Change
from tests.bot.telegram.office import Office, opened
from tests.telegram.people import Person as Member
from tests.telegram.server import BotApi

RUDI = Volunteering("Rudi Hartono", "KIM Sangatta Utara", "64.08.04", Standing.ACTIVE)
STORY = "Lampu jalan depan SMPN 1 Sangatta Utara mati, gelap sekali"
AGREES, UNNAMED, REFUSES = "Setuju", "Setuju, tanpa nama", "Tidak"


@dataclass(frozen=True, slots=True)
class Village:
    """Rudi, a volunteer, and two neighbours in a group; `in_group` are they as they write there."""

    api: BotApi
    office: Office
    rudi: Member
    group: Any

    def neighbour(self, id: int = 81, name: str = "Budi Santoso") -> Member:
        first, _, last = name.partition(" ")
        return self.group.member(self.api.person(id, first, last_name=last or None))  # type: ignore[no-any-return]

    @property
    def rudi_in_group(self) -> Member:
        return self.group.member(self.rudi)  # type: ignore[no-any-return]

    async def settled(self) -> None:
        await self.api.settled()
        await self.office.all_is_sent()
        await asyncio.sleep(0.1)  # calls beside the messages, which nobody waits for

    async def points_to(self, message: Any, by: Member | None = None) -> None:
        await (by or self.rudi_in_group).says("/lapor@pintulapor_bot", reply_to=message)
        await self.settled()

    async def talk(self) -> Conversation:
        chat = Chat("telegram", str(self.rudi.id))
        async with self.office.store.begin() as unit:
            return (await conversations.load(unit, [chat]))[chat].conversation

    def said_in_group(self) -> list[str]:
        return [shown.text for shown in self.group.member(self.rudi).sees]

    def said_to_rudi(self) -> str:
        return "\n".join(shown.text for shown in self.rudi.sees)


async def is_volunteer(office: Office, address: int, volunteering: Volunteering = RUDI) -> None:
    """They have written to the bot before, and the office lets them file for others."""
    chat = Chat("telegram", str(address))
    async with office.store.begin() as unit:
        id = (await complainants.add(unit, [chat], now()))[chat]
        values: dict[str, Any] = {
            "complainant_id": id,
            "name": volunteering.name,
            "kim_group": volunteering.kim_group,
            "area": volunteering.area,
            "standing": volunteering.standing.value,
            "asked_at": now(),
        }
        await unit.connection.execute(tables.volunteers.insert().values(values))
        known = Conversation(volunteering=volunteering, heard_at=now())
        await conversations.store(unit, [Change(id, known, None)], now())
        await complainants.store_persons(unit, {id: Person(volunteering.name, "", "id", now())})


@pytest.fixture(params=[("ptb", "polling"), ("aiogram", "webhook")], ids=["ptb", "aiogram"])
async def village(request: pytest.FixtureRequest, api: BotApi, tmp_path: Path) -> AsyncIterator[Village]:
    library, mode = request.param
    chosen = {"telegram_read_with": library, "telegram_send_with": library, "telegram_mode": mode}
    async with opened(api, tmp_path, **chosen) as office:
        rudi = api.person(71, "Rudi", last_name="Hartono")
        await is_volunteer(office, rudi.id)
        yield Village(api, office, rudi, api.group(-1_001_000_000_050))


async def test_a_neighbours_message_becomes_a_draft_and_only_consent_is_asked_in_the_group(village: Village) -> None:
    budi = village.neighbour()
    told = await budi.says(STORY)
    await village.points_to(told)
    [asked] = village.group.member(village.rudi).sees
    assert STORY not in asked.text
    assert asked.labels == (AGREES, UNNAMED, REFUSES)
    assert asked.raw["reply_to_message"]["message_id"] == told["message_id"]
    draft = (await village.talk()).draft
    assert draft
    assert draft.represents
    assert (draft.description, draft.represents.name, draft.represents.consent) == (STORY, "Budi Santoso", None)
    assert STORY in village.said_to_rudi()


async def test_it_happened_when_the_neighbour_said_so(village: Village) -> None:
    budi, account = village.neighbour(), village.api.account
    day = now().date() - timedelta(days=3)
    account.now = lambda: datetime.combine(day, time(4), UTC).timestamp()
    told, told_of_yesterday = await budi.says(STORY), await budi.says(f"Kemarin {STORY}")
    account.now = lambda: now().timestamp()
    await village.points_to(told)
    await village.points_to(told_of_yesterday)
    after = await village.talk()
    assert after.draft
    assert [draft.event_date.day for draft in (*after.shelf, after.draft)] == [day, day - timedelta(days=1)]


async def test_a_neighbour_who_agrees_is_thanked_and_the_question_goes(village: Village) -> None:
    budi = village.neighbour()
    await village.points_to(await budi.says(STORY))
    await budi.presses(AGREES)
    await village.settled()
    draft = (await village.talk()).draft
    assert draft
    assert draft.represents
    assert draft.represents.consent
    assert draft.represents.consent.kind is ConsentKind.GROUP_BUTTON
    assert draft.represents.consent.covers is Visibility.OPEN
    assert abs((now() - draft.represents.consent.at).total_seconds()) < 60
    assert [toast.text for toast in village.api.account.toasts] == ["Terima kasih atas jawabannya."]
    assert village.said_in_group() == []
    assert "Budi Santoso setuju, dijawab di grup." in village.said_to_rudi()


async def test_a_neighbour_may_agree_to_be_unnamed(village: Village) -> None:
    budi = village.neighbour()
    await village.points_to(await budi.says(STORY))
    await budi.presses(UNNAMED)
    await village.settled()
    draft = (await village.talk()).draft
    assert draft
    assert draft.represents
    assert draft.visibility is Visibility.ANONYMOUS
    assert draft.represents.agrees_to(Visibility.ANONYMOUS)
    assert not draft.represents.agrees_to(Visibility.OPEN)


async def test_a_neighbour_who_refuses_leaves_nothing_behind(village: Village) -> None:
    budi = village.neighbour()
    told = await budi.sends_photo(caption=STORY)
    await village.points_to(told)
    assert (await village.talk()).draft
    await budi.presses(REFUSES)
    await village.settled()
    after = await village.talk()
    assert (after.draft, after.shelf, after.state) == (None, (), State.IDLE)
    assert village.said_in_group() == []
    assert "Budi Santoso tidak setuju. Drafnya sudah saya hapus." in village.said_to_rudi()
    async with village.office.store.read() as unit:
        assert (await unit.connection.execute(tables.attachments.select())).all() == []


async def test_nobody_else_can_answer_for_the_neighbour(village: Village) -> None:
    budi, ani = village.neighbour(), village.neighbour(82, "Ani")
    await village.points_to(await budi.says(STORY))
    [question] = ani.sees
    before = await village.talk()
    for presser in (ani, village.rudi_in_group):
        await presser.presses(AGREES)
        await presser.presses_data(f"group:y.{village.rudi.id}.1.1.{presser.id}", question)
    await village.rudi.says("/bantuan")
    await village.settled()
    after = await village.talk()
    assert after.draft == before.draft
    assert len(village.said_in_group()) <= 1
    toasts = [toast.text for toast in village.api.account.toasts]
    assert toasts.count("Ini hanya untuk penulis pesannya.") == 2


async def test_the_volunteer_cannot_press_the_neighbours_button_in_private(village: Village) -> None:
    budi = village.neighbour()
    await village.points_to(await budi.says(STORY))
    before = await village.talk()
    prompt = village.rudi.sees[-1]
    for data in (f"group:y.{village.rudi.id}.1.1.{budi.id}", "agreed_in_group:y", "refused_in_group:n"):
        await village.rudi.presses_data(data, prompt)
        await village.settled()
    assert (await village.talk()).draft == before.draft


async def test_a_neighbours_files_come_with_the_words(village: Village) -> None:
    budi = village.neighbour()
    first, second, _ = await budi.sends_album("photo", "photo", "photo", captions={0: STORY})
    await village.points_to(first)
    await village.points_to(second)
    draft = (await village.talk()).draft
    assert draft
    assert draft.description == STORY
    assert len(draft.attachments) == 2
    assert len(village.said_in_group()) == 1
    async with village.office.store.read() as unit:
        kept = (await unit.connection.execute(tables.attachments.select())).all()
    assert {row.id for row in kept} == {file.id for file in draft.attachments}


async def test_an_edit_counts_once_the_volunteer_points_to_the_message_again(village: Village) -> None:
    budi = village.neighbour()
    told = await budi.says(STORY)
    await village.points_to(told)
    await budi.presses(AGREES)
    await village.settled()
    edited = await budi.edits(told, text=f"{STORY}, sudah seminggu")
    await village.settled()
    draft = (await village.talk()).draft
    assert draft
    assert draft.description == STORY
    await village.points_to(edited)
    draft = (await village.talk()).draft
    assert draft
    assert draft.represents
    assert (draft.number, draft.description) == (1, f"{STORY}, sudah seminggu")
    assert draft.represents.consent is None
    assert len(village.said_in_group()) == 1


async def test_a_message_deleted_meanwhile_is_still_asked_about(village: Village) -> None:
    budi = village.neighbour()
    told = await budi.says(STORY)
    await village.rudi_in_group.says("/lapor@pintulapor_bot", reply_to=told)
    del budi.chat.messages[told["message_id"]]
    await village.settled()
    assert len(village.said_in_group()) == 1
    await budi.presses(REFUSES)
    await village.settled()
    assert (await village.talk()).draft is None


async def test_whoever_is_no_volunteer_is_pointed_to_the_private_chat(village: Village) -> None:
    budi, ani = village.neighbour(), village.neighbour(82, "Ani")
    await village.points_to(await budi.says(STORY), by=ani)
    [pointed] = village.said_in_group()
    assert "chat pribadi" in pointed
    async with village.office.store.read() as unit:
        known = (await unit.connection.execute(tables.complainants.select())).all()
    assert {row.address for row in known} == {str(village.rudi.id), str(village.group.id)}


async def test_a_volunteer_who_cannot_be_written_to_is_told_so_in_the_group(village: Village) -> None:
    budi = village.neighbour()
    await village.rudi.blocks()
    await village.settled()
    await village.points_to(await budi.says(STORY))
    [pointed] = village.said_in_group()
    assert "buka dulu chat pribadi" in pointed
    assert await village.office.is_blocked(village.rudi.id)
    assert (await village.talk()).draft is None


async def test_an_answer_to_an_earlier_question_counts_no_more(village: Village) -> None:
    budi = village.neighbour()
    told = await budi.says(STORY)
    await village.points_to(told)
    await village.points_to(told)
    first, second = budi.sees
    await budi.presses(AGREES, on=first)
    await village.settled()
    draft = (await village.talk()).draft
    assert draft
    assert draft.represents
    assert draft.represents.consent is None
    assert [shown.message_id for shown in budi.sees] == [second.message_id]


async def test_an_update_that_comes_twice_changes_nothing_more(village: Village) -> None:
    budi = village.neighbour()
    told = await budi.says(STORY)
    command = await village.rudi_in_group.says("/lapor@pintulapor_bot", reply_to=told)
    await village.settled()
    village.api.account.deliver("message", command)
    await village.settled()
    assert (await village.talk()).drafts_begun == 1
    assert len(village.said_in_group()) == 1
    query = await budi.presses(AGREES)
    await village.settled()
    before = await village.talk()
    village.api.account.deliver("callback_query", query)
    await village.settled()
    assert (await village.talk()).draft == before.draft
    assert village.said_to_rudi().count("setuju, dijawab di grup") == 1


async def test_what_was_asked_is_answered_after_a_restart(api: BotApi, tmp_path: Path) -> None:
    rudi, group = api.person(71, "Rudi", last_name="Hartono"), api.group(-1_001_000_000_050)
    budi = group.member(api.person(81, "Budi", last_name="Santoso"))
    async with opened(api, tmp_path) as office:
        await is_volunteer(office, rudi.id)
        village = Village(api, office, rudi, group)
        await village.points_to(await budi.says(STORY))
    await budi.presses(AGREES)
    async with opened(api, tmp_path) as office:
        village = Village(api, office, rudi, group)
        await village.settled()
        draft = (await village.talk()).draft
        assert draft
        assert draft.represents
        assert draft.represents.consent
        assert len(budi.sees) == 0


@pytest.mark.parametrize("decision", [Standing.SUSPENDED, Standing.ASKED, None])
async def test_only_an_active_volunteer_hears_for_others(
    api: BotApi, tmp_path: Path, decision: Standing | None
) -> None:
    rudi, group = api.person(71, "Rudi", last_name="Hartono"), api.group(-1_001_000_000_050)
    budi = group.member(api.person(81, "Budi", last_name="Santoso"))
    async with opened(api, tmp_path) as office:
        if decision:
            await is_volunteer(office, rudi.id, replace(RUDI, standing=decision))
        village = Village(api, office, rudi, group)
        await village.points_to(await budi.says(STORY))
        [pointed] = village.said_in_group()
        assert "chat pribadi" in pointed
        assert rudi.sees == []

"""A volunteer replies to a neighbour's message with /lapor: it becomes a draft, and the neighbour is asked there."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.wiring import now
from conversations.volunteering import Standing
from storage import tables
from tests.bot.telegram.group.village import AGREES, REFUSES, RUDI, STORY, UNNAMED, Village, is_volunteer
from tests.bot.telegram.office import opened
from tests.telegram.server import BotApi


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

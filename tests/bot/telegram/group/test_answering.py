"""A neighbour answers in the group, once and for themself alone; the question goes."""

from pathlib import Path

from bot.wiring import now
from conversations.report import ConsentKind, Visibility
from conversations.state import State
from storage import tables
from tests.bot.telegram.group.village import AGREES, REFUSES, STORY, UNNAMED, Village, is_volunteer
from tests.bot.telegram.office import opened
from tests.telegram.server import BotApi


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

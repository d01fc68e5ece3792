"""Drafts that lie idle."""

from datetime import timedelta

from sqlalchemy import func, select, update

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.messages import MediaKind
from conversations.profile import Profile
from handlers.idle import AT_ONCE, Idle
from handlers.quarantine import Poison, Quarantine
from storage import attachments, complainants, conversations, inbox
from storage.attachments import StoredFile
from storage.conversations import Change
from storage.store import Store
from storage.tables import conversations as table
from storage.tables import reports
from tests.filed import NOW
from tests.handlers.house import TELLING, Bell, House, chats, different_numbers, open_house

SITI, BUDI, TONO = chats(3)


def idle_in(house: House, profile: Profile) -> tuple[Idle, Bell]:
    removal = Bell()
    idle = Idle(house.store, profile, house.delivery, removal, house.clock, different_numbers())
    return idle, removal


async def test_an_idle_draft_is_reminded_once(store: Store, catalogue: Catalogue, profile: Profile) -> None:
    async with open_house(store, catalogue) as house:
        idle, _ = idle_in(house, profile)
        await house.say(SITI, *TELLING[:3])
        house.clock.move(hours=profile.patience.remind_after_hours - 1)
        await idle.look()
        assert not (await house.conversation(SITI)).is_reminded
        house.clock.move(hours=29)  # a morning: nobody is reminded at night
        await idle.look()
        await idle.look()
        await house.all_is_sent()
        assert (await house.conversation(SITI)).is_reminded
        assert len(house.app.sent) == 4


async def test_an_old_draft_is_put_away_and_later_deleted_with_its_files(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    async with open_house(store, catalogue) as house:
        idle, removal = idle_in(house, profile)
        await house.say(SITI, *TELLING[:5])
        async with store.begin() as unit:
            siti = (await conversations.load(unit, [SITI]))[SITI].id
            photo = StoredFile("a", MediaKind.PHOTO, "image/jpeg", 1, "00" * 32, "a/original")
            await attachments.add(unit, siti, photo, NOW)
        await house.say(SITI, m.Media("a", MediaKind.PHOTO), begin=5)

        house.clock.move(days=1)
        await idle.look()
        house.clock.move(days=profile.patience.put_away_after_days)
        await idle.look()
        put_away = await house.conversation(SITI)
        assert (put_away.draft, len(put_away.shelf), removal.rung) == (None, 1, 0)

        house.clock.move(days=profile.patience.delete_after_days)
        await idle.look()
        assert (await house.conversation(SITI)).shelf == ()
        assert removal.rung == 1
        async with store.begin() as unit:
            assert await attachments.find(unit, "a") is None


async def test_many_drafts_are_reminded_in_one_look(store: Store, catalogue: Catalogue, profile: Profile) -> None:
    async with open_house(store, catalogue, delivers=False) as house:
        idle, _ = idle_in(house, profile)
        await house.say(SITI, *TELLING[:3])
        told = await house.conversation(SITI)
        people = chats(2 * AT_ONCE + 1, "telegram")
        async with store.begin() as unit:
            ids = (await complainants.add(unit, people, NOW)).values()
            await conversations.store(unit, [Change(id, told, NOW) for id in ids], NOW)
        house.clock.move(days=1)
        await idle.look()
        async with store.begin() as unit:
            woken = await conversations.load(unit, people)
    assert all(person.conversation.is_reminded for person in woken.values())


async def test_a_conversation_that_cannot_be_woken_holds_up_no_other(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    async with open_house(store, catalogue, delivers=False) as house:
        idle, _ = idle_in(house, profile)
        for chat in (SITI, BUDI, TONO):
            await house.say(chat, *TELLING[:3])
        async with store.begin() as unit:
            budi = (await conversations.load(unit, [BUDI]))[BUDI].id
            broken = update(table).where(table.c.complainant_id == budi).values(body=b'{"state": "tomorrow"}')
            await unit.connection.execute(broken)
        house.clock.move(days=1)
        await idle.look()
        assert [(await house.conversation(chat)).is_reminded for chat in (SITI, TONO)] == [True, True]
        async with store.read() as unit:
            at = await unit.connection.scalar(select(table.c.wake_at).where(table.c.complainant_id == budi))
            assert at is not None
            assert at > house.clock()


async def test_a_wake_up_that_is_no_longer_due_changes_nothing(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    async with open_house(store, catalogue) as house:
        idle, _ = idle_in(house, profile)
        await house.say(SITI, *TELLING[:3])
        before = await house.conversation(SITI)
        async with store.begin() as unit:
            siti = (await conversations.load(unit, [SITI]))[SITI].id
            await conversations.put_off(unit, siti, NOW - timedelta(hours=1))
        await idle.look()
        assert await house.conversation(SITI) == before
        async with store.read() as unit:
            assert await conversations.due(unit, NOW, 10) == []


async def test_keys_of_messages_that_cannot_come_again_are_forgotten(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    async with open_house(store, catalogue, delivers=False) as house:
        idle, _ = idle_in(house, profile)
        await house.say(SITI, TELLING[0])
        house.clock.move(days=29)
        await house.say(SITI, TELLING[0], begin=1)
        house.clock.move(days=2)
        await idle.look()
        async with store.begin() as unit:
            new = await inbox.record(unit, [(SITI, "0"), (SITI, "1")], house.clock())
    assert new == {(SITI, "0")}


async def test_what_has_long_been_in_quarantine_is_forgotten(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    async with open_house(store, catalogue, delivers=False) as house:
        idle, _ = idle_in(house, profile)
        quarantine = Quarantine(store, house.clock)
        for key, days in (("old", 29), ("new", 2)):
            await quarantine.keep(Poison("telegram", key, "message", "7", "KeyError", b"{}"))
            house.clock.move(days=days)
        await idle.look()
    assert [each.poison.key for each in await quarantine.listed()] == ["new"]


async def test_what_is_older_than_the_office_has_promised_is_gone_but_for_what_came_since(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    async with open_house(store, catalogue, delivers=False) as house:
        idle, removal = idle_in(house, profile)
        await house.say(SITI, *TELLING)
        house.clock.move(days=31 * profile.office.retention_months + 1)
        await house.say(BUDI, *TELLING)
        await idle.look()
        async with store.begin() as unit:
            assert set(await conversations.load(unit, [SITI, BUDI])) == {BUDI}
            assert await unit.connection.scalar(select(func.count()).select_from(reports)) == 1
        assert removal.rung == 1

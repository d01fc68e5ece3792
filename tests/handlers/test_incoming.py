"""Messages come in, many at a time."""

import asyncio
import secrets
import shutil
from itertools import chain, cycle
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select, update

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.lookups import Lookup
from conversations.messages import Chat, MediaKind
from conversations.receipt import RANDOM_BITS
from conversations.state import State
from handlers import incoming
from handlers.errors import NotHandled, TooBusy, TryLater
from storage import conversations, forwarding_claims, reports, tables
from storage.store import Store
from tests.filed import NOW
from tests.handlers.house import TELLING, App, House, as_it_should_be, chats, open_house, received, running, shuffled

SITI, BUDI, TONO = chats(3)


async def rows(store: Store, table: str) -> int:
    async with store.read() as unit:
        return int(await unit.connection.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0)


async def test_a_message_is_answered_in_its_chat(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue) as house:
        await house.say(SITI, TELLING[0])
        await house.all_is_sent()

    conversation, texts = as_it_should_be(catalogue, [received(SITI, "0", TELLING[0])])
    assert house.app.texts(SITI.address) == texts
    assert await house.conversation(SITI) == conversation


async def test_a_repeat_is_taken_and_changes_nothing(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue) as house:
        await house.say(SITI, *TELLING[:3])
        before = await house.conversation(SITI)
        await house.say(SITI, *TELLING[:3])
        await asyncio.gather(*(house.say(SITI, TELLING[3], begin=3) for _ in range(5)))
        await house.all_is_sent()

    assert before.state is State.EVENT_DATE
    assert (await house.conversation(SITI)).state is State.PLACE
    assert len(house.app.sent) == 4


@pytest.mark.parametrize("seed", [1, 2])
async def test_each_of_many_chats_goes_on_in_its_own_order(store: Store, catalogue: Catalogue, seed: int) -> None:
    app = App()
    app.is_slow = True
    messages = {
        chat: [received(chat, str(key), incoming) for key, incoming in enumerate(TELLING[:-1])] for chat in chats(40)
    }
    async with open_house(store, catalogue, app) as house:
        arriving = shuffled(chain(*messages.values()), seed)
        await asyncio.gather(*(house.intake.take(message) for message in arriving))
        await house.all_is_sent()

    for chat, told in messages.items():
        conversation, texts = as_it_should_be(catalogue, told)
        assert await house.conversation(chat) == conversation
        assert app.texts(chat.address) == texts
        assert app.ids(chat.address) == sorted(set(app.ids(chat.address)))


async def test_two_processes_on_one_database_lose_no_turn(
    database_url: str, store: Store, catalogue: Catalogue
) -> None:
    photos = [m.Media(f"photo-{n}", MediaKind.PHOTO) for n in range(5)]
    other_store = Store(database_url)
    delivers = store.is_postgres  # an SQLite database is one process's, but for a moment
    async with open_house(store, catalogue) as one, open_house(other_store, catalogue, delivers=delivers) as other:

        async def tell(chat: Chat) -> None:
            houses = cycle([one, other])
            for key, incoming_message in enumerate(TELLING[:5]):
                await next(houses).intake.take(received(chat, str(key), incoming_message))
            await asyncio.gather(
                *(next(houses).intake.take(received(chat, photo.file_id, photo)) for photo in (*photos, *photos))
            )

        await asyncio.gather(*(tell(chat) for chat in chats(15)))
        for chat in chats(15):
            draft = (await one.conversation(chat)).draft
            assert draft is not None
            assert sorted(file.id for file in draft.attachments) == [photo.file_id for photo in photos]
            assert draft.place.landmark
        await one.all_is_sent()
        sent = one.app.sent + other.app.sent
    assert sorted(id for _, id, _ in sent) == sorted({id for _, id, _ in sent})
    await other_store.close()


async def test_the_first_messages_of_one_chat_may_come_to_two_processes_at_once(
    database_url: str, store: Store, catalogue: Catalogue
) -> None:
    other_store = Store(database_url)
    async with (
        open_house(store, catalogue, delivers=False) as one,
        open_house(other_store, catalogue, delivers=False) as other,
    ):
        for chat in chats(10):
            await asyncio.gather(
                *(
                    house.intake.take(received(chat, key, TELLING[0]))
                    for house, key in ((one, "a"), (other, "b"), (one, "b"))
                )
            )
    assert (await rows(store, "complainants"), await rows(store, "inbox")) == (10, 20)
    await other_store.close()


async def test_a_report_is_kept_with_its_files_its_history_and_what_the_backend_gets(
    store: Store, catalogue: Catalogue
) -> None:
    async with open_house(store, catalogue) as house:
        await house.say(SITI, *TELLING)

    async with store.begin() as unit:
        siti = (await conversations.load(unit, [SITI]))[SITI]
        [report] = (await reports.known(unit, [(siti.id, Lookup(all_reports=True))]))[siti.id]
        [due] = await forwarding_claims.claim(unit, NOW, NOW, 10)
    assert siti.conversation.sent is not None
    assert siti.conversation.sent.receipt == report.receipt == due.key
    assert house.forwarding.rung == 1
    assert report.receipt in house.app.texts(SITI.address)[-1]


async def test_a_receipt_number_that_is_taken_is_drawn_again(store: Store, catalogue: Catalogue) -> None:
    drawn = iter([7, 7, 7, 7, 8, 9])  # both in one batch, then one by one, then anew

    def draw(bits: int) -> int:
        return next(drawn) if is_sending and bits == RANDOM_BITS else 7

    is_sending = False
    async with open_house(store, catalogue, random_bits=draw) as house:
        await asyncio.gather(house.say(SITI, *TELLING[:-1]), house.say(BUDI, *TELLING[:-1]))
        is_sending = True
        await asyncio.gather(*(house.say(chat, TELLING[-1], begin=7) for chat in (SITI, BUDI)))
        sent = [(await house.conversation(chat)).sent for chat in (SITI, BUDI)]

    assert len({each.receipt for each in sent if each}) == 2
    assert await rows(store, "reports") == 2


async def break_conversation(house: House, chat: Chat, body: bytes) -> None:
    people, table = tables.complainants, tables.conversations
    of_chat = select(people.c.id).where(people.c.address == chat.address).scalar_subquery()
    async with house.store.begin() as unit:
        await unit.connection.execute(update(table).where(table.c.complainant_id == of_chat).values(body=body))


@pytest.mark.parametrize("body", [b'{"state": "tomorrow"}', b'{"state": "review"}'], ids=["unreadable", "impossible"])
async def test_a_message_that_cannot_be_handled_fails_alone_and_is_not_recorded(
    store: Store, catalogue: Catalogue, body: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = m.Text("nama saya Siti Aminah")
    async with open_house(store, catalogue) as house:
        await asyncio.gather(*(house.say(chat, TELLING[0]) for chat in (SITI, BUDI, TONO)))
        await break_conversation(house, BUDI, body)
        results = await asyncio.gather(
            *(house.say(chat, secret, begin=1) for chat in (SITI, BUDI, TONO)), return_exceptions=True
        )
        assert [type(result) for result in results] == [type(None), NotHandled, type(None)]

        await break_conversation(house, BUDI, b"{}")
        await house.say(BUDI, secret, begin=1)
        assert (await house.conversation(BUDI)).draft is not None

    logged = capsys.readouterr()
    for private in ("Siti", "Aminah", BUDI.address):
        assert private not in logged.out + logged.err + str(results[1])


async def test_somebody_who_writes_again_is_written_to_again(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue) as house:
        await house.say(SITI, TELLING[0], m.Blocked())
        async with store.begin() as unit:
            siti = (await conversations.load(unit, [SITI]))[SITI]
        assert siti.is_blocked

        await house.say(SITI, TELLING[1], begin=2)
        await house.all_is_sent()
        async with store.begin() as unit:
            assert not (await conversations.load(unit, [SITI]))[SITI].is_blocked
        assert len(house.app.texts(SITI.address)) == 2


async def test_a_database_that_is_away_puts_everybody_off(database_url: str, catalogue: Catalogue) -> None:
    url = make_url(database_url)
    gone = url.set(database="/nowhere/x.db") if url.get_backend_name() == "sqlite" else url.set(port=1)
    away = Store(gone.render_as_string(hide_password=False))
    async with open_house(away, catalogue, delivers=False) as house:
        results = await asyncio.gather(
            *(house.intake.take(received(SITI, str(key), TELLING[0])) for key in range(3)), return_exceptions=True
        )
    assert [type(result) for result in results] == [TryLater] * 3
    await away.close()


async def test_more_than_may_wait_are_told_so(
    store: Store, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "MOST_WAITING", 5)
    house = House(store, catalogue, App(), secrets.randbits)
    waiting = [asyncio.create_task(house.say(SITI, TELLING[0], begin=key)) for key in range(5)]
    await asyncio.sleep(0)
    with pytest.raises(TooBusy):
        await house.say(BUDI, TELLING[0])
    async with running(house.intake.run()):
        await asyncio.gather(*waiting)
        await house.say(BUDI, TELLING[0])


async def test_the_end_finishes_the_batch_in_hand_and_turns_others_away(store: Store, catalogue: Catalogue) -> None:
    house = House(store, catalogue, App(), secrets.randbits)
    loop = asyncio.create_task(house.intake.run())
    first, second = (asyncio.create_task(house.say(SITI, TELLING[n], begin=n)) for n in (0, 1))
    for _ in range(5):
        await asyncio.sleep(0)  # the first is a batch by now, and on its way to the database
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop

    await first
    with pytest.raises(TryLater):
        await second
    with pytest.raises(TryLater):
        await house.say(BUDI, TELLING[0])
    assert (await house.conversation(SITI)).state is State.CONSENT


async def test_a_sender_who_does_not_wait_for_the_answer_is_handled_all_the_same(
    store: Store, catalogue: Catalogue
) -> None:
    house = House(store, catalogue, App(), secrets.randbits)
    impatient = asyncio.create_task(house.say(SITI, TELLING[0]))
    await asyncio.sleep(0)
    impatient.cancel()
    async with running(house.intake.run()):
        await house.say(SITI, TELLING[1], begin=1)
        assert (await house.conversation(SITI)).state is State.CATEGORY


async def test_what_was_forgotten_can_be_read_in_none_of_sqlite_s_files(
    sqlite_template: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    file = tmp_path / "forgotten.db"
    shutil.copy(sqlite_template, file)
    store = Store(f"sqlite+aiosqlite:///{file}")

    def is_legible() -> bool:
        return any(b"SMPN 1" in part.read_bytes() for part in tmp_path.glob("forgotten.db*"))

    async with open_house(store, catalogue, delivers=False) as house:
        await house.say(SITI, *TELLING[:3])
        assert is_legible()
        await house.say(SITI, m.Command("hapus"), m.Text("Hapus data saya"), begin=3)
    assert not is_legible()
    await store.close()

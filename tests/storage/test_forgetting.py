"""A person is forgotten."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import update

from conversations.conversation import Person
from conversations.lookups import Lookup
from conversations.messages import MediaKind, Outgoing
from conversations.report import Attachment, Place
from conversations.routing import DESK
from conversations.status import Event, ResponseKind, Status
from storage import (
    attachments,
    complainants,
    conversations,
    forgetting,
    forwarding_claims,
    forwardings,
    history,
    outbox,
    placements,
    report_standings,
    reports,
    tables,
    unwanted_files,
)
from storage.attachments import StoredFile
from storage.forwarding_claims import Queue
from storage.forwardings import Failure
from storage.history import NewEvent
from storage.outbox import NewMessage
from storage.placements import WORDS
from storage.reports import NewReport
from storage.store import Store
from tests.everything import everything
from tests.filed import NOW, RECEIPT, REPORT, file_report, respond, response

SENT, UNSENT, OF_ANOTHER = RECEIPT, "KTM-1111-1111", "KTM-2222-2222"
WORDS_OF_SITI = ("Siti Aminah", "0812", "Lampu jalan", "seberang gerbang", "3 tiang", "0.5034", "KTP.jpg", "rumah saya")
SITI = Person("Siti Aminah", "081234567890", "en", NOW)


@pytest_asyncio.fixture
async def forgotten(store: Store) -> int:
    """The id of a person with a report that the backend has, one that it does not have, and a file of no report."""
    sent = await file_report(store, SENT)
    async with store.begin() as unit:
        owner = sent.complainant_id
        unsent = replace(REPORT, receipt=UNSENT, attachments=(Attachment("b", MediaKind.PHOTO),))
        ids = await reports.add(unit, [NewReport(owner, unsent)])
        for file in "abc":
            kept = StoredFile(
                file, MediaKind.PHOTO, "image/jpeg", 1, "00" * 32, f"{file}/original", "", "KTP.jpg", "rumah saya"
            )
            await attachments.add(unit, owner, kept, NOW)
        await attachments.tie(unit, [(owner, "a", sent.id), (owner, "b", ids[UNSENT])])
        await reports.mark_handed_over(unit, [sent.id])
        answer = Event(NOW, response=ResponseKind.ANSWER, text="3 tiang")
        step = Event(NOW, status=Status.CLOSED, text="Sudah diganti")
        await history.add(unit, [NewEvent(sent.id, "r", answer), NewEvent(sent.id, "u", step, 1)])
        await complainants.store_persons(unit, {owner: SITI})
        await outbox.add(unit, [NewMessage(owner, Outgoing(()), is_notice=True)], NOW)
    await respond(store, sent, response())
    theirs: dict[str, Any] = {"title": "Selokan", "description": "Bau selokan", "place": Place(), "reporter_name": "B"}
    await file_report(store, OF_ANOTHER, **theirs, reporter_contact="")
    async with store.begin() as unit:
        await forgetting.forget(unit, [owner])
    return owner


async def test_nothing_that_they_said_is_left(store: Store, forgotten: int) -> None:
    left = await everything(store)
    assert "Bau selokan" in left
    assert "Sudah diganti" in left
    assert [words for words in WORDS_OF_SITI if words in left] == []


async def test_a_report_that_the_backend_does_not_have_is_gone(store: Store, forgotten: int) -> None:
    async with store.begin() as unit:
        assert await report_standings.of(unit, UNSENT) is None
        assert [id for id in "abc" if await attachments.find(unit, id)] == ["a"]
        assert sorted(await unwanted_files.some(unit, 9)) == ["b/original", "c/original"]


async def test_of_a_report_that_the_backend_has_the_course_is_left_but_nobody_s(store: Store, forgotten: int) -> None:
    async with store.begin() as unit:
        standing = await report_standings.of(unit, SENT)
        assert standing is not None
        assert standing.complainant_id is None
        events = await history.of(unit, [standing.id])
        assert await reports.known(unit, [(forgotten, Lookup(all_reports=True))]) == {}
        assert await forwarding_claims.claim(unit, Queue(DESK), NOW, NOW, 9) != []
    assert [(event.status, event.response) for event in events[standing.id]] == [
        (None, ResponseKind.ANSWER),
        (Status.CLOSED, None),
    ]


async def test_only_the_chat_and_its_language_are_known_of_them(store: Store, forgotten: int) -> None:
    async with store.begin() as unit:
        person = (await conversations.load_by_id(unit, [forgotten]))[forgotten]
    assert (person.conversation.person, person.last_message) == (Person(language="en"), 0)


async def forget_after_a_response(store: Store, *, is_claimed: bool) -> str:
    """What the forgotten person's only file, sent with a response, is called in the object store where it is left."""
    sent = await file_report(store, SENT)
    photo = StoredFile("a", MediaKind.PHOTO, "image/jpeg", 1, "00" * 32, "a/original")
    async with store.begin() as unit:
        await attachments.add(unit, sent.complainant_id, photo, NOW)
        await attachments.tie(unit, [(sent.complainant_id, "a", sent.id)])
        await reports.mark_handed_over(unit, [sent.id])
        [forwarding] = await forwarding_claims.claim(unit, Queue(DESK), NOW, NOW, 9)
        await forwardings.remove(unit, [forwarding.id])
    await respond(store, sent, response(attachments=(Attachment("a", MediaKind.PHOTO),)))
    async with store.begin() as unit:
        if is_claimed:
            await forwarding_claims.claim(unit, Queue(DESK), NOW, NOW + timedelta(seconds=30), 9)
        await forgetting.forget(unit, [sent.complainant_id])
        kept = await attachments.find(unit, "a")
        return kept.object_key if kept else ""


async def test_nothing_that_leads_to_their_words_is_left_of_a_report_that_another_system_has(store: Store) -> None:
    sent = await file_report(store, UNSENT, backend="open311")
    said = response(UNSENT, key="0123456789abcdef")
    await respond(store, sent, said)
    async with store.begin() as unit:
        owner = sent.complainant_id
        coded = NewReport(owner, replace(REPORT, receipt=SENT), "open311", "RAHASIA0RAHASIA0")
        id = (await reports.add(unit, [coded]))[SENT]
        await reports.mark_handed_over(unit, [id])
        await placements.note_external_id(unit, "open311", id, "7001")
        await placements.note_updates(unit, "open311", id, ["u1", said.key, f"{WORDS}d1g3st", "wordsmith"])
        await placements.note_token(unit, "open311", sent.id, "t0k3n")
        await placements.note_updates(unit, "open311", sent.id, [f"{WORDS}oth3r"])
        claimed = await forwarding_claims.claim(unit, Queue("open311"), NOW, NOW + timedelta(seconds=30), 9)
        await forwardings.note_failures(unit, [Failure(each.id, 1, None, "Rejected", "R3ASON") for each in claimed])
    before = await everything(store)
    gone = ("RAHASIA0", "d1g3st", "oth3r", "t0k3n", "R3ASON")
    assert [each for each in gone if each not in before] == []

    async with store.begin() as unit:
        await forgetting.forget(unit, [owner])

    left = await everything(store)
    assert [each for each in (*gone, *WORDS_OF_SITI) if each in left] == []
    assert [each for each in ("7001", "'u1'", "'wordsmith'") if each not in left] == []


async def test_a_file_of_a_response_that_the_backend_does_not_have_is_gone(store: Store) -> None:
    assert await forget_after_a_response(store, is_claimed=False) == ""
    async with store.read() as unit:
        assert await unwanted_files.some(unit, 9) == ["a/original"]


async def test_a_file_of_a_response_that_the_backend_may_have_stays(store: Store) -> None:
    assert await forget_after_a_response(store, is_claimed=True) == "a/original"


async def test_a_report_that_is_on_its_way_stays_but_says_nothing_any_more(store: Store) -> None:
    filed = await file_report(store)
    async with store.begin() as unit:
        await forwarding_claims.claim(unit, Queue(DESK), NOW, NOW + timedelta(seconds=30), 9)
        await forgetting.forget(unit, [filed.complainant_id])
        standing = await report_standings.of(unit, RECEIPT)
    assert standing is not None
    assert (standing.complainant_id, standing.report.title) == (None, "")


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_report_that_was_set_aside_stays_where_an_earlier_try_may_have_brought_it(
    store: Store, is_there: bool
) -> None:
    filed = await file_report(store, backend="open311")
    async with store.begin() as unit:
        [forwarding] = await forwarding_claims.claim(unit, Queue("open311"), NOW, NOW + timedelta(seconds=30), 9)
        await placements.note_posting(unit, "open311", filed.id, NOW)
        if not is_there:
            await placements.note_posting(unit, "open311", filed.id, None)
        await forwardings.note_failures(unit, [Failure(forwarding.id, 2, None, "Misconfigured")])
        await forgetting.forget(unit, [filed.complainant_id])
        standing = await report_standings.of(unit, RECEIPT)
    assert (standing is not None) == is_there
    assert standing is None or (standing.complainant_id, standing.report.title) == (None, "")


async def test_what_they_said_is_gone_also_where_it_cannot_be_read(store: Store) -> None:
    filed = await file_report(store)
    async with store.begin() as unit:
        await unit.connection.execute(update(tables.forwardings).values(body=b"Siti Aminah"))
        await forgetting.forget(unit, [filed.complainant_id])
    assert "Siti" not in await everything(store)


async def test_a_report_that_the_backend_has_turned_down_is_gone(store: Store) -> None:
    filed = await file_report(store)
    async with store.begin() as unit:
        [forwarding] = await forwarding_claims.claim(unit, Queue(DESK), NOW, NOW + timedelta(seconds=30), 9)
        await forwardings.note_failures(unit, [Failure(forwarding.id, 1, None, "Rejected")])
        await forgetting.forget(unit, [filed.complainant_id])
        assert await report_standings.of(unit, RECEIPT) is None

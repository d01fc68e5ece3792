"""What turns want to have happened, happens."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.profile import load_profile
from conversations.effects import DropAttachments, Effect, Forget, MarkBlocked, SendReport, SendResponse
from conversations.lookups import Lookup
from conversations.messages import Chat, MediaKind
from conversations.report import Attachment, Visibility
from conversations.routing import DESK
from conversations.status import Event, KnownReport, ResponseKind, Status
from handlers.effects import Aftermath, Wanted, carry_out
from handlers.forwarding_body import from_json
from handlers.ports import Forwarding, ReportForwarding, ResponseForwarding
from storage import (
    attachments,
    complainants,
    conversations,
    forwarding_claims,
    forwardings,
    quarantine,
    report_standings,
    reports,
    transcripts,
)
from storage.attachments import StoredFile
from storage.forwarding_claims import Queue
from storage.quarantine import Poison
from storage.store import Store, Unit
from storage.tables import attachments as attachments_table
from storage.transcripts import NewEntry
from tests.filed import NOW, RECEIPT, REPORT
from tests.handlers.house import different_numbers

PROFILE = load_profile("kutai-timur")
SITI, BUDI = Chat("webchat", "siti"), Chat("webchat", "budi")


async def people(unit: Unit) -> tuple[int, int]:
    known = dict(await complainants.add(unit, [SITI, BUDI], NOW))
    found = await conversations.load(unit, [SITI, BUDI])
    known |= {chat: person.id for chat, person in found.items()}
    return known[SITI], known[BUDI]


async def happen(store: Store, *effects: Effect, of: Chat = SITI) -> Aftermath:
    async with store.begin() as unit:
        owner = dict(zip((SITI, BUDI), await people(unit), strict=True))[of]
        return await carry_out(unit, [Wanted(owner, of, e) for e in effects], NOW, PROFILE, different_numbers())


async def keep_files(store: Store, *ids: str) -> None:
    async with store.begin() as unit:
        siti, _ = await people(unit)
        for id in ids:
            file = StoredFile(id, MediaKind.PHOTO, "image/jpeg", 1, "00" * 32, f"{id}/original")
            await attachments.add(unit, siti, file, NOW)


async def files_of_reports(store: Store) -> dict[str, bool]:
    """Which files there are, and whether they are part of a report."""
    table = attachments_table
    async with store.read() as unit:
        return {row.id: row.report_id is not None for row in await unit.connection.execute(select(table))}


async def known(store: Store, receipt: str = RECEIPT) -> KnownReport:
    async with store.begin() as unit:
        siti, _ = await people(unit)
        return (await reports.known(unit, [(siti, Lookup(receipt=receipt))]))[siti][0]


async def forwarded(store: Store) -> list[Forwarding]:
    """All that is on its way to the backend, in order."""
    found: list[Forwarding] = []
    async with store.begin() as unit:
        while due := await forwarding_claims.claim(unit, Queue(DESK), NOW, NOW, 10):
            found += [from_json(each.body) for each in due]
            theirs = await reports.own(unit, [(siti, "") for siti in await people(unit)])
            await reports.mark_handed_over(unit, [own.id for own in theirs.values()])
            await forwardings.remove(unit, [each.id for each in due])
    return found


def photos(*ids: str) -> tuple[Attachment, ...]:
    return tuple(Attachment(id, MediaKind.PHOTO) for id in ids)


async def test_a_report_is_kept_with_its_files_and_is_on_its_way(store: Store) -> None:
    await keep_files(store, "a", "b", "c")
    report = replace(REPORT, attachments=photos("a", "b", "somebody else's"))
    aftermath = await happen(store, SendReport(report))

    assert aftermath == Aftermath(has_forwardings=True)
    assert (await known(store)).history == (Event(NOW, status=Status.RECEIVED),)
    assert await files_of_reports(store) == {"a": True, "b": True, "c": False}
    assert await forwarded(store) == [ReportForwarding(RECEIPT, report)]


@pytest.mark.parametrize("visibility", [Visibility.ANONYMOUS, Visibility.ANONYMOUS_SECRET])
async def test_the_backend_is_not_told_who_an_anonymous_reporter_is(store: Store, visibility: Visibility) -> None:
    await happen(store, SendReport(replace(REPORT, visibility=visibility)))
    [forwarding] = await forwarded(store)
    assert isinstance(forwarding, ReportForwarding)
    assert forwarding.report == replace(REPORT, visibility=visibility, reporter_name="", reporter_contact="")


NAMED = Attachment("a", MediaKind.DOCUMENT, "halaman 1", "KTP Siti Aminah.pdf")


@pytest.mark.parametrize(
    ("visibility", "told"),
    [(Visibility.ANONYMOUS, replace(NAMED, file_name="")), (Visibility.SECRET, NAMED)],
)
async def test_the_backend_is_told_a_files_name_only_where_the_reporter_may_be_known(
    store: Store, visibility: Visibility, told: Attachment
) -> None:
    await happen(store, SendReport(replace(REPORT, visibility=visibility, attachments=(NAMED,))))
    await happen(store, SendResponse(RECEIPT, ResponseKind.ADDENDUM, "surat saya", (NAMED,)))
    report, addendum = await forwarded(store)
    assert isinstance(report, ReportForwarding)
    assert isinstance(addendum, ResponseForwarding)
    assert (report.report.attachments, addendum.attachments) == ((told,), (told,))


async def test_an_answer_is_in_the_history_and_on_its_way_and_the_question_waits_no_more(store: Store) -> None:
    await keep_files(store, "a")
    await happen(store, SendReport(REPORT))
    async with store.begin() as unit:
        standing = await report_standings.of(unit, RECEIPT)
        assert standing is not None
        await report_standings.store(unit, [replace(standing, report=replace(standing.report, question="Berapa?"))])
    await happen(store, SendResponse(RECEIPT, ResponseKind.ANSWER, "3 tiang", photos("a")))

    report = await known(store)
    assert report.question == ""
    assert report.history[-1] == Event(NOW, response=ResponseKind.ANSWER, text="3 tiang")
    assert await files_of_reports(store) == {"a": True}
    _, answer = await forwarded(store)
    assert isinstance(answer, ResponseForwarding)
    assert (answer.receipt, answer.kind, answer.text) == (RECEIPT, ResponseKind.ANSWER, "3 tiang")
    assert answer.attachments == photos("a")


async def test_a_withdrawal_is_on_its_way_and_the_question_waits_no_more(store: Store) -> None:
    await happen(store, SendReport(REPORT))
    async with store.begin() as unit:
        standing = await report_standings.of(unit, RECEIPT)
        assert standing is not None
        await report_standings.store(unit, [replace(standing, report=replace(standing.report, question="Berapa?"))])
    await happen(store, SendResponse(RECEIPT, ResponseKind.WITHDRAWAL))

    assert (await known(store)).question == ""
    _, withdrawal = await forwarded(store)
    assert isinstance(withdrawal, ResponseForwarding)
    assert withdrawal.kind is ResponseKind.WITHDRAWAL


async def test_an_addendum_leaves_the_question_waiting(store: Store) -> None:
    await happen(store, SendReport(REPORT))
    async with store.begin() as unit:
        standing = await report_standings.of(unit, RECEIPT)
        assert standing is not None
        await report_standings.store(unit, [replace(standing, report=replace(standing.report, question="Berapa?"))])
    await happen(store, SendResponse(RECEIPT, ResponseKind.ADDENDUM, "masih gelap"))
    assert (await known(store)).question == "Berapa?"


async def test_a_report_that_is_not_solved_is_with_the_office_again(store: Store) -> None:
    await happen(store, SendReport(REPORT))
    async with store.begin() as unit:
        standing = await report_standings.of(unit, RECEIPT)
        assert standing is not None
        closed = replace(standing, report=replace(standing.report, status=Status.CLOSED), closed_at=NOW)
        await report_standings.store(unit, [closed])
    await happen(store, SendResponse(RECEIPT, ResponseKind.NOT_SOLVED, "Masih mati"))
    assert (await known(store)).status is Status.HANDED_OVER


async def test_nobody_answers_for_another(store: Store) -> None:
    await happen(store, SendReport(REPORT))
    await happen(store, SendResponse(RECEIPT, ResponseKind.SATISFIED), of=BUDI)
    assert len((await known(store)).history) == 1
    assert len(await forwarded(store)) == 1


async def test_two_answers_with_the_same_words_are_two(store: Store) -> None:
    said = SendResponse(RECEIPT, ResponseKind.ADDENDUM, "masih gelap")
    await happen(store, SendReport(REPORT))
    await happen(store, said, said)
    assert [event.text for event in (await known(store)).history] == ["", "masih gelap", "masih gelap"]
    assert len({forwarding.key for forwarding in await forwarded(store)}) == 3


async def test_files_of_a_dropped_draft_are_dropped(store: Store) -> None:
    await keep_files(store, "a", "b")
    assert await happen(store, DropAttachments(("a",))) == Aftermath(has_unwanted_files=True)
    assert await files_of_reports(store) == {"b": False}


@pytest.mark.parametrize("effects", [(MarkBlocked(True),), (MarkBlocked(False),)])
async def test_who_is_blocked_is_known(store: Store, effects: Sequence[MarkBlocked]) -> None:
    aftermath = await happen(store, *effects)
    async with store.begin() as unit:
        is_blocked = (await conversations.load(unit, [SITI]))[SITI].is_blocked
    assert (is_blocked, aftermath.has_returned) == (effects[0].is_blocked, not effects[0].is_blocked)


async def test_who_is_forgotten_has_no_reports_no_files_and_no_transcript(store: Store) -> None:
    await keep_files(store, "a")
    async with store.begin() as unit:
        for chat in (SITI, BUDI):
            await transcripts.append(unit, [NewEntry(chat.address, "1", True, b"{}", NOW)])
            await quarantine.add(unit, Poison(chat.channel, chat.address, "message", chat.address, "", b"{}"), NOW)
    await happen(store, SendReport(REPORT))
    assert (await happen(store, Forget())).has_unwanted_files

    async with store.begin() as unit:
        assert await report_standings.of(unit, RECEIPT) is None
        left = [await transcripts.find(unit, chat.address, "1") for chat in (SITI, BUDI)]
        quarantined = await quarantine.listed(unit)
    assert [entry is not None for entry in left] == [False, True]
    assert [each.poison.address for each in quarantined] == [BUDI.address]
    assert await forwarded(store) == []
    assert await files_of_reports(store) == {}

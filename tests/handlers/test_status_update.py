"""What a routing backend says of a report reaches its history, its columns, and its complainant."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from conversations.conversation import Conversation
from conversations.profile import Level, Profile
from conversations.state import State
from conversations.status import Status, StatusUpdate
from handlers.status_update import Fate, UpdateResult, apply_update, apply_updates
from storage import conversations, forgetting, outbox, report_standings, reports
from storage.outbox import DueMessage
from storage.store import Store
from tests.filed import NOW, RECEIPT, Filed, file_report, known


def update(status: Status, number: int = 1, **said: Any) -> StatusUpdate:
    values: dict[str, Any] = {"key": f"u{number}", "receipt": RECEIPT, "at": NOW + timedelta(minutes=number), **said}
    return StatusUpdate(number=number, status=status, **values)


async def apply(store: Store, profile: Profile, *updates: StatusUpdate) -> list[UpdateResult]:
    results = []
    for each in updates:
        async with store.begin() as unit:
            results.append(await apply_update(unit, each, NOW, profile))
    return results


async def waiting(store: Store) -> list[DueMessage]:
    async with store.read() as unit:
        return (await outbox.find(unit, ["webchat"], NOW, (), 100)).messages


async def conversation(store: Store, filed: Filed) -> Conversation:
    async with store.begin() as unit:
        return (await conversations.load(unit, [filed.chat]))[filed.chat].conversation


async def test_an_update_moves_the_report_and_is_told_to_its_complainant(store: Store, profile: Profile) -> None:
    filed = await file_report(store)
    due_at = NOW + timedelta(days=5)

    [result] = await apply(
        store,
        profile,
        update(Status.FORWARDED, agency="dishub", level=Level.REGENCY, text="Mohon dicek", due_at=due_at),
    )

    report = await known(store, filed)
    assert (report.status, report.agency, report.due_at) == (Status.FORWARDED, "dishub", due_at)
    assert [(event.status, event.agency, event.text) for event in report.history] == [
        (Status.FORWARDED, "dishub", "Mohon dicek")
    ]
    [message] = await waiting(store)
    assert message.is_notice
    assert result == UpdateResult(Fate.APPLIED, (message.outgoing,))


async def test_an_update_that_comes_again_changes_and_tells_nothing_more(store: Store, profile: Profile) -> None:
    filed = await file_report(store)
    verified = update(Status.VERIFIED)

    results = await apply(store, profile, verified, verified)

    assert [result.fate for result in results] == [Fate.APPLIED, Fate.REPEATED]
    assert len(await waiting(store)) == 1
    assert len((await known(store, filed)).history) == 1


async def test_a_late_update_is_kept_in_the_history_and_told_to_nobody(store: Store, profile: Profile) -> None:
    filed = await file_report(store)

    results = await apply(
        store, profile, update(Status.FOLLOWED_UP, 3, text="Sudah ditinjau"), update(Status.VERIFIED, 2)
    )

    report = await known(store, filed)
    assert [result.fate for result in results] == [Fate.APPLIED, Fate.LATE]
    assert report.status is Status.FOLLOWED_UP
    assert [event.status for event in report.history] == [Status.VERIFIED, Status.FOLLOWED_UP]
    assert len(await waiting(store)) == 1


async def test_a_late_update_does_not_make_a_later_one_late_too(store: Store, profile: Profile) -> None:
    filed = await file_report(store)

    await apply(
        store, profile, update(Status.FORWARDED, 3), update(Status.VERIFIED, 2), update(Status.CLOSED, 4, text="x")
    )

    assert (await known(store, filed)).status is Status.CLOSED


async def test_a_question_puts_an_idle_conversation_into_answering_it(store: Store, profile: Profile) -> None:
    filed = await file_report(store)

    await apply(store, profile, update(Status.QUESTION, text="Berapa tiang?"))

    heard = await conversation(store, filed)
    assert (heard.state, heard.about) == (State.ANSWERING, RECEIPT)
    assert (await known(store, filed)).question == "Berapa tiang?"


async def test_a_tracking_id_is_noted_without_undoing_the_verification(store: Store, profile: Profile) -> None:
    filed = await file_report(store)

    await apply(store, profile, update(Status.VERIFIED, 1), update(Status.REGISTERED, 2, tracking_id="#1916449"))

    report = await known(store, filed)
    assert (report.status, report.tracking_id) == (Status.VERIFIED, "#1916449")


async def test_when_a_report_was_closed_is_kept_until_it_is_open_again(store: Store, profile: Profile) -> None:
    await file_report(store)
    closed_at = []
    for each in (update(Status.CLOSED, 1, text="Beres"), update(Status.REGISTERED, 2), update(Status.FOLLOWED_UP, 3)):
        await apply(store, profile, each)
        async with store.begin() as unit:
            standing = await report_standings.of(unit, RECEIPT)
        assert standing
        closed_at.append(standing.closed_at)

    assert closed_at == [NOW + timedelta(minutes=1), NOW + timedelta(minutes=1), None]


async def test_an_update_of_a_report_that_nobody_knows_changes_nothing(store: Store, profile: Profile) -> None:
    await file_report(store)

    [result] = await apply(store, profile, update(Status.VERIFIED, receipt="KTM-0000-0000"))

    assert result == UpdateResult(Fate.UNKNOWN)
    assert await waiting(store) == []


async def test_a_backend_is_heard_only_of_reports_that_are_its_own(store: Store, profile: Profile) -> None:
    filed = await file_report(store, backend="open311")

    results = await apply(
        store,
        profile,
        update(Status.CLOSED, 1, backend="webhook"),
        update(Status.VERIFIED, 1, backend="open311"),
        update(Status.ARCHIVED, 2),
    )

    assert [result.fate for result in results] == [Fate.UNKNOWN, Fate.APPLIED, Fate.APPLIED]
    assert [event.status for event in (await known(store, filed)).history] == [Status.VERIFIED, Status.ARCHIVED]


async def test_a_complainant_who_is_forgotten_is_told_nothing_and_the_case_goes_on(
    store: Store, profile: Profile
) -> None:
    filed = await file_report(store)
    async with store.begin() as unit:
        await reports.mark_handed_over(unit, [filed.id])
        await forgetting.forget(unit, [filed.complainant_id])

    [result] = await apply(store, profile, update(Status.VERIFIED))

    assert result == UpdateResult(Fate.APPLIED)
    assert await waiting(store) == []
    async with store.begin() as unit:
        standing = await report_standings.of(unit, RECEIPT)
    assert standing
    assert standing.report.status is Status.VERIFIED


async def test_nobody_is_told_that_a_report_is_registered_before_there_is_a_tracking_id(
    store: Store, profile: Profile
) -> None:
    filed = await file_report(store)

    [early] = await apply(store, profile, update(Status.REGISTERED))
    assert [line.key for told in early.told for line in told.lines] == ["notice.handed_over"]
    assert (await known(store, filed)).status is Status.HANDED_OVER

    await apply(store, profile, update(Status.REGISTERED, 2, tracking_id="1916449"))
    report = await known(store, filed)
    assert (report.status, report.tracking_id) == (Status.REGISTERED, "1916449")


async def test_of_several_at_once_one_without_a_tracking_id_is_believed_only_after_one_that_has_it(
    store: Store, profile: Profile
) -> None:
    filed = await file_report(store)
    said = (
        update(Status.REGISTERED, 1),
        update(Status.REGISTERED, 2, tracking_id="1916449"),
        update(Status.REGISTERED, 4),
    )

    async with store.begin() as unit:
        results = await apply_updates(unit, said, NOW, profile)

    told = [line.key for result in results for message in result.told for line in message.lines]
    assert told == ["notice.handed_over", "notice.registered", "notice.registered"]
    assert [list(result.missing) for result in results] == [[], [], [3]]
    assert [event.status for event in (await known(store, filed)).history] == [
        Status.HANDED_OVER,
        Status.REGISTERED,
        Status.REGISTERED,
    ]


async def test_of_several_at_once_a_question_sets_its_reminder_and_what_follows_takes_it_back(
    store: Store, profile: Profile
) -> None:
    other = "KTM-0000-0000"
    for receipt in (RECEIPT, other):
        await file_report(store, receipt)
    asked = update(Status.QUESTION, text="Berapa tiang?", due_at=NOW + timedelta(days=14))

    async with store.begin() as unit:
        both = (asked, replace(asked, receipt=other), update(Status.FOLLOWED_UP, 2, receipt=other))
        await apply_updates(unit, both, NOW, profile)
        standings = await report_standings.of_many(unit, [RECEIPT, other])

    assert (standings[RECEIPT].remind_at is None, standings[other].remind_at) == (False, None)

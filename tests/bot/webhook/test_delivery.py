"""Reports and responses reach another system, signed; what it answers decides what happens next."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.backends.putting_off import LONGEST_WAIT, wait_of
from conversations.report import Visibility
from conversations.status import ResponseKind, Status
from handlers.errors import Misconfigured, Rejected, TryLater
from handlers.forwarding import Forwarder
from handlers.ports import ReportForwarding
from storage import report_standings
from tests.bot.webhook import door as ours
from tests.bot.webhook.case_system import HANG_UP, OTHER_SECRET, SECRET, CaseSystem
from tests.bot.webhook.door import PROFILE, Door
from tests.filed import FILED_BY, NOW, RECEIPT, REPORT, Clock, response
from tests.forwarded import forward_due

FORWARDING = ReportForwarding(RECEIPT, REPORT)


async def test_a_report_arrives_with_its_receipt_number_as_its_id(door: Door, theirs: CaseSystem) -> None:
    await door.backend.deliver(FORWARDING)

    [letter] = theirs.letters
    assert (letter.id, letter.content["type"], letter.content["data"]["receipt"]) == (RECEIPT, "report", RECEIPT)
    assert letter.content["data"] == {
        "receipt": RECEIPT,
        "report_class": "complaint",
        "title": "Lampu jalan depan SMPN 1 mati",
        "description": "Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap.",
        "category": {
            "id": "lampu-jalan",
            "name": "Lampu Penerangan Jalan Umum",
            "top": "Perhubungan",
        },
        "event": {"day": "2026-11-16", "as_said": ""},
        "place": {
            "landmark": "seberang gerbang sekolah",
            "district": {"code": "64.08.04", "name": "Sangatta Utara"},
            "village": {"code": "64.08.04.1003", "name": ""},
            "latitude": 0.503412,
            "longitude": 117.557731,
            "outside": "",
        },
        "visibility": "open",
        "reporter": {"name": "Siti Aminah", "contact": "081234567890"},
        "sent_at": "2026-11-20T01:00:00Z",
        "attachments": [],
        "filed_by": None,
    }


async def test_a_report_that_a_volunteer_filed_says_who_and_how_its_reporter_agreed(
    door: Door, theirs: CaseSystem
) -> None:
    await door.backend.deliver(ReportForwarding(RECEIPT, replace(REPORT, filed_by=FILED_BY)))
    data = theirs.letters[0].content["data"]
    assert data["reporter"]["name"] == "Siti Aminah"
    assert data["filed_by"] == {
        "name": "Rahmawati",
        "kim_group": "KIM Sangatta Utara",
        "consent": "voice_note",
        "consented_at": "2026-11-20T01:00:00Z",
    }


async def test_a_category_that_nobody_knew_is_none(door: Door, theirs: CaseSystem) -> None:
    await door.backend.deliver(ReportForwarding(RECEIPT, replace(REPORT, category="")))
    assert theirs.letters[0].content["data"]["category"] is None


async def test_an_anonymous_report_tells_nothing_of_who_reports(door: Door, theirs: CaseSystem) -> None:
    hidden = replace(REPORT, visibility=Visibility.ANONYMOUS, filed_by=FILED_BY)
    await door.backend.deliver(ReportForwarding(RECEIPT, hidden))
    assert theirs.letters[0].content["data"]["reporter"] is None
    assert theirs.letters[0].content["data"]["filed_by"] is None
    assert "Rahmawati" not in theirs.letters[0].text
    assert "Siti" not in theirs.letters[0].text
    assert "0812" not in theirs.letters[0].text


@pytest.mark.parametrize("kind", ResponseKind)
async def test_a_response_arrives_with_its_kind(door: Door, theirs: CaseSystem, kind: ResponseKind) -> None:
    said = response(kind=kind, key="00aa11bb22cc33dd")
    await door.backend.deliver(said)

    [letter] = theirs.letters
    data = letter.content["data"]
    assert (letter.id, letter.content["type"]) == (said.key, "response")
    assert (data["receipt"], data["kind"], data["text"]) == (RECEIPT, kind, "3 tiang")


async def test_a_repeat_has_the_same_id(door: Door, theirs: CaseSystem) -> None:
    for _ in range(3):
        await door.backend.deliver(FORWARDING)
    assert len(theirs.letters) == 3
    assert list(theirs.cases) == [RECEIPT]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 409])
async def test_what_was_taken_now_or_before_is_delivered(door: Door, theirs: CaseSystem, status: int) -> None:
    theirs.answers = [(status, "")]
    await door.backend.deliver(FORWARDING)
    assert len(theirs.letters) == 1


@pytest.mark.parametrize(
    ("status", "error"),
    [
        *[(status, TryLater) for status in (408, 425, 429, 500, 502, 503, 504, HANG_UP)],
        *[(status, Rejected) for status in (400, 402, 413, 415, 422, 451)],
        *[(status, Misconfigured) for status in (301, 302, 307, 401, 403, 404, 405, 410)],
    ],
)
async def test_what_was_not_taken_is_named_by_what_is_to_be_done(
    door: Door, theirs: CaseSystem, status: int, error: type[Exception]
) -> None:
    theirs.answers = [(status, "")]
    with pytest.raises(error) as caught:
        await door.backend.deliver(FORWARDING)
    assert len(theirs.letters) == 1
    assert "127.0.0.1" not in str(caught.value)


async def test_a_backend_that_is_down_is_tried_later(database_url: str, tmp_path: Path) -> None:
    async with ours.opened(database_url, tmp_path, "http://127.0.0.1:9/reports") as door:
        with pytest.raises(TryLater, match="no answer from the backend"):
            await door.backend.deliver(FORWARDING)


async def test_the_wait_that_the_backend_asks_for_is_kept(door: Door, theirs: CaseSystem) -> None:
    theirs.answers = [(503, "120")]
    with pytest.raises(TryLater) as caught:
        await door.backend.deliver(FORWARDING)
    assert caught.value.after == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("0", timedelta()),
        (" 30 ", timedelta(seconds=30)),
        ("999999999999999999999", LONGEST_WAIT),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), timedelta(minutes=5)),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), timedelta()),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
        ("Fri, 20 Nov 2026 01:01:00", timedelta(minutes=1)),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
    ],
)
def test_a_wait_is_told_in_seconds_or_as_a_date(said: str, meant: timedelta | None) -> None:
    assert wait_of(said, NOW) == meant


@pytest.mark.parametrize("known", [SECRET, OTHER_SECRET])
async def test_while_a_secret_is_changed_either_one_is_enough_for_the_backend(
    database_url: str, tmp_path: Path, theirs: CaseSystem, known: str
) -> None:
    theirs.secrets = [known]
    both = f"{SECRET}, {OTHER_SECRET}"
    async with ours.opened(database_url, tmp_path, theirs.url, backend_webhook_secrets=both) as door:
        await door.backend.deliver(FORWARDING)
    assert list(theirs.cases) == [RECEIPT]


async def test_a_report_is_there_once_however_often_the_backend_fails(door: Door, theirs: CaseSystem) -> None:
    filed = await door.receive()
    theirs.answers = [(503, ""), (HANG_UP, ""), (500, ""), (429, "3")]
    clock = Clock(door.clock())  # signatures are of the real time
    forwarder = Forwarder(door.store, door.backend, PROFILE, door.delivery, clock, lambda: 0.0)
    for _ in range(5):
        assert await forward_due(forwarder) == 1
        clock.move(minutes=10)

    assert await forward_due(forwarder) == 0
    assert (len(theirs.letters), list(theirs.cases)) == (5, [RECEIPT])
    async with door.store.begin() as unit:
        standing = await report_standings.of(unit, filed.report.receipt)
    assert standing
    assert standing.report.status is Status.HANDED_OVER


async def test_whatever_it_answers_each_report_is_there_once_in_the_end(door: Door, theirs: CaseSystem) -> None:
    chance = random.Random(20261120)
    receipts = [f"KTM-{n:04}-0000" for n in range(100)]
    for receipt in receipts:
        await door.receive(receipt=receipt)
    theirs.answers = [(chance.choice((200, 202, 429, 500, 503, HANG_UP)), "") for _ in range(200)]
    clock = Clock(door.clock())
    forwarder = Forwarder(door.store, door.backend, PROFILE, door.delivery, clock, chance.random)

    while await forward_due(forwarder):
        clock.move(minutes=10)

    assert sorted(theirs.cases) == receipts
    assert len(theirs.letters) > len(receipts)


async def test_the_timestamp_is_of_now_also_for_a_report_of_long_ago(door: Door, theirs: CaseSystem) -> None:
    old = replace(REPORT, sent_at=datetime(2025, 1, 1, tzinfo=UTC))
    await door.backend.deliver(ReportForwarding(RECEIPT, old))
    assert theirs.letters[0].content["timestamp"] == "2025-01-01T00:00:00Z"

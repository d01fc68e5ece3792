"""What another system says of its cases reaches the complainant, once and in order; the unsigned reaches nobody."""

import asyncio
import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import text

from bot.backends.webhook.signed import LARGEST
from conversations.profile import Level
from conversations.status import Status
from tests.bot.webhook import door as ours
from tests.bot.webhook.case_system import OTHER_SECRET, SECRET, Answer, CaseSystem, post, said, send, signed
from tests.bot.webhook.door import Door, file_report
from tests.filed import RECEIPT, Filed, known


@pytest.fixture
async def filed(door: Door) -> Filed:
    return await file_report(door.store)


async def test_an_update_is_committed_and_told_when_it_is_answered(door: Door, filed: Filed) -> None:
    update = said("forwarded", agency="dishub", level="kabupaten", text="Mohon dicek", due_at="2026-12-04T00:00:00Z")

    answer = await send(door.updates, update)

    assert (answer.status, answer.content) == (
        202,
        {"results": [{"id": "u1", "receipt": RECEIPT, "result": "applied", "missing": None}]},
    )
    report = await known(door.store, filed)
    assert (report.status, report.agency) == (Status.FORWARDED, "dishub")
    assert report.due_at == datetime(2026, 12, 4, tzinfo=UTC)
    assert report.history[-1].level is Level.REGENCY
    [text] = await door.texts()
    assert "Dinas Perhubungan" in text
    assert "Mohon dicek" in text
    assert door.delivery.rung == 1


async def test_a_tracking_id_makes_a_report_registered(door: Door, filed: Filed) -> None:
    assert (await send(door.updates, said("registered", tracking_id="#1916449"))).status == 202
    assert (await known(door.store, filed)).tracking_id == "#1916449"
    assert "#1916449" in (await door.texts())[0]


async def test_many_updates_have_a_result_each(door: Door, filed: Filed) -> None:
    await file_report(door.store, "KTM-1111-1111")
    many = [
        said("verified", 1),
        said("verified", 1, "KTM-1111-1111"),
        said("verified", 1),
        said("followed_up", 5, text="Sudah ditinjau"),
        said("forwarded", 2),
        said("verified", 1, "KTM-0000-0000"),
    ]

    answer = await send(door.updates, {"updates": many})

    assert answer.status == 202
    assert answer.results == ["applied", "applied", "repeated", "applied", "late", "unknown"]
    assert answer.content["results"][3]["missing"] == {"first": 2, "last": 4}
    assert (await known(door.store, filed)).status is Status.FOLLOWED_UP


async def test_updates_of_reports_that_nobody_knows_are_answered_clearly(door: Door) -> None:
    answer = await send(door.updates, said())
    assert (answer.status, answer.results) == (404, ["unknown"])


async def test_updates_of_reports_that_another_backend_has_are_answered_as_of_unknown_ones(
    door: Door, filed: Filed
) -> None:
    other = await file_report(door.store, "KTM-1111-1111", backend="open311")

    alone = await send(door.updates, said("closed", receipt="KTM-1111-1111"))
    among = await send(door.updates, {"updates": [said("closed", 2, "KTM-1111-1111"), said("verified")]})

    assert (alone.status, alone.results) == (404, ["unknown"])
    assert (among.status, among.results) == (202, ["unknown", "applied"])
    report = await known(door.store, other)
    assert (report.status, report.history, report.is_handed_over) == (Status.RECEIVED, (), False)
    assert len(await door.told()) == 1


async def test_a_request_that_comes_again_changes_nothing_more(door: Door, filed: Filed) -> None:
    body = json.dumps(said()).encode()
    answers = [await post(door.updates, body, signed(body)) for _ in range(3)]
    assert [answer.results for answer in answers] == [["applied"], ["repeated"], ["repeated"]]
    assert len(await door.told()) == 1


async def test_a_status_without_a_name_here_is_kept_and_told_in_neutral_words(door: Door, filed: Filed) -> None:
    await send(door.updates, said("menunggu_anggaran", text="Dianggarkan tahun depan."))
    event = (await known(door.store, filed)).history[-1]
    assert (event.status, event.own_word) == (Status.OTHER, "menunggu_anggaran")
    [text] = await door.texts()
    assert text.startswith(f"Ada kabar tentang laporan {RECEIPT}.")
    assert "Dianggarkan tahun depan." in text


async def test_an_id_may_be_a_number_today_and_a_text_tomorrow(door: Door, filed: Filed) -> None:
    as_number = await send(door.updates, {**said("registered", tracking_id=1916449), "id": 77})
    as_text = await send(door.updates, {**said("registered", tracking_id="1916449"), "id": "77"})
    assert (as_number.results, as_text.results) == (["applied"], ["repeated"])
    assert as_number.content["results"][0]["id"] == 77
    assert (await known(door.store, filed)).tracking_id == "1916449"


async def test_an_id_that_is_also_one_of_ours_is_not_taken_for_a_repeat(door: Door, filed: Filed) -> None:
    results = [
        (await send(door.updates, {**said(number=n), "id": id})).results for n, id in ((1, "received"), (2, RECEIPT))
    ]
    assert results == [["applied"], ["applied"]]


async def test_what_is_not_known_here_is_passed_over(door: Door, filed: Filed) -> None:
    update = said(priority="high", officer={"name": "Rina"}, text=None, agency=None)
    assert (await send(door.updates, update)).results == ["applied"]
    assert (await send(door.updates, {"updates": [said(number=2)], "source": "x"})).results == ["applied"]


async def test_files_of_the_agency_are_told_by_their_addresses(door: Door, filed: Filed) -> None:
    photo = "https://kasus.example.go.id/f/1.jpg?s=a%20b"
    await send(door.updates, said("followed_up", text="Sudah dipasang.", attachments=[{"url": photo, "size": 1}]))
    assert photo in (await door.texts())[0]


async def test_what_no_database_takes_is_left_out_of_what_it_says(door: Door, filed: Filed) -> None:
    update = said(text="a\x00b\u202ec", agency="\x00", receipt=f"{RECEIPT}\x00")
    assert (await send(door.updates, update)).results == ["applied"]
    assert (await known(door.store, filed)).history[-1].text == "abc"


async def test_requests_at_the_same_time_lose_nothing(door: Door, filed: Filed) -> None:
    async def insist(update: dict[str, Any]) -> Answer:
        while (answer := await send(door.updates, update)).status == 503:
            assert answer.headers["Retry-After"] == "1"
        return answer

    answers = await asyncio.gather(*(insist(said(number=n)) for n in range(1, 41)))

    assert {answer.status for answer in answers} == {202}
    assert len((await known(door.store, filed)).history) == 40


async def test_the_highest_number_wins_in_whatever_order_updates_come(door: Door, filed: Filed) -> None:
    for number, status in ((3, "forwarded"), (1, "verified"), (4, "followed_up"), (2, "question")):
        await send(door.updates, said(status, number, text="x"))
    report = await known(door.store, filed)
    assert (report.status, report.question, len(report.history)) == (Status.FOLLOWED_UP, "", 4)


async def test_an_update_that_the_database_will_not_have_holds_up_no_other(door: Door, filed: Filed) -> None:
    async with door.store.begin() as unit:
        for statement in POISON_ON_POSTGRES if unit.is_postgres else POISON_ON_SQLITE:
            await unit.connection.execute(text(statement))
    many = [said("verified", 1), said("forwarded", 2, text="poison"), said("followed_up", 3)]

    first = await send(door.updates, {"updates": many})
    again = await send(door.updates, {"updates": many})

    assert (first.status, first.results) == (503, ["applied", "failed", "applied"])
    assert (again.status, again.results) == (503, ["repeated", "failed", "repeated"])
    assert len(await door.told()) == 2


POISON_ON_POSTGRES = ["ALTER TABLE history ADD CONSTRAINT poison CHECK (text <> 'poison')"]
POISON_ON_SQLITE = [
    "CREATE TRIGGER poison BEFORE INSERT ON history WHEN NEW.text = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END"
]


# --- who may say it ---


BODY = json.dumps(said()).encode()
OF_SOMEBODY = base64.b64encode(b"x" * 32).decode()
AN_HOUR = timedelta(hours=1)

Headers = dict[str, str]


def without(name: str) -> Callable[[Headers], Headers]:
    return lambda good: {each: value for each, value in good.items() if each != name}


def but(**changed: str) -> Callable[[Headers], Headers]:
    return lambda good: good | {f"webhook-{name}": value for name, value in changed.items()}


async def is_refused(door: Door, body: bytes, headers: Headers) -> None:
    answer = await post(door.updates, body, headers)
    assert (answer.status, answer.content.get("title")) == (401, "Unauthorized")
    assert await door.told() == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda good: {},
        *[without(f"webhook-{name}") for name in ("id", "timestamp", "signature")],
        *[but(signature=value) for value in (f"v1,{OF_SOMEBODY}", "v1,%%%", "v1,a", "v1,é", "v1", "v1,a,b", "é")],
        lambda good: good | {"webhook-signature": good["webhook-signature"].replace("v1,", "v2,")},
        *[but(id=value) for value in ("m2", "é")],
        *[but(timestamp=value) for value in ("now", "nan", "inf", "1e999", "-1", "0")],
        lambda good: signed(BODY, OTHER_SECRET),
        lambda good: signed(BODY, at=datetime.now(UTC) - AN_HOUR),
        lambda good: signed(BODY, at=datetime.now(UTC) + AN_HOUR),
    ],
)
async def test_what_is_not_signed_just_now_is_refused(
    door: Door, filed: Filed, spoil: Callable[[Headers], Headers]
) -> None:
    await is_refused(door, BODY, spoil(signed(BODY)))


@pytest.mark.parametrize("body", [BODY.replace(b"verified", b"archived"), BODY + b" ", b"\xff\xfe", b""])
async def test_what_was_changed_on_the_way_is_refused(door: Door, filed: Filed, body: bytes) -> None:
    await is_refused(door, body, signed(BODY))


@pytest.mark.parametrize("secret", [SECRET, OTHER_SECRET])
async def test_while_a_secret_is_changed_either_one_is_believed(
    database_url: str, tmp_path: Path, theirs: CaseSystem, secret: str
) -> None:
    both = f"{SECRET},{OTHER_SECRET}"
    async with ours.opened(database_url, tmp_path, theirs.url, backend_webhook_secrets=both) as door:
        await file_report(door.store)
        assert (await send(door.updates, said(), secret)).status == 202


# --- what it may not be ---


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ([], "object"),
        ("", "object"),
        ({}, "id"),
        ({"updates": []}, "updates"),
        ({"updates": None}, "updates"),
        ({"updates": [said(), {}]}, "updates[1]"),
        ({"updates": [said(), said("registered")]}, "updates[1]"),
        (said(receipt=5), "receipt"),
        (said(at="2026-11-20T09:30:00"), "at"),
        (said(at="0001-01-01T00:00:00+14:00"), "century"),
        (said(due_at="9999-12-31T23:59:59-12:00"), "century"),
        (said(number=0), "number"),
        (said(number=2**31), "number"),
        (said(number="1"), "number"),
        (said(level="desa"), "level"),
        (said("question"), "question"),
        (said("registered"), "tracking_id"),
        (said("registered", tracking_id=" "), "tracking_id"),
        (said(text="x" * 2_001), "text"),
        (said(attachments=[{"url": "http://a.example/x"}]), "url"),
        (said(attachments=[{"url": "https://a.example/\n"}]), "url"),
        ({**said(), "id": ""}, "id"),
        ({**said(), "id": "\u200b"}, "id"),
        ({**said(), "id": 2**64}, "id"),
    ],
)
async def test_what_is_not_as_the_contract_has_it_is_refused_by_name_and_nothing_of_it_is_done(
    door: Door, filed: Filed, content: Any, named: str
) -> None:
    answer = await send(door.updates, content)
    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (400, "application/problem+json")
    assert named in answer.content["detail"]
    assert await door.told() == []


@pytest.mark.parametrize("body", [b"{", b"nothing", b'{"id": "\\ud800"}', b"[" * 100_000])
async def test_what_is_no_json_is_refused(door: Door, body: bytes) -> None:
    assert (await post(door.updates, body, signed(body))).status == 400


async def test_a_body_that_is_too_large_is_not_read(door: Door) -> None:
    body = b"x" * (LARGEST + 1)
    answer = await post(door.updates, body, signed(body))
    assert answer.status == 413

    async def pieces() -> Any:
        for _ in range(9):
            yield b"x" * 1024 * 1024

    async with (
        ClientSession() as session,
        session.post(door.updates, data=pieces(), headers=signed(b"")) as streamed,
    ):
        assert streamed.status == 413

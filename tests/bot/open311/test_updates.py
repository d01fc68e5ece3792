"""What a server tells as updates reaches the complainant, once, in whatever order and form it comes."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from conversations.status import Status
from tests.bot.open311.house import House
from tests.bot.open311.placed import CLOSED, FOLLOWED_UP, placed, with_updates
from tests.filed import NOW
from tests.open311.kept import Told
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio


@with_updates
@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("in_progress", Status.FOLLOWED_UP),
        ("INVESTIGATING", Status.FOLLOWED_UP),
        ("action scheduled", Status.FOLLOWED_UP),
        ("internal_referral", Status.FORWARDED),
        ("fixed", Status.CLOSED),
        ("no_further_action", Status.CLOSED),
        ("duplicate", Status.ARCHIVED),
        ("not_councils_responsibility", Status.NOT_OUR_AUTHORITY),
        ("unchanged", Status.HANDED_OVER),
    ],
)
async def test_a_word_of_the_extension_moves_the_report(
    house: House, server: Open311Server, word: str, meant: Status
) -> None:
    filed, kept = await placed(house, server)
    server.say(kept, word, "Terima kasih.")

    [told] = await house.ask()

    assert "“Terima kasih.”" in told
    assert (await house.known(filed)).status is meant


@with_updates
async def test_updates_in_any_order_end_with_the_newest(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    server.say(kept, "closed", "Selesai.", at=NOW + timedelta(seconds=30))
    server.say(kept, "in_progress", "Mulai.", at=NOW + timedelta(seconds=10))
    told = await house.ask()
    assert [text.split("\n")[1] for text in told] == ["“Mulai.”", "“Selesai.”"]
    server.say(kept, "planned", "Terlambat.", at=NOW + timedelta(seconds=20))

    assert await house.ask() == []
    report = await house.known(filed)
    assert report.status is Status.CLOSED
    assert [event.text for event in report.history if event.text] == ["Mulai.", "Terlambat.", "Selesai."]


@with_updates
async def test_an_update_with_nothing_new_in_it_is_not_told(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    server.say(kept, "in_progress")
    server.say(kept, "in_progress", at=NOW + timedelta(seconds=1))
    server.say(kept, "open", at=NOW + timedelta(seconds=2))

    assert await house.ask() == [FOLLOWED_UP]
    assert len((await house.known(filed)).history) == 2


@with_updates
async def test_an_update_says_what_the_request_then_need_not(house: House, server: Open311Server) -> None:
    _, kept = await placed(house, server)
    server.say(kept, "closed", "Selesai.")
    kept.status, kept.notes, kept.updated_at = "closed", "Selesai.", house.clock()

    assert len(await house.ask()) == 1
    assert await house.ask() == []


@with_updates
async def test_two_updates_of_one_moment_are_both_told(house: House, server: Open311Server) -> None:
    _, kept = await placed(house, server)
    for text in ("Satu.", "Dua."):
        server.say(kept, "in_progress", text, at=NOW)

    assert [told.split("\n")[1] for told in await house.ask()] == ["“Satu.”", "“Dua.”"]


@with_updates
async def test_a_server_whose_clock_is_ahead_makes_nothing_late(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    server.say(kept, "in_progress", "Mulai.", updated_datetime="2099-01-01T00:00:00Z")
    await house.ask()
    server.say(kept, "closed", "Selesai.")

    assert len(await house.ask()) == 1
    assert (await house.known(filed)).status is Status.CLOSED


@with_updates
async def test_two_updates_whose_long_ids_begin_alike_are_two(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    for n in (1, 2):
        server.say(kept, "in_progress", f"Kabar {n}", update_id=f"{'u' * 250}{n}")

    assert [f"Kabar {n}" in text for n, text in enumerate(await house.ask(), 1)] == [True, True]
    noted = [event.text for event in (await house.known(filed)).history if event.text.startswith("Kabar")]
    assert noted == ["Kabar 1", "Kabar 2"]
    assert await house.ask() == []


@with_updates
@pytest.mark.parametrize(
    "odd",
    [
        {"update_id": "u1", "updated_datetime": None},
        {"update_id": None},
        {"update_id": 7, "updated_datetime": "yesterday"},
        {"update_id": "u2", "service_request_id": None},
        {"update_id": "u3", "service_request_id": "999999"},
        {"update_id": "u4", "status": None, "description": None},
        {"update_id": "u5", "status": 3, "description": {"text": "x"}},
        {"update_id": "x" * 300, "media_url": "javascript:alert(1)"},
    ],
    ids=lambda odd: ",".join(f"{name}={str(value)[:10]}" for name, value in odd.items()),
)
async def test_an_odd_update_hides_no_other(house: House, server: Open311Server, odd: dict[str, Any]) -> None:
    _, kept = await placed(house, server)
    server.say(kept, "in_progress", "Aneh.", at=NOW)
    server.updates[0].fields.update(odd)
    server.updates.append(Told({"not": "an update"}, NOW))
    server.say(kept, "closed", "Selesai.")

    told = await house.ask()

    assert told[-1].startswith(f"{CLOSED}\n“Selesai.”")
    assert "javascript" not in "".join(told)
    assert await house.ask() == []


@with_updates
async def test_ids_change_their_type_and_stay_the_same(house: House, server: Open311Server) -> None:
    _, kept = await placed(house, server)
    server.say(kept, "in_progress", "Mulai.", update_id=5, service_request_id=str(kept.number))
    assert len(await house.ask()) == 1
    server.updates[0].fields.update(update_id="5", service_request_id=float(kept.number))

    assert await house.ask() == []


@with_updates
async def test_ten_thousand_updates_of_others_are_passed_over(house: House, server: Open311Server) -> None:
    _, kept = await placed(house, server)
    numbers = count(500_000)
    for _ in range(10_000):
        server.updates.append(
            Told({"update_id": next(numbers), "service_request_id": next(numbers), "status": "closed"}, NOW)
        )
    server.say(kept, "in_progress", "Mulai.")

    assert await house.ask() == [f"{FOLLOWED_UP}\n“Mulai.”"]

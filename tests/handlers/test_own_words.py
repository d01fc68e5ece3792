"""Complainants are told what became of their own words: in the daytime, and after what was held before it."""

from datetime import timedelta

from conversations.catalogue import Catalogue
from conversations.following import Telling
from conversations.messages import Text
from conversations.profile import Profile
from conversations.status import ResponseKind, Status
from handlers.backlog import Backlog
from handlers.hours import Hours
from storage.store import Store
from tests.filed import NOW, RECEIPT, Clock, Filed, file_report, respond, response
from tests.following import MORNING, NIGHT, apply, choose, held, texts, update
from tests.forwarded import forward_due
from tests.handlers.house import Bell, open_house
from tests.handlers.remote import Remote, busy, forwarder, refuses

LATE = f"Laporan {RECEIPT} belum sampai ke LAPOR!."
ARRIVED = f"Laporan {RECEIPT} sekarang sudah sampai. Begitu ada nomor dari LAPOR!, saya kabari."


class Sending:
    """A report of ten in the evening, and its backend."""

    def __init__(self, store: Store, profile: Profile) -> None:
        self.store, self.profile = store, profile
        self.clock, self.backend, self.bell = Clock(NIGHT - timedelta(hours=1)), Remote(), Bell()
        self.forwarder = forwarder(store, self.backend, profile, self.clock)

    async def begin(self) -> Filed:
        return await file_report(self.store, at=self.clock())

    async def until(self, hours: float) -> None:
        """It is tried every ten minutes for so long, and what was held goes out at its hour."""
        for _ in range(int(hours * 6)):
            await forward_due(self.forwarder)
            await Hours(self.store, self.bell, self.clock, self.profile).look()
            self.clock.move(minutes=10)


async def test_of_an_outage_in_the_night_nobody_is_told_before_the_morning(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    sending = Sending(store, profile)
    filed = await sending.begin()
    sending.backend.answers = busy
    await sending.until(7.5)
    assert (await texts(store, catalogue, filed.chat.address), await held(store)) == ([], {})

    await sending.until(1)
    assert await texts(store, catalogue, filed.chat.address) == [LATE]


async def test_an_outage_that_is_over_in_the_morning_is_told_to_nobody(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    sending = Sending(store, profile)
    filed = await sending.begin()
    sending.backend.answers = busy
    await sending.until(5)
    sending.backend.answers = lambda forwarding: None
    await sending.until(5)
    assert (await texts(store, catalogue, filed.chat.address), await held(store)) == ([], {})


async def test_what_is_set_aside_in_the_night_is_told_in_the_morning(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    sending = Sending(store, profile)
    filed = await sending.begin()
    sending.backend.answers = refuses
    await sending.until(1)
    assert await texts(store, catalogue, filed.chat.address) == []
    assert await held(store) == {filed.complainant_id: MORNING}

    await sending.until(8)
    assert await texts(store, catalogue, filed.chat.address) == [LATE]


async def test_that_something_arrived_after_all_waits_for_the_morning_too(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    sending = Sending(store, profile)
    sending.clock.at = NIGHT - timedelta(hours=4)
    filed = await sending.begin()
    sending.backend.answers = busy
    await sending.until(4)
    sending.backend.answers = lambda forwarding: None
    await sending.until(1)
    assert await texts(store, catalogue, filed.chat.address) == [LATE]

    await sending.until(7)
    assert await texts(store, catalogue, filed.chat.address) == [LATE, ARRIVED]


async def test_whoever_has_just_written_is_told_in_the_night(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    sending = Sending(store, profile)
    filed = await sending.begin()
    async with open_house(store, catalogue) as house:
        house.clock.at = sending.clock()
        await house.say(filed.chat, Text("halo"))
        await house.all_is_sent()
    sending.backend.answers = refuses
    await sending.until(0.5)
    assert await texts(store, catalogue, filed.chat.address) == [LATE]


async def test_that_words_are_given_up_is_told_in_the_morning_also_where_the_report_was_muted(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed, backend = await file_report(store), Remote()
    await forward_due(forwarder(store, backend, profile, Clock()))
    await choose(store, filed, Telling.NEVER)
    await respond(store, filed, response(kind=ResponseKind.ADDENDUM))
    backend.answers = refuses
    await forward_due(forwarder(store, backend, profile, Clock(NIGHT)))
    backlog = Backlog(store, profile, Clock(NIGHT))
    [outstanding] = await backlog.listed()

    assert await backlog.drop(outstanding.failed.id)
    assert await texts(store, catalogue, filed.chat.address) == []

    await Hours(store, Bell(), Clock(MORNING), profile).look()
    [told] = await texts(store, catalogue, filed.chat.address)
    assert told == "Ada 2 kabar untuk Anda:"


async def test_what_was_held_before_on_the_report_goes_before_what_became_of_the_words(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed, backend = await file_report(store), Remote()
    await forward_due(forwarder(store, backend, profile, Clock()))
    await choose(store, filed, Telling.DAILY)
    await apply(store, profile, update(Status.VERIFIED))
    await respond(store, filed, response(kind=ResponseKind.ADDENDUM))
    backend.answers = refuses
    await forward_due(forwarder(store, backend, profile, Clock(NOW + timedelta(hours=1))))

    assert await texts(store, catalogue, filed.chat.address) == [
        f"Laporan {RECEIPT} sudah diverifikasi.",
        f"Yang Anda sampaikan untuk {RECEIPT} belum sampai ke LAPOR!.",
    ]
    assert await held(store) == {}

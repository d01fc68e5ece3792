"""Somebody opens a report's link in a chat, follows it, looks at it, and leaves it."""

from functools import partial

import pytest

from conversations.catalogue import Catalogue
from conversations.messages import Chat, Choice, Command
from conversations.profile import Profile
from conversations.status import Status
from storage.store import Store
from tests.filed import Filed, file_report
from tests.following import CODE, apply, give_code
from tests.following import update as any_update
from tests.handlers.house import chats, open_house

RECEIPT = "KTM-7F3K-9Q2D"
BUDI = chats(1)[0]
LINK = Command("start", f"ikuti_{RECEIPT}_{CODE}")


update = partial(any_update, receipt=RECEIPT)


async def open_report(store: Store) -> Filed:
    filed = await file_report(store, RECEIPT)
    await give_code(store, filed)
    return filed


async def test_whoever_opens_the_link_is_told_of_every_update_until_they_leave(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    await open_report(store)
    async with open_house(store, catalogue) as house:
        await house.say(BUDI, LINK)
        await apply(store, profile, update(Status.VERIFIED, 1))
        await house.all_is_sent()
        await house.say(BUDI, Choice(f"unfollow:{RECEIPT}"), begin=1)
        await apply(store, profile, update(Status.FORWARDED, 2))
        await house.all_is_sent()

    said = [text.splitlines()[0] for text in house.app.texts(BUDI.address)]
    assert said[0].startswith(f"Anda sekarang mengikuti laporan {RECEIPT}.")
    assert said[1:] == [f"Laporan {RECEIPT} sudah diverifikasi.", f"Laporan {RECEIPT} tidak Anda ikuti lagi."]


@pytest.mark.parametrize(
    "command",
    [
        Command("start", f"ikuti_{RECEIPT}_000000000Z"),
        Command("start", f"ikuti_KTM-0000-0000_{CODE}"),
        Command("ikuti", RECEIPT),
    ],
    ids=["wrong code", "unknown report", "no code"],
)
async def test_a_link_that_does_not_fit_says_the_same_whatever_is_wrong(
    store: Store, profile: Profile, catalogue: Catalogue, command: Command
) -> None:
    await open_report(store)
    async with open_house(store, catalogue) as house:
        await house.say(BUDI, command)
        await apply(store, profile, update(Status.VERIFIED))
        await house.all_is_sent()

    [said] = house.app.texts(BUDI.address)
    assert said.startswith("Nomor tiket dan kode itu tidak cocok.")


async def test_a_follower_sees_where_the_report_stands_and_nothing_that_was_written(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await open_report(store)
    asked = update(Status.QUESTION, 1, text="Bu Siti, berapa tiang?", agency="dishub")
    await apply(store, profile, asked)
    async with open_house(store, catalogue) as house:
        await house.say(BUDI, LINK, Choice(f"status:{RECEIPT}"), Command("laporan"))
        await house.all_is_sent()

    _, shown, listed = house.app.texts(BUDI.address)
    assert "menunggu jawaban pelapor" in shown
    assert "petugas bertanya (Dinas Perhubungan)" in shown
    assert f"{RECEIPT}: menunggu jawaban pelapor" in listed
    for private in ("Siti", "tiang", filed.report.title, filed.report.place.landmark):
        assert private not in shown + listed


@pytest.mark.parametrize("verb", ["answer", "add", "satisfied", "not_solved", "share"])
async def test_only_its_complainant_can_say_something_of_a_report(
    store: Store, profile: Profile, catalogue: Catalogue, verb: str
) -> None:
    await open_report(store)
    await apply(store, profile, update(Status.CLOSED, text="Beres"))
    async with open_house(store, catalogue) as house:
        await house.say(BUDI, LINK, Choice(f"{verb}:{RECEIPT}"), Command("lapor", "Jalan di depan pasar rusak parah"))
        await house.all_is_sent()
        assert (await house.conversation(BUDI)).about == ""

    assert CODE not in "".join(house.app.texts(BUDI.address))
    assert house.forwarding.rung == 0


async def test_the_complainant_chooses_too_how_to_be_told(store: Store, profile: Profile, catalogue: Catalogue) -> None:
    filed = await open_report(store)
    async with open_house(store, catalogue) as house:
        await house.say(filed.chat, Choice(f"tell_never:{RECEIPT}"))
        await apply(store, profile, update(Status.VERIFIED, 1))
        await house.say(filed.chat, Choice(f"tell_at_once:{RECEIPT}"), begin=1)
        await apply(store, profile, update(Status.FORWARDED, 2))
        await house.all_is_sent()

    said = [text.splitlines()[0] for text in house.app.texts(filed.chat.address)]
    assert said == [
        f"Baik, laporan {RECEIPT} tidak saya kabarkan, kecuali bila petugas bertanya atau kiriman Anda belum sampai.",
        f"Baik, langkah laporan {RECEIPT} saya kabarkan langsung, kecuali pada jam istirahat malam.",
        f"Laporan {RECEIPT} diteruskan ke instansi yang berwenang.",
    ]


async def test_nobody_chooses_for_a_report_that_is_not_theirs(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await open_report(store)
    stranger = Chat("webchat", "stranger")
    async with open_house(store, catalogue) as house:
        await house.say(stranger, Choice(f"tell_at_once:{RECEIPT}"), Choice(f"telling:{RECEIPT}"))
        await apply(store, profile, update(Status.VERIFIED))
        await house.all_is_sent()

    assert {text.splitlines()[0] for text in house.app.texts(stranger.address)} == {
        "Laporan itu tidak ada di antara laporan Anda dan yang Anda ikuti."
    }
    assert len(house.app.texts(filed.chat.address)) == 1

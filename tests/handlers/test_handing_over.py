"""A report that was filed for somebody goes over to them by its code, once, and to nobody else."""

import re
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select, update

from conversations.catalogue import Catalogue
from conversations.following import Telling
from conversations.messages import Chat, Choice, Command, Text
from conversations.profile import Profile
from conversations.receipt import make_receipt
from conversations.report import Place, Report, Visibility
from conversations.status import ResponseKind, Status
from conversations.volunteering import Standing
from handlers.desk import Desk
from handlers.forwarding_body import from_json
from handlers.ports import ReportForwarding, ResponseForwarding
from handlers.standing import change_standing
from storage import followers, tables, volunteers
from storage.store import Store
from tests.filed import NOW, RECEIPT, Filed
from tests.following import NIGHT, apply, follow, held
from tests.following import update as said
from tests.handlers.house import Bell, House, different_numbers, open_house
from tests.volunteering import RAHMA, Helper, file_for, make_volunteer

SITI, BUDI = Chat("webchat", "siti"), Chat("webchat", "budi")
CODE = re.compile(r"^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}$", re.MULTILINE)
NOT_GOOD = "Kode itu tidak bisa dipakai."
NOT_ON_A_SLIP = "Nomor dan desa itu tidak cocok. Periksa lagi nomor di lembarnya, dan di desa mana kejadiannya."


async def filed_by_rahma(store: Store) -> tuple[Helper, Filed]:
    rahma = await make_volunteer(store)
    return rahma, await file_for(store, rahma)


async def code_from(house: House, helper: Helper, receipt: str = RECEIPT, begin: int = 0) -> str:
    await house.say(helper.chat, Choice(f"hand_over:{receipt}"), begin=begin)
    await house.all_is_sent()
    return str(CODE.findall(house.app.texts(helper.chat.address)[-1])[0])


async def take(house: House, chat: Chat, code: str, begin: int = 0) -> None:
    await house.say(chat, Command("serah", code), Choice(f"take_over:{code.replace('-', '')}"), begin=begin)
    await house.all_is_sent()


async def test_the_owner_sees_what_it_is_before_it_is_theirs(store: Store, catalogue: Catalogue) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        await house.say(SITI, Text(code), Choice(f"status:{RECEIPT}"))
        await house.all_is_sent()
    shown, unknown = house.app.texts(SITI.address)
    assert f"{RECEIPT}: “{filed.report.title}”" in shown
    assert "Disampaikan relawan Rahmawati (KIM Sangatta Utara)." in shown
    assert filed.report.title not in unknown


async def test_the_owner_gets_what_follows_and_the_volunteer_its_steps_alone(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        await house.say(rahma.chat, Choice(f"status:{RECEIPT}"), begin=10)
        await apply(store, profile, said(Status.FOLLOWED_UP, text="Petugas menelepon Ibu Siti"))
        await house.all_is_sent()
        await house.say(SITI, Choice(f"status:{RECEIPT}"), begin=10)
        await house.all_is_sent()
    of_owner, of_helper = house.app.texts(SITI.address), house.app.texts(rahma.chat.address)
    assert f"Laporan {RECEIPT} sekarang milik Anda." in of_owner[1]
    assert "Petugas menelepon Ibu Siti" in of_owner[2]
    assert "Disampaikan relawan Rahmawati" in of_owner[3]
    assert f"Laporan {RECEIPT} sudah diambil pemiliknya. Terima kasih sudah membantu." in of_helper
    assert "menelepon" not in repr(of_helper)
    assert filed.report.title not in repr(of_helper[1:])
    async with store.read() as unit:
        rows = (await unit.connection.execute(select(tables.followers))).all()
    assert [(row.complainant_id, row.telling) for row in rows] == [(rahma.id, "daily")]


async def test_a_volunteer_who_wanted_no_notices_gets_none_of_the_steps_either(
    store: Store, catalogue: Catalogue
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with store.begin() as unit:
        await followers.choose(unit, [(rahma.id, RECEIPT, Telling.NEVER)], NOW)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
    async with store.read() as unit:
        rows = (await unit.connection.execute(select(tables.followers))).all()
    assert [row.telling for row in rows] == ["never"]


async def test_the_owner_says_that_the_volunteer_is_to_know_nothing(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        await apply(store, profile, said(Status.VERIFIED))
        assert rahma.id in await held(store)
        await house.say(SITI, Choice(f"helper_nothing:{RECEIPT}"), begin=10)
        assert rahma.id not in await held(store)
        await apply(store, profile, said(Status.FORWARDED, 2))
        assert rahma.id not in await held(store)
        await house.say(rahma.chat, Choice(f"status:{RECEIPT}"), begin=10)
        await house.say(SITI, Choice(f"helper_steps:{RECEIPT}"), begin=20)
        await apply(store, profile, said(Status.FOLLOWED_UP, 3))
        await house.all_is_sent()
        assert rahma.id in await held(store)
    assert "Nomor itu tidak ada" in house.app.texts(rahma.chat.address)[-1]


@pytest.mark.parametrize("verb", ["helper", "helper_steps", "helper_nothing", "hide", "hide_anonymous"])
async def test_only_the_owner_decides(store: Store, catalogue: Catalogue, verb: str) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        for chat in (rahma.chat, BUDI):
            await house.say(chat, Choice(f"{verb}:{RECEIPT}"), begin=20)
        await house.all_is_sent()
        assert [house.app.texts(chat.address)[-1].splitlines()[0] for chat in (rahma.chat, BUDI)] == [
            "Laporan itu tidak ada di antara laporan Anda dan yang Anda ikuti."
        ] * 2
    async with store.read() as unit:
        row = (await unit.connection.execute(select(tables.reports))).one()
        assert (await unit.connection.execute(select(tables.followers.c.complainant_id))).scalar() == rahma.id
    assert row.visibility == filed.report.visibility


async def test_the_volunteer_cannot_take_it_by_the_code_themself(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        await take(house, rahma.chat, code, begin=5)
        assert [text.splitlines()[0].startswith("Kode ini untuk pemilik") for text in house.app.texts("rahma")[1:]] == [
            True,
            True,
        ]
        await take(house, SITI, code)
    assert "sekarang milik Anda" in house.app.texts(SITI.address)[-1]


async def test_a_volunteer_who_has_ended_cannot_take_it_by_an_old_copy_of_its_slip(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        async with store.begin() as unit:
            volunteer = (await volunteers.of(unit, [rahma.id]))[rahma.id]
            await change_standing(unit, volunteer, Standing.ENDED, NOW, profile, different_numbers())
        await take(house, rahma.chat, code, begin=5)
        assert filed.report.title not in repr(house.app.texts(rahma.chat.address)[1:])
        assert "sekarang milik Anda" not in repr(house.app.texts(rahma.chat.address))
        await take(house, SITI, code)
    assert "sekarang milik Anda" in house.app.texts(SITI.address)[-1]


async def test_wrong_used_expired_and_guessed_codes_are_answered_alike(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    other = await file_for(store, rahma, "KTM-0000-0000")
    async with open_house(store, catalogue) as house:
        used, expired = await code_from(house, rahma), await code_from(house, rahma, "KTM-0000-0000", begin=1)
        await take(house, SITI, used)
        async with store.begin() as unit:
            past = update(tables.handovers).where(tables.handovers.c.report_id == other.id)
            await unit.connection.execute(past.values(expires_at=NOW))
        for code in (used, expired, "7F3K-9Q2C-0M4T", "entah"):
            await house.say(BUDI, Command("serah", code), begin=100 + hash(code) % 100)
        await house.all_is_sent()
    answers = {text.splitlines()[0] for text in house.app.texts(BUDI.address)}
    assert answers == {f"{NOT_GOOD} Periksa lagi huruf dan angkanya, atau minta kode baru kepada relawan."}


async def test_whoever_guesses_is_slowed_down_until_time_has_passed(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        await house.say(BUDI, *[Command("serah", f"{n}") for n in range(5)])
        await house.say(BUDI, Command("serah", code), Choice(f"take_over:{code.replace('-', '')}"), begin=10)
        await house.all_is_sent()
        assert [text.startswith("Terlalu banyak kode") for text in house.app.texts(BUDI.address)] == [
            *[False] * 5,
            True,
            True,
        ]
        house.clock.move(minutes=6)
        await take(house, BUDI, code, begin=20)
    assert "sekarang milik Anda" in house.app.texts(BUDI.address)[-1]


async def test_a_code_stays_the_same_until_it_is_over(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        first = await code_from(house, rahma)
        house.clock.move(days=89)
        assert await code_from(house, rahma, begin=1) == first
        house.clock.move(days=2)
        assert await code_from(house, rahma, begin=2) != first


async def test_of_two_who_hold_the_same_slip_the_first_gets_the_report(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        for chat in (SITI, BUDI):
            await house.say(chat, Command("serah", code))
        pressed = Choice(f"take_over:{code.replace('-', '')}")
        await house.say(SITI, pressed, begin=1)
        await house.say(BUDI, pressed, begin=1)
        await house.all_is_sent()
    assert "sekarang milik Anda" in house.app.texts(SITI.address)[-1]
    assert NOT_GOOD in house.app.texts(BUDI.address)[-1]


async def test_the_slip_of_a_suspended_volunteer_still_works_and_they_hear_nothing(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        async with store.begin() as unit:
            table = tables.volunteers
            await unit.connection.execute(update(table).values(standing=Standing.SUSPENDED.value))
            await unit.connection.execute(update(tables.reports).values(complainant_id=None))
        await take(house, SITI, code)
        await apply(store, profile, said(Status.VERIFIED))
        await house.all_is_sent()
    assert "diverifikasi" in house.app.texts(SITI.address)[-1]
    assert len(house.app.texts(rahma.chat.address)) == 1
    assert rahma.id not in await held(store)


async def test_in_the_night_the_volunteer_is_not_woken(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        house.clock.at = NIGHT
        await take(house, SITI, code)
        assert len(house.app.texts(rahma.chat.address)) == 1
    assert rahma.id in await held(store)


async def test_nobody_hands_over_what_they_sent_for_themselves_or_have_no_more(
    store: Store, catalogue: Catalogue
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        for chat in (rahma.chat, SITI, BUDI):
            await house.say(chat, Choice(f"hand_over:{RECEIPT}"), begin=20)
        await house.all_is_sent()
    for chat in (rahma.chat, SITI, BUDI):
        assert house.app.texts(chat.address)[-1].startswith("Yang bisa diserahkan hanya")


async def test_a_question_that_waits_is_asked_of_the_owner_at_once(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, _ = await filed_by_rahma(store)
    await apply(store, profile, said(Status.QUESTION, text="Berapa tiang?", due_at=NOW + timedelta(days=4)))
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma, begin=5))
        await house.say(SITI, Text("3 tiang"), begin=10)
        await house.say(rahma.chat, Text("lima tiang, kata tetangga di sana"), begin=10)
        await house.all_is_sent()
    assert "Berapa tiang?" in house.app.texts(SITI.address)[1]
    async with store.read() as unit:
        answers = await unit.connection.scalars(select(tables.history.c.text).where(tables.history.c.response != ""))
        assert list(answers) == ["3 tiang"]


async def test_a_report_hidden_by_its_owner_goes_without_the_name_even_if_it_was_waiting(
    store: Store, catalogue: Catalogue
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        await house.say(SITI, Choice(f"hide:{RECEIPT}"), Choice(f"hide_anonymous:{RECEIPT}"), begin=10)
        await house.all_is_sent()
    assert "Laporan KTM-7F3K-9Q2C sekarang: Anonim." in house.app.texts(SITI.address)[-1]
    async with store.read() as unit:
        row = (await unit.connection.execute(select(tables.reports))).one()
        bodies = await unit.connection.scalars(select(tables.forwardings.c.body).order_by(tables.forwardings.c.id))
        waiting, response = [from_json(body) for body in bodies]
    assert (row.visibility, row.reporter_name, row.reporter_contact) == ("anonymous", "", "")
    assert isinstance(waiting, ReportForwarding)
    assert isinstance(response, ResponseForwarding)
    assert (waiting.report.reporter_name, waiting.report.visibility) == ("", Visibility.ANONYMOUS)
    assert (response.kind, response.visibility) == (ResponseKind.ADDENDUM, Visibility.ANONYMOUS)
    assert "diperlakukan sebagai: Anonim." in response.text


async def test_the_desk_shows_no_more_what_its_complainant_has_hidden(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    _, filed = await filed_by_rahma(store)
    desk = Desk(store, profile, Bell(), lambda: NOW)
    await desk.take_in(ReportForwarding(RECEIPT, filed.report))
    hiding = ResponseForwarding("k", RECEIPT, ResponseKind.ADDENDUM, "Mohon dirahasiakan", (), NOW)
    await desk.take_in(replace(hiding, visibility=Visibility.ANONYMOUS_SECRET))
    case = await desk.open_case(RECEIPT)
    assert case is not None
    assert case.case.report.visibility is Visibility.ANONYMOUS_SECRET
    assert (case.case.report.reporter_name, case.case.report.reporter_contact) == ("", "")
    async with store.read() as unit:
        body = await unit.connection.scalar(select(tables.desk_cases.c.body))
    assert body is not None
    assert msgspec.json.decode(body, type=Report).reporter_name == ""


async def test_nothing_is_shown_more_than_before(store: Store, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(store)
    await file_for(store, rahma, visibility=Visibility.ANONYMOUS_SECRET)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        await house.say(SITI, Choice(f"hide:{RECEIPT}"), Choice(f"hide_secret:{RECEIPT}"), begin=10)
        await house.all_is_sent()
    assert [text.splitlines()[0] for text in house.app.texts(SITI.address)[-2:]] == [
        "Laporan ini tidak bisa disembunyikan lebih jauh."
    ] * 2


async def test_a_volunteer_says_where_a_report_stands_from_its_slip(store: Store, catalogue: Catalogue) -> None:
    rahma, receipt = await make_volunteer(store), make_receipt("KTM", 1_234_567)
    filed = await file_for(store, rahma, receipt, place=Place("seberang sekolah", "64.08.04", "64.08.04.1010"))
    dewi = await make_volunteer(store, "dewi", replace(RAHMA, name="Dewi"))
    async with open_house(store, catalogue) as house:
        await house.say(dewi.chat, Command("cek", f"-slip {receipt} Teluk Lingga"), Command("cekslip", receipt))
        await house.say(dewi.chat, Command("cekslip", f"{receipt} desa Swarga Bara"), begin=5)
        await house.say(dewi.chat, Command("cekslip", make_receipt("KTM", 7_654_321)), begin=6)
        await house.say(BUDI, Command("cekslip", f"{receipt} Teluk Lingga"))
        await house.all_is_sent()
    right, villageless, elsewhere, nowhere = house.app.texts(dewi.chat.address)
    assert right == f"{receipt}: tersimpan, sedang kami teruskan"
    assert filed.report.title not in right
    assert elsewhere == NOT_ON_A_SLIP
    assert villageless == nowhere
    assert villageless.startswith("Tulis nomor tiket di lembarnya dan desa")
    assert "hanya bisa dilakukan relawan" in house.app.texts(BUDI.address)[0]


async def test_an_owner_who_is_forgotten_leaves_no_name_and_no_code(store: Store, catalogue: Catalogue) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with store.begin() as unit:
        await unit.connection.execute(update(tables.reports).values(is_handed_over=True))
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        await house.say(SITI, Command("hapus"), Text("Hapus data saya"), begin=10)
        await house.all_is_sent()
        assert "sudah saya hapus" in house.app.texts(SITI.address)[-1]
    async with store.read() as unit:
        filing = (await unit.connection.execute(select(tables.filings))).one()
        codes = (await unit.connection.execute(select(tables.handovers))).all()
        report = (await unit.connection.execute(select(tables.reports))).one()
    assert (filing.person_name, filing.person_contact, codes) == ("", "", [])
    assert (report.id, report.complainant_id, report.title) == (filed.id, None, "")


async def test_a_slip_tells_its_own_volunteer_nothing_either_once_the_owner_lets_them_know_nothing(
    store: Store, catalogue: Catalogue
) -> None:
    rahma, receipt = await make_volunteer(store), make_receipt("KTM", 1_234_567)
    await file_for(store, rahma, receipt, place=Place("seberang sekolah", "64.08.04", "64.08.04.1010"))
    check = Command("cekslip", f"{receipt} Teluk Lingga")
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma, receipt))
        await house.say(rahma.chat, check, begin=10)
        await house.say(SITI, Choice(f"helper_nothing:{receipt}"), begin=10)
        await house.say(rahma.chat, check, begin=11)
        await house.all_is_sent()
    milestones, nothing = house.app.texts(rahma.chat.address)[-2:]
    assert milestones.startswith(receipt)
    assert nothing == NOT_ON_A_SLIP


async def test_a_suspended_volunteer_who_was_given_the_link_is_let_know_nothing_too(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        async with store.begin() as unit:
            volunteer = (await volunteers.of(unit, [rahma.id]))[rahma.id]
            await change_standing(unit, volunteer, Standing.SUSPENDED, NOW, profile, different_numbers())
        assert await follow(store, filed, rahma.chat.address) == rahma.id
        await house.say(SITI, Choice(f"helper_nothing:{RECEIPT}"), Choice(f"helper_steps:{RECEIPT}"), begin=10)
    async with store.read() as unit:
        rows = (await unit.connection.execute(select(tables.followers))).all()
    assert rows == []

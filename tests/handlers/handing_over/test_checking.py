"""A volunteer says where a report stands from its slip, and nothing else."""

from dataclasses import replace

from conversations.catalogue import Catalogue
from conversations.messages import Choice, Command
from conversations.receipt import make_receipt
from conversations.report import Place
from storage.store import Store
from tests.handlers.handing_over.slips import BUDI, NOT_ON_A_SLIP, SITI, code_from, take
from tests.handlers.house import open_house
from tests.volunteering import RAHMA, file_for, make_volunteer


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

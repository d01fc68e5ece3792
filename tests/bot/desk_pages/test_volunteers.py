"""The desk's page of volunteers: the office invites, approves, suspends and ends."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.one_time_code import in_groups, read_one_time_code
from conversations.volunteering import Standing
from storage import volunteers
from tests.bot.desk_office import BOT, Office, Officer, Page
from tests.volunteering import RAHMA, file_for, make_volunteer

PAGE = "/desk/relawan"


async def asks(office: Office, name: str = "Rahmawati") -> None:
    await make_volunteer(office.store, name.lower(), replace(RAHMA, name=name, standing=Standing.ASKED))


async def standing(office: Office) -> Standing:
    async with office.store.read() as unit:
        found = await volunteers.find(unit, 1)
    assert found
    return found.standing


def form(page: Page, decision: str) -> dict[str, str]:
    """The first form that says this decision, as the browser would send it."""
    every = re.findall(r"<form.*?</form>", page.text, re.DOTALL)
    [mine] = [each for each in every if f'value="{decision}"' in each][:1]
    return dict(re.findall(r'name="(form_token|id|decision)" value="([^"]*)"', mine))


async def invite(rina: Officer, **fields: str) -> Page:
    token = dict(re.findall(r'name="(form_token)" value="([^"]*)"', (await rina.get(PAGE)).text))
    until = (rina.office.clock() + timedelta(days=7)).date().isoformat()
    filled = {"group": "KIM Sangatta Utara", "area": "64.08.04", "count": "20", "until": until, **fields}
    return await rina.post(f"{PAGE}/undang", {**token, **filled})


async def test_the_queue_says_that_somebody_waits_to_be_a_volunteer(office: Office, rina: Officer) -> None:
    assert "calon relawan" not in (await rina.get("/desk")).words
    await asks(office)
    assert "1 calon relawan menunggu" in (await rina.get("/desk")).words


async def test_an_officer_approves_suspends_lets_go_on_and_ends(office: Office, rina: Officer) -> None:
    await asks(office)
    page = await rina.get(PAGE)
    assert "Rahmawati KIM Sangatta Utara Sangatta Utara" in page.words
    for decision, after in (
        ("approve", Standing.ACTIVE),
        ("suspend", Standing.SUSPENDED),
        ("resume", Standing.ACTIVE),
        ("end", Standing.ENDED),
    ):
        page = await rina.post(PAGE, form(page, decision))
        assert await standing(office) is after
    assert "Belum ada relawan" in page.words


async def test_those_who_wait_stand_first(office: Office, rina: Officer) -> None:
    await make_volunteer(office.store, "budi", replace(RAHMA, name="Budi"))
    await asks(office)
    words = (await rina.get(PAGE)).words
    assert words.index("Rahmawati") < words.index("Budi")


async def test_an_invitation_is_shown_with_its_code_and_a_picture_of_its_link(office: Office, rina: Officer) -> None:
    page = await invite(rina)
    typed = re.search(r"/relawan (\S+-\S+-\S+) ", page.words)
    assert typed
    code = read_one_time_code(typed[1])
    assert code
    assert typed[1] == in_groups(code)
    assert f"https://t.me/{BOT}?start=kim_{code}" in page.words
    assert "<svg" in page.text
    assert "20 orang lagi, sampai 27 Nov 2026, 23.59" in page.words


async def test_an_open_invitation_can_be_shown_again(office: Office, rina: Officer) -> None:
    await invite(rina)
    page = await rina.get(PAGE)
    assert "<svg" not in page.text
    again = re.search(r'href="(/desk/relawan\?undangan=\d+)"', page.text)
    assert again
    assert "<svg" in (await rina.get(again[1])).text


async def test_an_invitation_that_is_revoked_is_open_no_more(rina: Officer) -> None:
    page = await invite(rina)
    [shown] = re.findall(r'action="/desk/relawan/cabut">(.*?)</form>', page.text, re.DOTALL)
    revoked = dict(re.findall(r'name="(form_token|id)" value="([^"]*)"', shown))
    assert (await rina.post(f"{PAGE}/cabut", {**revoked, "id": "all"})).status == 400
    assert (await rina.post(f"{PAGE}/cabut", {"id": revoked["id"]})).status == 403
    after = await rina.post(f"{PAGE}/cabut", revoked)
    assert "undangan=" not in after.text


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("group", " ", "Tulis nama kelompoknya."),
        ("area", "99.99", "Pilih wilayah dari daftar."),
        ("count", "banyak", "Isi 1 sampai 200 orang."),
        ("until", "besok", "Pilih tanggal mulai hari ini"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    rina: Officer, field: str, value: str, problem: str
) -> None:
    page = await invite(rina, **{field: value, **({} if field == "group" else {"group": "KIM <Rantau>"})})
    assert page.status == 400
    assert problem in page.words
    assert field == "group" or "KIM &lt;Rantau&gt;" in page.text


async def test_a_form_that_is_none_of_ours_changes_nothing(office: Office, rina: Officer) -> None:
    await asks(office)
    sent = form(await rina.get(PAGE), "approve")
    assert (await rina.post(PAGE, {**sent, "decision": "crown"})).status == 400
    assert (await rina.post(PAGE, {**sent, "id": "all"})).status == 400
    assert (await rina.post(PAGE, {"id": sent["id"], "decision": "approve"})).status == 403
    assert await standing(office) is Standing.ASKED


async def test_the_figures_are_those_of_groups_and_name_nobody(office: Office, rina: Officer) -> None:
    await file_for(office.store, await make_volunteer(office.store))
    page = await rina.get(PAGE)
    figures = page.words.partition("Laporan lewat relawan")[2]
    assert "KIM Sangatta Utara Sangatta Utara 1 100% 100% 0% belum ada" in figures
    assert "Rahmawati" not in figures
    assert "Siti" not in page.words

"""Who may see the desk, and whose forms it believes."""

import asyncio
import re
from urllib.parse import urlsplit

import pytest

from bot.pages.desk.sign_in import LINK_LASTS, SESSION_LASTS
from tests.bot.desk_office import Office, Officer, officer
from tests.filed import RECEIPT


async def test_a_link_signs_in_by_its_button_and_only_once(office: Office, stranger: Officer) -> None:
    link = office.links[-1].removeprefix(office.url)
    previews = [await stranger.get(link) for _ in range(3)]
    assert [page.status for page in previews] == [200, 200, 200]
    assert (await stranger.get("/desk")).status == 403

    assert (await stranger.sign_in()).status == 200
    assert (await stranger.get("/desk")).status == 200
    assert (await stranger.get(link)).status == 403


async def test_a_spent_link_lets_nobody_else_in(office: Office, rina: Officer) -> None:
    spent = office.links[0].partition("code=")[2]
    async with officer(office) as somebody:
        assert (await somebody.post("/desk/sign-in", {"code": spent})).status == 403
        assert (await somebody.get("/desk")).status == 403


async def test_once_a_link_was_spent_another_browser_gets_a_fresh_one(office: Office, rina: Officer) -> None:
    assert len(office.links) == 2
    async with officer(office) as budi:
        await budi.sign_in()
        assert (await budi.get("/desk")).status == 200
    assert (await rina.get("/desk")).status == 200


async def test_a_fresh_link_ends_the_one_before_it(office: Office, stranger: Officer) -> None:
    before = office.links[-1].partition("code=")[2]
    office.gate.new_link(office.url)
    assert (await stranger.post("/desk/sign-in", {"code": before})).status == 403


async def test_a_link_that_nobody_used_ends_by_itself_and_a_fresh_one_is_printed(
    office: Office, stranger: Officer
) -> None:
    link = office.gate.new_link(office.url)
    office.clock.move(seconds=LINK_LASTS.total_seconds())
    assert (await stranger.get(link.removeprefix(office.url))).status == 403
    assert (await stranger.get(office.links[-1].removeprefix(office.url))).status == 200


async def test_the_session_ends_by_itself(office: Office, rina: Officer) -> None:
    office.clock.at += SESSION_LASTS
    assert (await rina.get("/desk")).status == 403


async def test_signing_out_ends_the_session_for_good(office: Office, rina: Officer) -> None:
    [cookie] = list(rina.session.cookie_jar)
    token = re.findall(r'name="form_token" value="([^"]+)"', (await rina.get("/desk")).text)[0]

    await rina.post("/desk/sign-out", {"form_token": token})

    assert (await rina.get("/desk")).status == 403
    assert (await rina.get("/desk", Cookie=f"pintulapor_desk={cookie.value}")).status == 403


async def test_the_session_is_the_browsers_alone(office: Office, stranger: Officer) -> None:
    code = office.links[-1].partition("code=")[2]
    url = f"{office.url}/desk/sign-in"
    async with stranger.session.post(url, data={"code": code}, allow_redirects=False) as answer:
        cookie = answer.headers["Set-Cookie"]
        token = answer.cookies["pintulapor_desk"].value
    assert {"HttpOnly", "SameSite=Strict", "Path=/desk"} <= {part.strip() for part in cookie.split(";")}
    assert token not in repr(vars(office.gate))


async def test_without_a_session_no_address_shows_or_changes_anything(office: Office, stranger: Officer) -> None:
    filed = await office.receive()
    asked = 0
    for route in office.app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if not path.startswith("/desk") or "static" in path or path == "/desk/sign-in":
            continue
        where = path.replace("{receipt}", RECEIPT).replace("{id}", "file-1")
        page = await (stranger.post(where, {}) if route.method == "POST" else stranger.get(where))
        assert (page.status, filed.report.title in page.text) == (403, False), where
        asked += 1
    assert asked >= 8


@pytest.mark.parametrize("host", ["desk.example.org", "127.0.0.1.example.org", "[::1", "10.0.0.7:8080", ""])
async def test_another_name_that_leads_here_is_refused(office: Office, rina: Officer, host: str) -> None:
    await office.receive()
    page = await rina.get("/desk", Host=host)
    assert page.status in (400, 421)
    assert RECEIPT not in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_form_of_another_site_changes_nothing(office: Office, rina: Officer, headers: dict[str, str]) -> None:
    await office.receive()
    form = (await rina.open()).form("verify")
    assert (await rina.post(f"/desk/reports/{RECEIPT}", form, **headers)).status == 403
    assert "Belum diverifikasi" in (await rina.open()).words


async def test_a_cookie_that_is_no_text_is_no_session(office: Office) -> None:
    server = urlsplit(office.url)
    reader, writer = await asyncio.open_connection(server.hostname, server.port)
    writer.write(b"GET /desk HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: pintulapor_desk=\xff\r\n\r\n")
    status = await reader.readline()
    writer.close()
    assert status.startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize("broken", [{"form_token": "x"}, {"form_token": ""}])
async def test_a_form_without_the_sessions_token_changes_nothing(
    office: Office, rina: Officer, broken: dict[str, str]
) -> None:
    await office.receive()
    page = await rina.open()
    assert (await rina.take(page, "verify", **broken)).status == 403
    assert "Belum diverifikasi" in (await rina.open()).words


async def test_no_browser_keeps_a_page_and_no_site_frames_it(office: Office, rina: Officer) -> None:
    await office.receive()
    for page in (await rina.get("/desk"), await rina.open()):
        assert page.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert not re.search(r"<script(?! src=)|\son\w+=|\sstyle=|javascript:", page.text)

"""What the server does with requests that no page of ours makes: a clear answer, and nothing of anybody.

That the product goes on, and that its log tells nothing of it, is looked at after each test (`house`).
"""

import asyncio
import re
from contextlib import AsyncExitStack

import pytest
from aiohttp import ClientSession

from tests.bot.processes import PATIENCE_SECONDS
from tests.end_to_end.house import House
from tests.end_to_end.test_bad_input import STORY, file

NOT_FROM_HERE = "Halaman ini tidak boleh dibuka dari sini."
OF_THIS_MACHINE = ("root:", "SQLite format", "[office]", "import ", "msgid")
CONNECTIONS = 300
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


async def exchange(house: House, sent: bytes) -> tuple[bytes, bytes]:
    """The head and the body of what comes back until the line is closed."""
    host, _, port = house.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(sent)
    head, _, body = (await asyncio.wait_for(reader.read(), PATIENCE_SECONDS)).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    return head, body


async def static(house: House, page: str) -> str:
    """Where that page's scripts are."""
    _, shown = await house.desk(page)
    found = re.search(r'src="(/\w+/static/\w+)/', shown)
    assert found
    return found[1]


# --- paths ---


@pytest.mark.parametrize(
    "path",
    [
        "{static}/../../../../../../../../etc/passwd",
        "{static}/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "{static}/..%2f..%2f..%2fprofiles%2fkutai-timur%2fprofile.toml",
        "{static}/..%5c..%5c__init__.py",
        "{static}/....//....//page.py",
        "{static}//etc/passwd",
        "{static}/chat.js%00.png",
        "{static}/",
        "{static}",
        "/chat/static/",
        "/chat/files/../../data/pintulapor.db",
        "/chat/files/..%2f..%2fdata%2fpintulapor.db",
        "/chat/files/" + "0" * 32,
        "/chat/files/" + "0" * 31 + "%0a",
        "/chat/texts/..%2f..%2flocale",
        "/desk/attachments/..%2f..%2fpintulapor.db",
        "/desk/attachments/" + "a" * 5_000,
        "/desk/reports/..%2f..%2fpintulapor.db",
        "/desk/reports/' OR 1=1; --",
        "/desk/reports/%00%ff%fe",
        "/data/pintulapor.db",
        "/.env",
        "//jahat.example/desk?lang=en",
    ],
)
@pytest.mark.parametrize("page", ["/", "/desk"])
async def test_a_path_that_climbs_out_leads_nowhere(house: House, path: str, page: str) -> None:
    """Not even an officer's."""
    asked = path.format(static=await static(house, page)).replace(" ", "%20")
    head, body = await exchange(
        house,
        f"GET {asked} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {house.desk_cookie}\r\nConnection: close\r\n\r\n".encode(),
    )
    assert re.match(rb"HTTP/1.1 404 ", head), head
    assert re.search(rb"Halaman ini tidak ada|Laporan ini tidak ada|Berkas ini tidak ada", body), body
    assert not [word for word in OF_THIS_MACHINE if word in body.decode()]
    assert b"Location:" not in head


# --- what is no HTTP, or hardly ---


@pytest.mark.parametrize(
    "sent",
    [
        b"Siti Aminah di Teluk Lingga\r\n\r\n",
        b"GET /\x00Siti-Aminah HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nSiti Aminah\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: jahat.example\r\n\r\n",
        b"GET /" + b"Siti" * 10_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " + b"Siti" * 10_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-Siti: Aminah\r\n" * 5_000 + b"\r\n",
        b"POST /chat/upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\nSiti",
        b"POST /chat/upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\nSiti",
        b"POST /desk/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nSiti\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03Siti Aminah",
    ],
    ids=range(11),
)
async def test_what_is_no_request_is_refused_and_closed(house: House, sent: bytes) -> None:
    (await house.guest()).secrets += ["Siti", "Aminah", "Lingga", "jahat"]
    head, _ = await exchange(house, sent)
    assert re.match(rb"HTTP/1.[01] 400 ", head), head


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "POST"])
async def test_a_method_that_a_page_does_not_have_is_refused(house: House, method: str) -> None:
    async with ClientSession(house.url) as session, session.request(method, "/") as response:
        assert response.status == 405
        assert "Halaman ini tidak bisa dipakai seperti itu." in await response.text()


async def test_idle_connections_keep_nobody_out(house: House) -> None:
    host, _, port = house.url.removeprefix("http://").partition(":")
    async with AsyncExitStack() as stack:
        for _ in range(CONNECTIONS):
            _, writer = await asyncio.open_connection(host, int(port))
            stack.callback(writer.close)
            writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slowly: ")
        assert STORY in await (await house.guest()).says(STORY)


# --- from another site, or by another name ---


@pytest.mark.parametrize(
    "origin", ["https://jahat.example", "null", "http://127.0.0.1", "http://127.0.0.1.jahat.example"]
)
async def test_another_sites_page_can_neither_talk_nor_send_files(house: House, origin: str) -> None:
    budi = await house.guest()
    async with budi.session.get("/chat/socket", headers={"Origin": origin, **HANDSHAKE}) as response:
        assert (response.status, NOT_FROM_HERE in await response.text()) == (403, True)
    async with budi.session.post("/chat/upload", data={"key": "x"}, headers={"Origin": origin}) as response:
        assert (response.status, NOT_FROM_HERE in await response.text()) == (403, True)


@pytest.mark.parametrize(
    "origin", [{"Origin": "https://jahat.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_another_sites_page_takes_no_step_at_the_desk(house: House, origin: dict[str, str]) -> None:
    receipt = await file(await house.guest())
    page = await house.case(receipt)
    [form] = re.findall(r'<form[^>]*data-step="verify">.*?</form>', page, re.DOTALL)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    headers = {"Cookie": house.desk_cookie, **origin}
    async with (
        ClientSession(house.url, headers=headers) as session,
        session.post(f"/desk/reports/{receipt}", data=fields) as response,
    ):
        assert (response.status, "Formulir ini tidak diterima" in await response.text()) == (403, True)
    assert "Belum diverifikasi" in await house.case(receipt)


@pytest.mark.parametrize(
    "headers",
    [{"Host": "jahat.example"}, {"Host": "127.0.0.1.jahat.example:8080"}, {"Host": "localhost@jahat.example"}],
)
async def test_the_desk_does_not_answer_to_another_name(house: House, headers: dict[str, str]) -> None:
    receipt = await file(await house.guest())
    await house.case(receipt)
    async with ClientSession(house.url, headers={"Cookie": house.desk_cookie, **headers}) as session:
        for path in ("/desk", f"/desk/reports/{receipt}", "/desk/sign-in"):
            async with session.get(path) as response:
                shown = await response.text()
                assert (response.status, "127.0.0.1 atau localhost" in shown) == (421, True)
                assert STORY not in shown


async def test_a_host_that_is_no_name_gets_into_no_header(house: House) -> None:
    head, body = await exchange(house, b"GET / HTTP/1.1\r\nHost: x; script-src *\r\nConnection: close\r\n\r\n")
    assert b"script-src *" not in head
    assert b"script-src *" not in body


# --- without a session ---


async def test_without_a_session_the_desk_shows_and_does_nothing(house: House) -> None:
    receipt = await file(await house.guest())
    await house.case(receipt)
    forged = {"Cookie": "pintulapor_desk=" + "x" * 43}
    async with ClientSession(house.url) as stranger:
        for headers in ({}, forged):
            for path in ("/desk", "/desk/queue", f"/desk/reports/{receipt}", f"/desk/reports/{receipt}/steps"):
                async with stranger.get(path, headers=headers) as response:
                    shown = await response.text()
                    assert (response.status, "Anda belum masuk" in shown) == (403, True), path
                    assert STORY not in shown
            async with stranger.post(f"/desk/reports/{receipt}", data={"kind": "verify"}, headers=headers) as response:
                assert response.status == 403
        async with stranger.post("/desk/sign-in", data={"code": "x" * 32}) as response:
            assert (response.status, "pintulapor_desk" in response.cookies) == (403, False)
    assert "Belum diverifikasi" in await house.case(receipt)

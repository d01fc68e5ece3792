"""What all pages share: headers, error pages, log lines, and the two probes."""

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from bot.locale import load_catalogue
from bot.profile import load_profile
from bot.web import MAX_BODY_BYTES, make_app, make_runner
from conversations.catalogue import Catalogue

SECRET = "Budi Santoso lives here"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(load_profile("kutai-timur"))


async def fail(request: web.Request) -> web.Response:
    raise RuntimeError(SECRET)


async def stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    await response.write(b"in pieces")
    return response


async def own_policy(request: web.Request) -> web.Response:
    return web.Response(headers={"Content-Security-Policy": "sandbox"})


async def length(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


async def redirect(request: web.Request) -> web.Response:
    raise web.HTTPFound("/healthz")


ROUTES = [
    web.get("/fail", fail),
    web.get("/stream", stream),
    web.get("/own-policy", own_policy),
    web.get("/redirect", redirect),
    web.post("/length", length),
    web.get("/people/{id}", length),
]


@asynccontextmanager
async def serving(catalogue: Catalogue, is_ready: bool = True, **options: Any) -> AsyncIterator[ClientSession]:
    async def ready() -> bool:
        return is_ready

    runner = make_runner(make_app(ROUTES, catalogue, ready, **options))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
        yield session
    await runner.cleanup()


async def test_the_probes_say_whether_it_serves_and_whether_the_database_does(catalogue: Catalogue) -> None:
    for is_ready, status in ((True, 200), (False, 503)):
        async with serving(catalogue, is_ready) as session:
            assert (await session.get("/healthz")).status == 200
            assert (await session.get("/readyz")).status == status


@pytest.mark.parametrize("path", ["/healthz", "/stream", "/nowhere", "/fail"])
async def test_every_answer_carries_the_security_headers(catalogue: Catalogue, path: str) -> None:
    async with serving(catalogue) as session, session.get(path) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert f"ws://{session._base_url.authority}" in policy  # type: ignore[union-attr]
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "microphone=(self)" in response.headers["Permissions-Policy"]


async def test_a_page_may_have_a_stricter_policy_of_its_own(catalogue: Catalogue) -> None:
    async with serving(catalogue) as session, session.get("/own-policy") as response:
        assert response.headers.getall("Content-Security-Policy") == ["sandbox"]


async def test_an_office_can_show_the_chat_within_its_own_site(catalogue: Catalogue) -> None:
    sites = ["https://kutaitimurkab.go.id"]
    async with serving(catalogue, frame_ancestors=sites) as session, session.get("/healthz") as response:
        assert "frame-ancestors https://kutaitimurkab.go.id" in response.headers["Content-Security-Policy"]


async def test_a_strange_host_does_not_get_into_the_policy(catalogue: Catalogue) -> None:
    host = {"Host": "a; script-src *"}
    async with serving(catalogue) as session, session.get("/healthz", headers=host) as response:
        assert "script-src *" not in response.headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize(
    ("wish", "word"), [("id", "Halaman ini tidak ada"), ("en", "There is no such page"), ("", "Halaman ini tidak ada")]
)
async def test_a_missing_page_is_explained_in_the_readers_language(catalogue: Catalogue, wish: str, word: str) -> None:
    headers = {"Accept": "text/html", "Accept-Language": wish}
    async with serving(catalogue) as session, session.get("/nowhere", headers=headers) as response:
        assert (response.status, response.content_type) == (404, "text/html")
        text = await response.text()
        assert word in text
        assert '<a href="/">' in text


async def test_a_fault_of_ours_is_logged_without_its_message_and_shown_without_either(catalogue: Catalogue) -> None:
    with capture_logs() as lines:
        async with serving(catalogue) as session, session.get("/fail") as response:
            assert response.status == 500
            text = await response.text()
    assert "Maaf" in text
    assert "RuntimeError" not in text + str(response.headers)
    assert SECRET not in text
    [line] = [line for line in lines if line["event"] == "request failed"]
    assert (line["route"], type(line["exc_info"])) == ("/fail", RuntimeError)


async def test_what_is_not_allowed_says_what_is(catalogue: Catalogue) -> None:
    async with serving(catalogue) as session, session.get("/length") as response:
        assert (response.status, response.headers["Allow"]) == (405, "POST")


async def test_a_redirect_is_left_as_it_is(catalogue: Catalogue) -> None:
    async with serving(catalogue) as session, session.get("/redirect", allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (302, "/healthz")


async def test_a_body_has_a_limit(catalogue: Catalogue) -> None:
    async with serving(catalogue) as session:
        assert (await session.post("/length", data=b"x" * MAX_BODY_BYTES)).status == 200
        assert (await session.post("/length", data=b"x" * (MAX_BODY_BYTES + 1))).status == 413


async def test_a_packed_body_is_not_unpacked(catalogue: Catalogue) -> None:
    packed = gzip.compress(b"x" * 10 * MAX_BODY_BYTES)
    async with serving(catalogue) as session:
        headers = {"Content-Encoding": "gzip"}
        async with session.post("/length", data=packed, headers=headers) as response:
            assert await response.text() == str(len(packed))


async def test_a_log_line_has_the_route_and_neither_address_nor_id(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as lines:
        async with serving(catalogue) as session:
            await session.get(
                "/people/budi?q=santoso", headers={"Referer": "https://budi.example", "User-Agent": "budi"}
            )
            await session.get("/healthz")
    [line] = lines
    assert (line["method"], line["route"], line["status"]) == ("GET", "/people/{id}", 200)
    for word in ("budi", "santoso", "127.0.0.1"):
        assert word not in str(line)
        assert word not in " ".join(record.getMessage() for record in caplog.records if record.name == "aiohttp.access")


@pytest.mark.parametrize(
    "bytes_sent", [b"no http at all", b"GET / HTTP/1.1\r\nno header", b"\x16\x03\x01\x02\x00\x01\x00"]
)
async def test_what_is_no_http_is_refused_in_one_line_without_what_it_was(
    catalogue: Catalogue, bytes_sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as lines:
        async with serving(catalogue) as session:
            assert session._base_url
            reader, writer = await asyncio.open_connection(session._base_url.host, session._base_url.port)
            writer.write(bytes_sent + b"\r\n\r\n")
            assert (await reader.read()).startswith(b"HTTP/1.0 400 ")
            writer.close()
            await writer.wait_closed()
            assert (await session.get("/healthz")).status == 200
    assert [(line["route"], line["status"]) for line in lines] == [("", 400)]
    assert "Unhandled exception" not in caplog.text


async def test_what_holds_connections_open_is_closed_before_the_server_waits_for_them(catalogue: Catalogue) -> None:
    closed: list[str] = []

    async def close() -> None:
        closed.append("chat")

    async with serving(catalogue, close_first=[close]):
        assert not closed
    assert closed == ["chat"]

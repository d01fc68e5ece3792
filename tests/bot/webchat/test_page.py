"""What the page is served with: its cookie, its language, its files."""

import json

import pytest

from tests.bot.chat_server import ChatServer
from tests.bot.visitor import Visitor, new_key
from tests.bot.webchat.transcript import history


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_first_visit_gives_a_cookie_that_scripts_and_other_sites_cannot_use(server: ChatServer) -> None:
    visitor = Visitor(server)
    async with visitor.session.get("/") as response:
        cookie = response.cookies["pintulapor"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", str(365 * 24 * 3600))
    assert len(cookie.value) == 32
    async with visitor.session.get("/") as response:
        assert response.cookies["pintulapor"].value == cookie.value
    assert cookie.value not in json.dumps(await history(visitor))
    await visitor.session.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_behind_https_the_cookie_stays_there(server: ChatServer) -> None:
    visitor = Visitor(server)
    async with visitor.session.get("/", headers={"X-Forwarded-Proto": "https"}) as response:
        assert response.cookies["pintulapor"]["secure"]
    await visitor.session.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("id-ID,id;q=0.9,en;q=0.5", "id"),
        ("in", "id"),
        ("fr, en;q=0.3", "en"),
        ("fr", "id"),
        ("", "id"),
        (";;q=x,", "id"),
    ],
)
async def test_the_page_speaks_the_browsers_language(server: ChatServer, wish: str, language: str) -> None:
    visitor = Visitor(server, wish)
    assert f'<html lang="{language}">' in await visitor.arrive()
    await visitor.session.close()


async def test_the_page_speaks_the_conversations_language_once_there_is_one(sari: Visitor) -> None:
    tab = await sari.open()
    await tab.say("/bahasa")
    asked = await tab.reply()
    option = next(each for each in asked["body"]["options"] if each["data"].startswith("speak:id"))
    await tab.send("choice", key=new_key(), data=option["data"], label=option["label"], of=asked["id"])
    frame = await tab.next(lambda frame: frame["type"] == "entry" and frame["entry"]["id"] > asked["id"] + 1)
    assert frame["language"] == "id"
    assert '<html lang="id">' in await sari.arrive()


async def test_who_comes_with_an_english_browser_is_answered_in_english(sari: Visitor, budi: Visitor) -> None:
    answers = []
    for visitor, language in ((sari, "en"), (budi, "id")):
        tab = await visitor.open()
        await tab.say("/bantuan")
        frame = await tab.next(lambda frame: frame["type"] == "entry" and not frame["entry"]["own"])
        assert frame["language"] == language
        answers.append(frame["entry"]["body"]["text"])
    assert answers[0] != answers[1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_the_page_loads_is_there_and_is_kept_by_the_browser(server: ChatServer, budi: Visitor) -> None:
    page = await budi.arrive()
    urls = {part.split('"')[0] for part in page.split('"/chat/static/')[1:]}
    assert {url.split("/")[1] for url in urls} >= {"chat.css", "chat.js", "icon.svg"}
    for url in urls:
        async with budi.session.get(f"/chat/static/{url}") as response:
            assert response.status == 200
            assert "immutable" in response.headers["Cache-Control"]
    async with budi.session.get("/chat/static/000000000000/chat.js") as response:
        assert response.status == 404

"""Documents of our own in the web chat: made whenever they are fetched, for whom they were meant."""

from datetime import UTC, datetime

import pytest

from bot.channels.webchat.channel import WebChat
from conversations.messages import Chat, OutgoingFile, Rendered
from handlers.ports import MadeFile
from tests.bot.chat_server import ChatServer
from tests.bot.visitor import Visitor

SAID = Rendered("Cetak lembar ini", file=OutgoingFile("slip.pdf", "slip", "KTM-7F3K-9Q2C"))


class Printer:
    """Makes a document of what it is of, as long as there is anything to make it of."""

    def __init__(self) -> None:
        self.is_empty = False
        self.made: list[Chat] = []

    async def make(self, ref: str, chat: Chat, language: str) -> MadeFile | None:
        self.made.append(chat)
        return None if self.is_empty else MadeFile("", "application/pdf", ref.encode())


@pytest.fixture(autouse=True)
def printer(server: ChatServer) -> Printer:
    """Who makes the slips of this server."""
    made = server.makers["slip"] = Printer()
    return made


async def send_to(server: ChatServer, visitor: Visitor) -> str:
    """The path of the document, as the page asks for it."""
    tab = await visitor.open()
    await server.chat.send(visitor.address, 7, SAID, datetime(2026, 11, 21, tzinfo=UTC))
    entry = await tab.reply()
    assert entry["body"]["file"] == {"name": "slip.pdf", "kind": "slip", "ref": "KTM-7F3K-9Q2C"}
    return f"/chat/made/{entry['key']}"


async def test_a_document_is_made_when_it_is_fetched(server: ChatServer, printer: Printer, budi: Visitor) -> None:
    path = await send_to(server, budi)
    async with budi.session.get(path) as answer:
        assert (answer.status, await answer.read()) == (200, b"KTM-7F3K-9Q2C")
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''slip.pdf"
        assert answer.content_type == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
    assert printer.made == [Chat(WebChat.name, budi.address)]


async def test_nobody_else_fetches_it(server: ChatServer, budi: Visitor, sari: Visitor) -> None:
    path = await send_to(server, budi)
    async with sari.session.get(path) as answer:
        assert answer.status == 404
    async with budi.session.get("/chat/made/o8") as answer:
        assert answer.status == 404


async def test_what_is_theirs_no_more_is_not_made(server: ChatServer, printer: Printer, budi: Visitor) -> None:
    path = await send_to(server, budi)
    printer.is_empty = True
    async with budi.session.get(path) as answer:
        assert answer.status == 404

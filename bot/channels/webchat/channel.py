"""Sending: what the bot says is noted in the transcript, and shown at once in every open page of the visitor."""

import asyncio
from datetime import datetime

from aiohttp import WSCloseCode
from msgspec import Raw

from bot.channels.webchat.bodies import BotBody, ShownFile, ShownOption, encoded
from bot.channels.webchat.frames import News, Shown, written
from bot.channels.webchat.tabs import Tabs
from conversations.messages import OutgoingFile, Rendered
from handlers.transcript import Transcript
from storage.transcripts import CHANNEL, Entry, NewEntry


class WebChat:
    """The `handlers.ports.Channel` whose messaging app is our own page."""

    name = CHANNEL

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        self.tabs = Tabs()

    async def send(self, address: str, message_id: int, message: Rendered, at: datetime) -> None:
        """The message is in the transcript: whoever is not there now finds it later. Raises `TryLater`."""
        body = BotBody(
            message.text,
            [ShownOption(each.data, each.label, each.is_quiet) for each in message.options],
            message.asks_location,
            is_notice=not message.closes_prompt,
            progress=message.progress,
            file=_as_shown(message.file) if message.file else None,
        )
        await self.note(NewEntry(address, f"o{message_id}", False, encoded(body), at), message.language)

    async def note(self, entry: NewEntry, language: str = "") -> None:
        """The entry is in the transcript and in every open page, which from then on speaks `language`.

        Raises `TryLater` or `NotHandled`.
        """
        noted = await self.transcript.note(entry)
        self.tabs.push(entry.address, written(News(shown(noted.entry), noted.first_id, language)))

    async def close(self) -> None:
        """Every open page is told that this server goes; it comes back by itself."""
        await asyncio.gather(*(socket.close(code=WSCloseCode.GOING_AWAY) for socket in self.tabs.sockets()))


def _as_shown(file: OutgoingFile) -> ShownFile:
    return ShownFile(file.name, file.kind, file.ref)


def shown(entry: Entry) -> Shown:
    return Shown(entry.id, entry.key, entry.is_own, int(entry.at.timestamp() * 1_000), Raw(entry.body))

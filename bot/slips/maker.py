"""Makes the slips of a volunteer's reports, when they are sent or fetched: only of those that are still theirs."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.slips.drawing import Leads, SlipPrinter
from conversations.catalogue import Catalogue
from conversations.handovers import HANDOVER_LINK, handover_text
from conversations.messages import Chat
from conversations.one_time_code import in_groups
from conversations.start_links import start_link
from handlers.ports import BotUsername, MadeFile, no_bot
from handlers.slips import find_slips
from storage.store import Store

PDF = "application/pdf"


class SlipMaker:
    """The `handlers.ports.FileMaker` of slips; what they are of are receipt numbers with a `,` between them."""

    def __init__(
        self, store: Store, catalogue: Catalogue, now: Callable[[], datetime], bot_username: BotUsername = no_bot
    ) -> None:
        self._store = store
        self._printer = SlipPrinter(catalogue)
        self._public_url = catalogue.public_url
        self._now = now
        self._bot_username = bot_username

    async def make(self, ref: str, chat: Chat, language: str) -> MadeFile | None:
        """None where none of them can be handed over any more. Raises `TryLater`."""
        now = self._now()
        slips = await find_slips(self._store, chat, ref.split(","), now)
        if not slips:
            return None
        led = [(slip, self._leads(slip.code)) for slip in slips]
        return MadeFile("", PDF, await asyncio.to_thread(self._printer.document, led, language, now))

    def _leads(self, code: str) -> Leads:
        """Into the bot's chat; without a bot to the office's page, and without that a line to be typed off."""
        typed = f"/{HANDOVER_LINK} {in_groups(code)}"
        if bot_username := self._bot_username():
            return Leads(start_link(bot_username, handover_text(code)), f"@{bot_username}")
        return Leads(self._public_url, self._public_url) if self._public_url else Leads(typed)

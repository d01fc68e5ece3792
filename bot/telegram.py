"""Telegram's part of the whole: its channel, how its updates come, and what keeps it connected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from aiohttp import web

from bot.channels.telegram.carriers import Connections, carriers
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.choices import Mode, ReplyBy
from bot.channels.telegram.hearing import Hearing
from bot.channels.telegram.introduction import introduction, location_labels
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.reception import Reception
from bot.channels.telegram.webhook import Webhook
from bot.loading import loading
from bot.pacing import TELEGRAM, UNLIMITED, Pace
from bot.settings import Settings
from conversations.catalogue import Catalogue
from handlers.channel_memory import ChannelMemory
from handlers.incoming import Intake
from handlers.ports import NO_MAKERS, FileMakers
from handlers.quarantine import Quarantine
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Receiving:
    reception: Reception
    routes: Sequence[web.RouteDef]


class Telegram:
    """`connections` end after all that sends and receives."""

    def __init__(self, settings: Settings, token: str, catalogue: Catalogue, makers: FileMakers = NO_MAKERS) -> None:
        """Nothing goes over the network yet. The libraries are loaded: that takes seconds with aiogram."""
        with loading():
            self.reader, sender = carriers(
                settings.telegram_read_with, settings.telegram_send_with, token, settings.telegram_api_base
            )
        per_second = settings.telegram_per_second
        self.pace = Pace(replace(TELEGRAM, in_all=per_second) if per_second else UNLIMITED)
        self.channel = TelegramChannel(sender, self.pace, location_labels(catalogue), monotonic, makers)
        self.connections = Connections({self.reader, sender}, self.channel.asides.close)
        self._settings = settings
        self._introduction = introduction(catalogue)

    def username(self) -> str | None:
        """The bot's own, without @: None until Telegram has told it, to this process or to one before."""
        return self.reader.username or None

    def receive(self, intake: Intake, store: Store, now: Callable[[], datetime]) -> Receiving:
        """How updates come, and go to the intake."""
        settings, reader = self._settings, self.reader
        memory = ChannelMemory(store, self.channel.name)
        hearing = Hearing(reader, self.channel, intake, Quarantine(store, now))
        if settings.telegram_mode is Mode.POLLING:
            return Receiving(Reception(reader, Polling(reader, hearing), self._introduction, memory), ())
        answers = self.channel.answers if settings.telegram_reply_by is ReplyBy.ANSWER else None
        webhook = Webhook(hearing, memory, settings.telegram_webhook_url, answers)
        return Receiving(Reception(reader, webhook, self._introduction, memory), webhook.routes())

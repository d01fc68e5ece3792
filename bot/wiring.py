"""The one place where the parts are put together."""

import random
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from obstore.store import LocalStore, ObjectStore

from bot.backends.desk import DeskBackend
from bot.channels.webchat import routes as webchat
from bot.channels.webchat.channel import WebChat
from bot.errors import CannotStart
from bot.locale import load_catalogue
from bot.loops import Loop
from bot.pages.desk import routes as desk_pages
from bot.pages.desk.sign_in import Gate
from bot.profile import ProfileError, load_profile
from bot.running import Product
from bot.settings import Settings, wrong
from bot.web import make_app, make_runner
from conversations.catalogue import Catalogue
from conversations.profile import Profile
from handlers.delivery import Delivery
from handlers.desk import Desk
from handlers.fetching import Fetching
from handlers.file_removal import FileRemoval
from handlers.forwarding import Forwarder
from handlers.hours import Hours
from handlers.idle import Idle
from handlers.incoming import Intake
from handlers.ports import Channel, FileSource, Pace
from handlers.transcript import Transcript
from storage.errors import DatabaseAway
from storage.store import Store

if TYPE_CHECKING:
    from bot.telegram import Telegram

NO_SOURCES: Mapping[str, FileSource] = {}
NO_PACES: Mapping[str, Pace] = {}


@dataclass(frozen=True, slots=True)
class Ground:
    """What everything else stands on: the office, its texts, the database and the attachments' bytes."""

    profile: Profile
    catalogue: Catalogue
    store: Store
    objects: ObjectStore


@dataclass(frozen=True, slots=True)
class Works:
    """The parts that move messages, reports and updates; each has a `run()` of its own, but for the desk."""

    intake: Intake
    delivery: Delivery
    forwarder: Forwarder
    file_removal: FileRemoval
    fetching: Fetching
    idle: Idle
    desk: Desk
    hours: Hours


def now() -> datetime:
    return datetime.now(UTC)


def lay_ground(settings: Settings) -> Ground:
    """Raises `CannotStart`."""
    profile = read_profile(settings)
    objects = LocalStore(prefix=settings.data_dir / "attachments", mkdir=True)
    return Ground(profile, load_catalogue(profile), Store(settings.database), objects)


def read_profile(settings: Settings) -> Profile:
    """Raises `CannotStart`."""
    try:
        return load_profile(settings.profile)
    except ProfileError as error:
        raise CannotStart(wrong("profile", f"cannot be used: {error}", settings.profile)) from None


def set_up(
    ground: Ground,
    channels: Mapping[str, Channel],
    sources: Mapping[str, FileSource] = NO_SOURCES,
    paces: Mapping[str, Pace] = NO_PACES,
) -> Works:
    """Everything behind the channels, with the desk as the routing backend. `sources` have files to be fetched."""
    delivery = Delivery(ground.store, channels, ground.catalogue, now, paces=paces)
    desk = Desk(ground.store, ground.profile, delivery, now)
    forwarder = Forwarder(ground.store, DeskBackend(desk), ground.profile, now, random.random)
    file_removal = FileRemoval(ground.store, ground.objects, now)
    fetching = Fetching(
        ground.store, ground.objects, sources, ground.catalogue, delivery, file_removal, now, random.random
    )
    intake = Intake(ground.store, ground.catalogue, delivery, forwarder, file_removal, fetching, now, secrets.randbits)
    idle = Idle(ground.store, ground.profile, delivery, file_removal, now, secrets.randbits)
    hours = Hours(ground.store, delivery, now)
    return Works(intake, delivery, forwarder, file_removal, fetching, idle, desk, hours)


def build(settings: Settings, announce: Callable[[str], None]) -> tuple[Product, Gate]:
    """The product as `run` runs it. `announce` is given each new link to the desk. Raises `CannotStart`."""
    ground = lay_ground(settings)
    chat = WebChat(Transcript(ground.store))
    telegram = _telegram(settings, ground)
    works = set_up(
        ground,
        {each.name: each for each in (chat, telegram and telegram.channel) if each},
        {telegram.channel.name: telegram.reader} if telegram else NO_SOURCES,
        {telegram.channel.name: telegram.pace} if telegram else NO_PACES,
    )
    updates = telegram and telegram.receive(works.intake, ground.store, now)
    gate = Gate(now, announce)
    loops = (
        *([Loop("telegram", updates.reception.run)] if updates else []),
        Loop("intake", works.intake.run),
        Loop("idle", works.idle.run),
        Loop("held notices", works.hours.run),
        Loop("fetching files", works.fetching.run),
        Loop("forwarding", works.forwarder.run),
        Loop("file removal", works.file_removal.run),
        Loop("delivery", works.delivery.run),
        *([Loop("telegram connections", telegram.connections.run)] if telegram else []),
    )

    async def is_ready() -> bool:
        with suppress(DatabaseAway):
            await ground.store.ping()
            return all(loop.is_running for loop in loops)
        return False

    routes = [
        *webchat.routes(chat, works.intake, ground.store, ground.objects, ground.catalogue, now),
        *desk_pages.routes(works.desk, gate, ground.catalogue, ground.store, ground.objects, now),
        *(updates.routes if updates else []),
    ]
    app = make_app(routes, ground.catalogue, is_ready, close_first=[chat.close])
    return Product(ground.profile, ground.store, loops, make_runner(app)), gate


def _telegram(settings: Settings, ground: Ground) -> "Telegram | None":
    """Its modules are loaded only where there is a bot."""
    if settings.telegram_token is None:
        return None
    from bot.telegram import Telegram

    return Telegram(settings, settings.telegram_token.get_secret_value(), ground.catalogue)

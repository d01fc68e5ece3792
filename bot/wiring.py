"""The one place where the parts are put together."""

import random
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from obstore.store import LocalStore, ObjectStore

from bot.backends.choosing import Chosen, choose_backends
from bot.channels.webchat import routes as webchat
from bot.channels.webchat.channel import WebChat
from bot.errors import CannotStart
from bot.locale import load_catalogue
from bot.loops import Loop
from bot.pages.desk import routes as desk_pages
from bot.pages.desk.sign_in import Gate
from bot.pages.tracking.page import TrackingPage
from bot.profile import ProfileError, load_profile
from bot.running import Product
from bot.settings import Settings, wrong
from bot.web import make_app, make_runner
from conversations.catalogue import Catalogue
from conversations.profile import Profile
from conversations.routing import backend_for
from handlers.answer_limits import AnswerLimits
from handlers.delivery import Delivery
from handlers.desk import Desk
from handlers.fetching import Fetching
from handlers.file_removal import FileRemoval
from handlers.forwarding import Forwarder, Forwarders, NoSuchBackend
from handlers.hours import Hours
from handlers.idle import Idle
from handlers.incoming import Intake
from handlers.ports import BotUsername, Channel, FileSource, Pace, no_bot
from handlers.tracking import Tracking
from handlers.transcript import Transcript
from handlers.volunteers import Volunteers
from storage.errors import DatabaseAway
from storage.store import Store

if TYPE_CHECKING:
    from bot.telegram import Telegram

NO_SOURCES: Mapping[str, FileSource] = {}
NO_PACES: Mapping[str, Pace] = {}


@dataclass(frozen=True, slots=True)
class Ground:
    """What everything else stands on: settings, the office, its texts, the database and the attachments' bytes."""

    settings: Settings
    profile: Profile
    catalogue: Catalogue
    store: Store
    objects: ObjectStore


@dataclass(frozen=True, slots=True)
class Works:
    """The parts that move messages, reports and updates; each has a `run()` of its own, but for the desk."""

    intake: Intake
    delivery: Delivery
    backends: Sequence[Chosen]
    forwarders: Forwarders
    file_removal: FileRemoval
    fetching: Fetching
    idle: Idle
    desk: Desk
    answer_limits: AnswerLimits
    hours: Hours
    volunteers: Volunteers


def now() -> datetime:
    return datetime.now(UTC)


def lay_ground(settings: Settings) -> Ground:
    """Raises `CannotStart`."""
    profile = read_profile(settings)
    objects = LocalStore(prefix=settings.data_dir / "attachments", mkdir=True)
    catalogue = load_catalogue(profile, settings.public_url)
    return Ground(settings, profile, catalogue, Store(settings.database), objects)


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
    bot_username: BotUsername = no_bot,
) -> Works:
    """Everything behind the channels. `sources` have files to be fetched. Raises `CannotStart`."""
    delivery = Delivery(ground.store, channels, ground.catalogue, now, paces=paces)
    desk = Desk(ground.store, ground.profile, delivery, now)
    backends = choose_backends(ground, desk, delivery, now)
    forwarders = _forwarders(ground, backends, delivery)
    file_removal = FileRemoval(ground.store, ground.objects, now)
    fetching = Fetching(
        ground.store, ground.objects, sources, ground.catalogue, delivery, file_removal, now, random.random
    )
    route = partial(backend_for, profile=ground.profile, default=ground.settings.backends[0])
    woken = delivery, forwarders, file_removal, fetching
    intake = Intake(ground.store, ground.catalogue, *woken, now, secrets.randbits, route, bot_username)
    idle = Idle(ground.store, ground.profile, delivery, file_removal, now, secrets.randbits)
    answer_limits = AnswerLimits(ground.store, ground.catalogue, delivery, now)
    hours = Hours(ground.store, delivery, now, ground.profile)
    volunteers = Volunteers(ground.store, ground.profile, delivery, file_removal, now, secrets.randbits)
    return Works(
        intake, delivery, backends, forwarders, file_removal, fetching, idle, desk, answer_limits, hours, volunteers
    )


def _forwarders(ground: Ground, chosen: Sequence[Chosen], delivery: Delivery) -> Forwarders:
    backends = [each.backend for each in chosen]
    rest = NoSuchBackend([backend.name for backend in backends])
    parts = ground.profile, delivery, now, random.random
    return Forwarders(tuple(Forwarder(ground.store, backend, *parts) for backend in (*backends, rest)))


def build(settings: Settings, announce: Callable[[str], None]) -> tuple[Product, Gate]:
    """The product as `run` runs it. `announce` is given each new link to the desk. Raises `CannotStart`."""
    ground = lay_ground(settings)
    chat = WebChat(Transcript(ground.store))
    telegram = _telegram(settings, ground)
    bot_username = telegram.username if telegram else no_bot
    works = set_up(
        ground,
        {each.name: each for each in (chat, telegram and telegram.channel) if each},
        {telegram.channel.name: telegram.reader} if telegram else NO_SOURCES,
        {telegram.channel.name: telegram.pace} if telegram else NO_PACES,
        bot_username,
    )
    updates = telegram and telegram.receive(works.intake, ground.store, now)
    gate = Gate(now, announce)
    loops = (
        *([Loop("telegram", updates.reception.run)] if updates else []),
        Loop("intake", works.intake.run),
        Loop("idle", works.idle.run),
        Loop("answer limits", works.answer_limits.run),
        Loop("held notices", works.hours.run),
        Loop("fetching files", works.fetching.run),
        *(Loop(f"forwarding to {each.name}", each.run) for each in works.forwarders.queues),
        *(loop for chosen in works.backends for loop in chosen.news),
        Loop("file removal", works.file_removal.run),
        Loop("delivery", works.delivery.run),
        *(loop for chosen in works.backends for loop in chosen.connections),
        *([Loop("telegram connections", telegram.connections.run)] if telegram else []),
    )

    async def is_ready() -> bool:
        with suppress(DatabaseAway):
            await ground.store.ping()
            return all(loop.is_running for loop in loops)
        return False

    routes = [
        *webchat.routes(chat, works.intake, ground.store, ground.objects, ground.catalogue, now),
        *desk_pages.routes(
            works.desk, works.volunteers, gate, ground.catalogue, ground.store, ground.objects, now, bot_username
        ),
        *TrackingPage(Tracking(ground.store), ground.catalogue, now, monotonic, bot_username).routes(),
        *(updates.routes if updates else []),
        *(route for chosen in works.backends for route in chosen.routes),
    ]
    app = make_app(routes, ground.catalogue, is_ready, close_first=[chat.close])
    return Product(ground.profile, ground.store, loops, make_runner(app)), gate


def _telegram(settings: Settings, ground: Ground) -> "Telegram | None":
    """Its modules are loaded only where there is a bot."""
    if settings.telegram_token is None:
        return None
    from bot.telegram import Telegram

    return Telegram(settings, settings.telegram_token.get_secret_value(), ground.catalogue)

"""The routing backends that there are, by the names that the setting and the profile's rules give them.

A further one is one more entry of `MAKERS`. Its modules are loaded only where reports go there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from aiohttp import web

from bot.backends.desk import DeskBackend
from bot.environment import wrong
from bot.errors import CannotStart
from bot.loops import Loop
from bot.settings import Settings
from conversations.profile import Profile
from conversations.routing import DESK
from handlers.desk import Desk
from handlers.incoming import Wakeable
from handlers.ports import Backend

if TYPE_CHECKING:
    from bot.wiring import Ground


@dataclass(frozen=True, slots=True)
class Chosen:
    """A backend with what it needs beside: loops that hear its news, connections, which end last, and its routes."""

    backend: Backend
    news: Sequence[Loop] = ()
    connections: Sequence[Loop] = ()
    routes: Sequence[web.RouteDef] = ()


Maker = Callable[["Ground", Desk, Wakeable, Callable[[], datetime]], Chosen]
"""Of what everything stands on (with the settings), the desk, the delivery that news wake, and the clock."""


def _desk(ground: "Ground", desk: Desk, delivery: Wakeable, now: Callable[[], datetime]) -> Chosen:
    return Chosen(DeskBackend(desk))


def _open311(ground: "Ground", desk: Desk, delivery: Wakeable, now: Callable[[], datetime]) -> Chosen:
    from bot.open311 import Open311

    open311 = Open311(ground.settings, ground.catalogue, ground.store, ground.objects, now)
    return Chosen(
        open311.backend,
        news=[Loop("open311 news", open311.polling(delivery).run)],
        connections=[Loop("open311 connections", open311.run)],
    )


def _webhook(ground: "Ground", desk: Desk, delivery: Wakeable, now: Callable[[], datetime]) -> Chosen:
    from bot.webhook import Webhook

    webhook = Webhook(ground.settings, ground.profile, ground.store, ground.objects, now)
    return Chosen(
        webhook.backend,
        connections=[Loop("webhook connections", webhook.backend.run)],
        routes=webhook.routes(delivery),
    )


MAKERS: Mapping[str, Maker] = {DESK: _desk, "webhook": _webhook, "open311": _open311}


def choose_backends(
    ground: "Ground", desk: Desk, delivery: Wakeable, now: Callable[[], datetime]
) -> tuple[Chosen, ...]:
    """Those of the settings, the default first; and the desk in any case, which may have reports from before.

    Raises `CannotStart`.
    """
    if problem := problem_with(ground.settings, ground.profile):
        raise CannotStart(problem)
    names = dict.fromkeys((*ground.settings.backends, DESK))
    return tuple(MAKERS[name](ground, desk, delivery, now) for name in names)


def problem_with(settings: Settings, profile: Profile) -> str:
    """What is wrong with the names of backends, in one line; or empty."""
    known = ", ".join(MAKERS)
    for name in settings.backends:
        if name not in MAKERS:
            return wrong("backend", f"names {name!r}, and there are {known}", settings.backend)
    for i, rule in enumerate(profile.routing):
        if rule.backend not in (*settings.backends, DESK):
            return wrong(
                "backend", f"must name {rule.backend!r} too, as the profile's routing[{i}] does", settings.backend
            )
    return ""

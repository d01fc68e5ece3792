"""The routing backends that there are, by the names that the setting and the profile's rules give them.

A further one is one more entry of `MAKERS`.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.backends.desk import DeskBackend
from bot.errors import CannotStart
from bot.settings import Settings, wrong
from conversations.profile import Profile
from conversations.routing import DESK
from handlers.desk import Desk
from handlers.ports import Backend

if TYPE_CHECKING:
    from bot.wiring import Ground

Maker = Callable[["Ground", Desk], Backend]
"""Makes a backend of what everything stands on (with the settings) and of the desk. It may raise `CannotStart`."""


def _desk(ground: "Ground", desk: Desk) -> Backend:
    return DeskBackend(desk)


MAKERS: Mapping[str, Maker] = {DESK: _desk}


def choose_backends(ground: "Ground", desk: Desk) -> tuple[Backend, ...]:
    """Those of the settings, the default first; and the desk in any case, which may have reports from before.

    Raises `CannotStart`.
    """
    if problem := problem_with(ground.settings, ground.profile):
        raise CannotStart(problem)
    return tuple(MAKERS[name](ground, desk) for name in dict.fromkeys((*ground.settings.backends, DESK)))


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

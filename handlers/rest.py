"""What goes to a backend that the settings no longer name: it is set aside until they do again."""

from collections.abc import Callable, Sequence
from datetime import datetime

from conversations.profile import Profile
from handlers.errors import AwaitsSetting
from handlers.forwarding import Forwarder
from handlers.incoming import Wakeable
from handlers.ports import Forwarding
from storage.forwarding_claims import Queue
from storage.store import Store

LOOK_EVERY_SECONDS = 60.0
"""It looks through all that waits, and mostly in vain."""


class NoSuchBackend:
    name = "none"

    async def deliver(self, forwarding: Forwarding) -> None:
        raise AwaitsSetting("this backend is not among those of the settings")


def forwarder_of_rest(
    store: Store,
    known: Sequence[str],
    profile: Profile,
    delivery: Wakeable,
    now: Callable[[], datetime],
    jitter: Callable[[], float],
) -> Forwarder:
    """The queue of all that goes to no backend whose name is `known`."""
    nobody = NoSuchBackend()
    queue = Queue(nobody.name, but=tuple(known))
    return Forwarder(store, nobody, profile, delivery, now, jitter, queue, LOOK_EVERY_SECONDS)

"""What can go wrong between the bot and Telegram, on demand."""

from dataclasses import dataclass, field

from tests.telegram.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Page:
    """Something between the bot and Telegram answers instead, with a page for people."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Silence:
    """The connection stays open and nothing comes."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection breaks: `after_bytes` of a file's content, or instead of an answer."""

    after_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Slow:
    """`seconds` pass before it is done and answered (or between the two); a file's content takes that long."""

    seconds: float


Fault = Refusal | Page | Silence | Cut | Slow

BAD_GATEWAY = Page(502, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>")
NO_ANSWER = Silence()
CUT = Cut()

ANY = "*"
FILE = "file"
WEBHOOK = "webhook"


@dataclass(slots=True)
class _Order:
    method: str
    fault: Fault
    times: int | None
    chat_id: int | None
    is_done: bool


@dataclass(slots=True)
class Faults:
    """The faults that were ordered, in the order in which they were ordered."""

    _orders: list[_Order] = field(default_factory=list)

    def order(
        self, method: str, fault: Fault, times: int | None = 1, chat_id: int | None = None, is_done: bool = False
    ) -> None:
        """The next `times` calls of `method` go wrong; None: until `heal`.

        `method` is one of the Bot API's, `file` for downloads, `webhook` for what the bot answers to an update
        (it gets lost), or `*` for every method. `is_done`: what was asked for is done before it goes wrong.
        """
        self._orders.append(_Order(method.lower(), fault, times, chat_id, is_done))

    @property
    def are_over(self) -> bool:
        """Whatever was ordered has gone wrong."""
        return not self._orders

    def heal(self) -> None:
        self._orders.clear()

    def take(self, method: str, chat_id: int | None = None) -> tuple[Fault | None, bool]:
        """The fault that this call meets, if any, and whether what it asks for is done all the same."""
        for order in self._orders:
            if _meets(order, method.lower(), chat_id):
                if order.times is not None:
                    order.times -= 1
                    if order.times == 0:
                        self._orders.remove(order)
                return order.fault, order.is_done
        return None, False


def _meets(order: _Order, method: str, chat_id: int | None) -> bool:
    named = order.method == method or (order.method == ANY and method not in (FILE, WEBHOOK))
    return named and order.chat_id in (None, chat_id)

"""What must be said to Telegram is said again until it is heard. Nothing else waits for it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog

from bot.channels.telegram.calls import Call
from bot.channels.telegram.carrier import Carrier
from handlers.errors import Misconfigured, Rejected, TryLater
from handlers.faults import fault_of

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0
UNTIL_MENDED_SECONDS = 60.0
"""How often somebody is told that there is something to mend, and whether it was is found out."""

Pause = Callable[[float], Awaitable[object]]

log = structlog.get_logger()


def seconds_to_wait(failures: int, after: timedelta | None = None) -> float:
    """1, 2, 4, 8 … after the first, second, third failure in a row; never less than Telegram says."""
    wait = min(FIRST_WAIT_SECONDS * float(2 ** min(failures - 1, 16)), LONGEST_WAIT_SECONDS)
    return max(wait, after.total_seconds() if after else 0.0)


class Patience:
    """Waits after each failure, and says what is wrong: as an error where somebody must mend it."""

    def __init__(self, trying: str, pause: Pause) -> None:
        self._log = log.bind(trying=trying)
        self._pause = pause
        self._failures = 0

    def renew(self) -> None:
        """It went well."""
        if self._failures:
            self._log.info("telegram answers again")
        self._failures = 0

    async def wait(self, error: Exception) -> None:
        self._failures += 1
        wait = UNTIL_MENDED_SECONDS
        match error:
            case TryLater(after=after):
                wait = seconds_to_wait(self._failures, after)
                self._log.warning("telegram does not answer, trying again", reason=str(error), seconds=wait)
            case Misconfigured() | Rejected():
                self._log.error("telegram refuses; see: pintulapor doctor", reason=str(error))
            case _:
                fault = fault_of(error)
                self._log.error("telegram cannot be talked to", error=fault.error, at=fault.at)
        await self._pause(wait)


async def insist(carrier: Carrier, call: Call, pause: Pause) -> Any:
    """What Telegram answered in the end."""
    patience = Patience(call.method, pause)
    while True:
        try:
            told = await carrier.call(call)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is said again
            await patience.wait(error)
        else:
            patience.renew()
            return told

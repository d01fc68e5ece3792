"""What came of many tries is written down, even where one of them cannot be."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from handlers.faults import fault_of
from handlers.sending import Result, SetAside, write_down
from storage.errors import DatabaseAway
from storage.store import Store

TRIES = 3
"""Another unit may have been in the way; three times in a row it is the result itself."""

log = structlog.get_logger()


async def enter(
    store: Store, results: Sequence[Result], now: datetime, jitter: Callable[[], float]
) -> tuple[list[Result], list[Result]]:
    """The results that are written down, in one unit if it can be; and those that are to be tried again later.

    One that cannot be written down as it is does not hold up the others: its message is set aside.
    """
    try:
        await _enter(store, results, now, jitter)
    except DatabaseAway as error:
        log.warning("what was sent cannot be written down yet", error=str(error))
        return [], list(results)
    except Exception as error:  # noqa: BLE001 -- whatever is wrong with one, the others must not wait for it
        fault = fault_of(error)
        log.warning("what was sent is written down one by one", error=fault.error, at=fault.at)
    else:
        return list(results), []
    written: list[Result] = []
    late: list[Result] = []
    for result in results:
        is_written = await _enter_alone(store, result, now, jitter)
        (written if is_written else late).append(result)
    return written, late


async def _enter_alone(store: Store, result: Result, now: datetime, jitter: Callable[[], float]) -> bool:
    id = result.message.id
    for each in (*[result] * TRIES, SetAside(result.message, "")):
        try:
            await _enter(store, [each], now, jitter)
        except DatabaseAway:
            return False
        except Exception as error:  # noqa: BLE001 -- the same
            fault = fault_of(error)
            log.warning("what came of a message cannot be written down", message=id, error=fault.error, at=fault.at)
        else:
            if each is not result:
                log.error("message set aside: what came of it cannot be written down", message=id)
            return True
    return False


async def _enter(store: Store, results: Sequence[Result], now: datetime, jitter: Callable[[], float]) -> None:
    async with store.begin() as unit:
        await write_down(unit, results, now, jitter)

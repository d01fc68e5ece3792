"""A report that its routing backend has yet to be sent is changed before it goes."""

from collections.abc import Callable
from dataclasses import replace

from conversations.report import Report
from handlers.errors import Rejected
from handlers.forwarding_body import as_json, from_json
from handlers.ports import ReportForwarding
from storage import forwardings
from storage.store import Unit


async def change_waiting(unit: Unit, receipt: str, change: Callable[[Report], Report]) -> None:
    """What waits is what `change` makes of it; one that nobody can read stays, and so does what has gone already."""
    body = await forwardings.body_of(unit, receipt)
    try:
        waiting = from_json(body) if body else None
    except Rejected:
        return
    if isinstance(waiting, ReportForwarding):
        await forwardings.store_body(unit, receipt, as_json(replace(waiting, report=change(waiting.report))))

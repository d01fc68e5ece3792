"""A report that an Open311 server has, and what is told of it."""

import pytest

from tests.bot.open311.house import House, file_report
from tests.filed import RECEIPT, Filed
from tests.open311.kept import Kept, Manner
from tests.open311.server import Open311Server

with_updates = pytest.mark.parametrize("manner", [Manner.FIXMYSTREET], indirect=True, ids=["fixmystreet"])
without_updates = pytest.mark.parametrize("manner", [Manner.SPECIFICATION], indirect=True, ids=["specification"])
"""Of servers with and without the extension that tells more than requests, and takes more."""
FOLLOWED_UP = f"Laporan {RECEIPT} sedang ditindaklanjuti."
CLOSED = f"Laporan {RECEIPT} sudah dijawab dan ditutup."


async def placed(house: House, server: Open311Server) -> tuple[Filed, Kept]:
    filed = await file_report(house.store)
    await house.forward()
    return filed, server.kept[-1]

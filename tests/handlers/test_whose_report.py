"""Whatever two volunteers, three owners and the office do, in whatever order: nobody is shown what is not theirs."""

from pathlib import Path

import pytest
from obstore.store import LocalStore

from conversations.catalogue import Catalogue
from handlers import delivery
from storage.store import Store
from tests.handlers.doors import Doors
from tests.handlers.happenings import Happenings
from tests.handlers.losses import Losses
from tests.handlers.neighbours import Neighbours
from tests.handlers.village import DEWI, RAHMA, open_village

STEPS = 60


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_nobody_is_ever_shown_or_told_of_a_report_that_is_not_theirs_at_that_moment(
    store: Store, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(delivery, "GATHER_SECONDS", 0.0)
    objects = LocalStore(tmp_path / "attachments", mkdir=True)
    async with open_village(store, catalogue, objects, seed) as village:
        happenings = Happenings(village)
        for each in (Losses, Neighbours, Doors):
            each(happenings)
        for helper, name in ((RAHMA, "Siti Pertama"), (DEWI, "Budi Kedua"), (RAHMA, "Udin Ketiga")):
            await happenings.reporting.send_report(helper, name)
        await happenings.reporting.send_list(DEWI)
        for _ in range(STEPS):
            await happenings.next()
        await happenings.roll_call()
        assert any(case.is_handed_over for case in village.rights)

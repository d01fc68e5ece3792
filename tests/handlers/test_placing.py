"""What is noted of a report once another system has it."""

import pytest

from conversations.messages import MediaKind
from conversations.profile import Profile
from conversations.report import Attachment
from handlers.placing import Placing
from storage import backlog, forgetting, ownership, reports
from storage.store import Store
from tests.filed import NOW, RECEIPT, Clock, file_report

FILM = Attachment("film", MediaKind.VIDEO)


@pytest.mark.parametrize("is_forgotten", [False, True])
async def test_files_follow_a_report_also_while_it_is_nobodys(
    store: Store, profile: Profile, is_forgotten: bool
) -> None:
    filed = await file_report(store, backend="elsewhere")
    placing = Placing(store, "elsewhere", profile, Clock(NOW))
    placement = await placing.of(RECEIPT)
    assert placement
    async with store.begin() as unit:
        await reports.mark_handed_over(unit, [filed.id])
        if is_forgotten:
            await forgetting.forget(unit, [filed.complainant_id])
        else:
            await ownership.set_owner(unit, [(filed.id, None, "")])
        before = await backlog.ids_of(unit, filed.id)

    await placing.note_id(placement, "7", [FILM])

    async with store.read() as unit:
        added = len(await backlog.ids_of(unit, filed.id)) - len(before)
    assert added == (0 if is_forgotten else 1)

"""A person is forgotten: what is deleted, and what is left of what the routing backend has."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, delete, select, update
from sqlalchemy.sql.selectable import FromClause

from storage import attachments, fetches
from storage.bulk import Bulk, Insert
from storage.store import Unit
from storage.tables import Id, complainants, forwardings, history, outbox, reports
from storage.tables import attachments as attachments_table


async def forget(unit: Unit, complainant_ids: Sequence[int]) -> None:
    """Nothing is known of these people but their chats and languages, and no report leads to them.

    Reports that the routing backend does not have yet are gone; of the others the bare course of the case is left.
    What their messaging app still has of their files stays there.
    """
    people = [(id,) for id in complainant_ids]
    await _drop_forwardings.execute(unit, people)
    unsent = (await _find_unsent.execute(unit, people)).scalars().all()
    await attachments.drop_tied(unit, unsent)
    await _drop_reports.execute(unit, [(id,) for id in unsent])
    await attachments.drop_free(unit, complainant_ids)
    untied = (await _untie_attachments.execute(unit, people)).scalars().all()
    await fetches.call_off(unit, untied)
    for statement in (_blank_responses, _blank_reports, _drop_messages, _blank_people):
        await statement.execute(unit, people)


def _of(given: FromClause, owner: Column[Any]) -> Any:
    return owner.in_(select(given.c.id))


def _theirs(given: FromClause) -> Any:
    return select(reports.c.id).where(_of(given, reports.c.complainant_id))


def _dropping_forwardings(given: FromClause, insert: Insert) -> Any:
    return delete(forwardings).where(forwardings.c.report_id.in_(_theirs(given)))


def _finding_unsent(given: FromClause, insert: Insert) -> Any:
    return _theirs(given).where(~reports.c.is_handed_over)


def _dropping_reports(given: FromClause, insert: Insert) -> Any:
    return delete(reports).where(_of(given, reports.c.id))


def _blanking_responses(given: FromClause, insert: Insert) -> Any:
    said_by_them = (history.c.report_id.in_(_theirs(given)), history.c.response != "")
    return update(history).where(*said_by_them).values(text="")


def _untying_attachments(given: FromClause, insert: Insert) -> Any:
    of_theirs = _of(given, attachments_table.c.complainant_id)
    return update(attachments_table).where(of_theirs).values(complainant_id=None).returning(attachments_table.c.id)


def _blanking_reports(given: FromClause, insert: Insert) -> Any:
    texts = ("title", "description", "event_as_said", "landmark", "reporter_name", "reporter_contact", "question")
    blank: dict[str, Any] = {"complainant_id": None, "latitude": None, "longitude": None} | dict.fromkeys(texts, "")
    return update(reports).where(_of(given, reports.c.complainant_id)).values(blank)


def _dropping_messages(given: FromClause, insert: Insert) -> Any:
    return delete(outbox).where(_of(given, outbox.c.complainant_id))


def _blanking_people(given: FromClause, insert: Insert) -> Any:
    blank: dict[str, Any] = {"name": "", "contact": "", "consented_at": None}
    return update(complainants).where(_of(given, complainants.c.id)).values(blank)


_drop_forwardings = Bulk(_dropping_forwardings, id=Id)
_find_unsent = Bulk(_finding_unsent, id=Id)
_drop_reports = Bulk(_dropping_reports, id=Id)
_blank_responses = Bulk(_blanking_responses, id=Id)
_untie_attachments = Bulk(_untying_attachments, id=Id)
_blank_reports = Bulk(_blanking_reports, id=Id)
_drop_messages = Bulk(_dropping_messages, id=Id)
_blank_people = Bulk(_blanking_people, id=Id)

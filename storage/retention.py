"""What has been kept for as long as the office has promised, and no longer."""

from datetime import datetime

from sqlalchemy import delete, exists, func, select

from conversations.volunteering import Standing
from storage import attachments
from storage.store import Unit
from storage.tables import (
    complainants,
    conversations,
    desk_cases,
    history,
    reports,
    transcripts,
    volunteer_invitations,
    volunteers,
)


async def drop_expired(unit: Unit, before: datetime, limit: int) -> bool:
    """At most `limit` each of reports, chats and people in whom nothing has happened since then are gone.

    Whether there was anything. A report goes with its history, files, forwardings and case; a person who has no report
    any more, with all that is known of them. Volunteers who ended long ago, and old invitations, are gone too.
    """
    expired_reports = await _drop_reports(unit, before, limit)
    expired_chats = await _drop_transcripts(unit, before, limit)
    expired_people = await _drop_people(unit, before, limit)
    await _drop_volunteers(unit, before)
    return expired_reports + expired_chats + expired_people > 0


async def _drop_reports(unit: Unit, before: datetime, limit: int) -> int:
    last_event = select(func.max(history.c.at)).where(history.c.report_id == reports.c.id).scalar_subquery()
    expired = select(reports.c.id, reports.c.receipt).where(
        reports.c.sent_at < before, func.coalesce(last_event, reports.c.sent_at) < before
    )
    rows = (await unit.connection.execute(expired.order_by(reports.c.id).limit(limit))).all()
    if rows:
        ids = [row.id for row in rows]
        await attachments.drop_tied(unit, ids)
        cases = desk_cases.c.receipt.in_([row.receipt for row in rows])
        await unit.connection.execute(delete(desk_cases).where(cases))
        await unit.connection.execute(delete(reports).where(reports.c.id.in_(ids)))
    return len(rows)


async def _drop_transcripts(unit: Unit, before: datetime, limit: int) -> int:
    newest = func.max(transcripts.c.at)
    expired = select(transcripts.c.address).group_by(transcripts.c.address).having(newest < before).limit(limit)
    addresses = (await unit.connection.scalars(expired)).all()
    if addresses:
        await unit.connection.execute(delete(transcripts).where(transcripts.c.address.in_(addresses)))
    return len(addresses)


async def _drop_people(unit: Unit, before: datetime, limit: int) -> int:
    has_report = exists().where(reports.c.complainant_id == complainants.c.id)
    was_heard = exists().where(
        conversations.c.complainant_id == complainants.c.id, conversations.c.updated_at >= before
    )
    expired = select(complainants.c.id).where(complainants.c.created_at < before, ~has_report, ~was_heard)
    free = expired.order_by(complainants.c.id).limit(limit).with_for_update(skip_locked=True)  # SQLite ignores it
    ids = (await unit.connection.scalars(free)).all()
    if ids:
        await attachments.drop_free(unit, ids)
        await unit.connection.execute(delete(volunteers).where(volunteers.c.complainant_id.in_(ids)))
        await unit.connection.execute(delete(complainants).where(complainants.c.id.in_(ids)))
    return len(ids)


async def _drop_volunteers(unit: Unit, before: datetime) -> None:
    """There are few of them."""
    changed_at = func.coalesce(volunteers.c.decided_at, volunteers.c.asked_at)
    has_ended = (volunteers.c.standing == Standing.ENDED.value) & (changed_at < before)
    await unit.connection.execute(delete(volunteers).where(has_ended))
    await unit.connection.execute(delete(volunteer_invitations).where(volunteer_invitations.c.expires_at < before))

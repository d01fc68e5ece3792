"""Files that came and then went nowhere: part of no report, in nobody's draft, and no list that is yet to be read."""

from datetime import datetime

import msgspec
from sqlalchemy import exists, select

from storage import attachments as files
from storage.store import Unit
from storage.tables import attachments, conversations, fetches, village_lists


async def drop(unit: Unit, before: datetime, after_id: str, limit: int) -> str:
    """Of the next `limit` files of no report that came before then, those in no draft are gone.

    Ids grow from `after_id` on; the last one looked at is returned, "" when there are no more.
    """
    # its person is yet to be told that it was lost, or it is still being fetched
    is_awaited = exists().where(fetches.c.attachment_id == attachments.c.id, fetches.c.due_at.is_not(None))
    is_list = exists().where(village_lists.c.attachment_id == attachments.c.id)
    is_free = attachments.c.report_id.is_(None) & (attachments.c.created_at < before) & ~is_awaited & ~is_list
    looked_at = (
        select(attachments.c.id, conversations.c.body)
        .outerjoin(conversations, conversations.c.complainant_id == attachments.c.complainant_id)
        .where(is_free, attachments.c.id > after_id)
        .order_by(attachments.c.id)
        .limit(limit)
    )
    rows = (await unit.connection.execute(looked_at)).all()
    await files.drop_stray(unit, [row.id for row in rows if msgspec.json.encode(row.id) not in (row.body or b"")])
    return rows[-1].id if rows else ""

"""A person is forgotten: what is deleted, and what is left of what the routing backend has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Column, Row, delete, or_, select, update
from sqlalchemy.sql.selectable import FromClause

from storage import attachments, fetches, filings, village_lists
from storage.bulk import Bulk, Insert
from storage.placements import WORDS
from storage.store import Unit
from storage.tables import (
    Id,
    backend_reports,
    backend_updates,
    complainants,
    followers,
    forwardings,
    handovers,
    held_notices,
    history,
    listed_reports,
    outbox,
    reports,
)
from storage.tables import attachments as attachments_table


async def forget(unit: Unit, complainant_ids: Sequence[int]) -> None:
    """Nothing is known of these people but their chats and languages, and no report leads to them.

    Reports and files that the routing backend cannot have yet are gone; of the others the bare course of the case is
    left, and the bytes. What their messaging app still has of their files stays there. They follow no report, and
    nobody follows theirs.
    """
    people = [(id,) for id in complainant_ids]
    dropped = (await _drop_forwardings.execute(unit, people)).all()
    tried = {row.report_id for row in dropped if _was_tried(row)}
    posted = set((await _find_posted.execute(unit, people)).scalars())
    unsent = set((await _find_unsent.execute(unit, people)).scalars()) - tried - posted
    await attachments.drop_tied(unit, list(unsent))
    await attachments.drop_of(
        unit, [(row.report_id, id) for row in dropped if not _was_tried(row) for id in _said(row)]
    )
    await _drop_reports.execute(unit, [(id,) for id in unsent])
    await attachments.drop_free(unit, complainant_ids)
    await village_lists.drop_all(unit, complainant_ids)
    if filed := await filings.handed_over_to(unit, complainant_ids):
        await filings.forget_people(unit, filed)
    untied = (await _untie_attachments.execute(unit, people)).scalars().all()
    await fetches.call_off(unit, untied)
    for statement in (
        _blank_responses,
        _drop_digests,
        _drop_fingerprints,
        _drop_followers,
        _drop_held,
        _drop_handovers,
        _blank_slips,
        _blank_reports,
        _drop_messages,
        _blank_people,
    ):
        await statement.execute(unit, people)


async def forgotten(unit: Unit, report_ids: Sequence[int]) -> set[int]:
    """Those of these reports whose complainants were forgotten: one that is nobody's for now has its words still."""
    is_blank = reports.c.complainant_id.is_(None) & (reports.c.description == "")
    return set(await unit.connection.scalars(select(reports.c.id).where(reports.c.id.in_(report_ids), is_blank)))


@dataclass(frozen=True, slots=True)
class _File:
    id: str


@dataclass(frozen=True, slots=True)
class _Response:
    attachments: tuple[_File, ...] = ()


@dataclass(frozen=True, slots=True)
class _Body:
    response: _Response | None = None


def _was_tried(forwarding: Row[Any]) -> bool:
    """Whether the backend may have it: it has been claimed, and was not turned down."""
    return bool(forwarding.due_at != forwarding.created_at and not forwarding.is_set_aside)


def _said(forwarding: Row[Any]) -> list[str]:
    """The ids of the files that came with a response."""
    try:
        response = msgspec.json.decode(forwarding.body, type=_Body).response
    except (msgspec.MsgspecError, UnicodeError, RecursionError):  # nobody could read it, and nobody will
        return []
    return [file.id for file in response.attachments] if response else []


def _of(given: FromClause, owner: Column[Any]) -> Any:
    return owner.in_(select(given.c.id))


def _theirs(given: FromClause) -> Any:
    return select(reports.c.id).where(_of(given, reports.c.complainant_id))


def _dropping_forwardings(given: FromClause, insert: Insert) -> Any:
    told = ("report_id", "body", "created_at", "due_at", "is_set_aside")
    theirs = forwardings.c.report_id.in_(_theirs(given))
    return delete(forwardings).where(theirs).returning(*(forwardings.c[name] for name in told))


def _finding_unsent(given: FromClause, insert: Insert) -> Any:
    return _theirs(given).where(~reports.c.is_handed_over)


def _finding_posted(given: FromClause, insert: Insert) -> Any:
    """Another system may have these, whatever came of the last try."""
    theirs = backend_reports.c.report_id.in_(_theirs(given))
    return select(backend_reports.c.report_id).where(theirs, backend_reports.c.posted_at.is_not(None))


def _dropping_reports(given: FromClause, insert: Insert) -> Any:
    return delete(reports).where(_of(given, reports.c.id))


def _blanking_responses(given: FromClause, insert: Insert) -> Any:
    said_by_them = (history.c.report_id.in_(_theirs(given)), history.c.response != "")
    return update(history).where(*said_by_them).values(text="")


def _dropping_digests(given: FromClause, insert: Insert) -> Any:
    is_made_of_words = backend_updates.c.update_id.startswith(WORDS, autoescape=True)
    return delete(backend_updates).where(backend_updates.c.report_id.in_(_theirs(given)), is_made_of_words)


def _dropping_fingerprints(given: FromClause, insert: Insert) -> Any:
    return delete(listed_reports).where(listed_reports.c.report_id.in_(_theirs(given)))


def _untying_attachments(given: FromClause, insert: Insert) -> Any:
    of_theirs = _of(given, attachments_table.c.complainant_id)
    blank: dict[str, Any] = {"complainant_id": None, "file_name": "", "caption": ""}
    return update(attachments_table).where(of_theirs).values(blank).returning(attachments_table.c.id)


def _blanking_reports(given: FromClause, insert: Insert) -> Any:
    nothing = ("complainant_id", "latitude", "longitude", "remind_at")
    texts = (
        "title",
        "description",
        "event_as_said",
        "landmark",
        "reporter_name",
        "reporter_contact",
        "question",
        "tracking_code",
    )
    blank: dict[str, Any] = dict.fromkeys(nothing) | dict.fromkeys(texts, "")
    return update(reports).where(_of(given, reports.c.complainant_id)).values(blank)


def _dropping_followers(given: FromClause, insert: Insert) -> Any:
    of_theirs = followers.c.report_id.in_(_theirs(given))
    return delete(followers).where(or_(of_theirs, _of(given, followers.c.complainant_id)))


def _dropping_handovers(given: FromClause, insert: Insert) -> Any:
    return delete(handovers).where(handovers.c.report_id.in_(_theirs(given)))


def _blanking_slips(given: FromClause, insert: Insert) -> Any:
    return update(handovers).where(_of(given, handovers.c.made_by)).values(made_by=None)


def _dropping_held(given: FromClause, insert: Insert) -> Any:
    on_theirs = held_notices.c.report_id.in_(_theirs(given))
    return delete(held_notices).where(or_(on_theirs, _of(given, held_notices.c.complainant_id)))


def _dropping_messages(given: FromClause, insert: Insert) -> Any:
    return delete(outbox).where(_of(given, outbox.c.complainant_id))


def _blanking_people(given: FromClause, insert: Insert) -> Any:
    blank: dict[str, Any] = {"name": "", "contact": "", "consented_at": None}
    return update(complainants).where(_of(given, complainants.c.id)).values(blank)


_drop_forwardings = Bulk(_dropping_forwardings, id=Id)
_find_unsent = Bulk(_finding_unsent, id=Id)
_find_posted = Bulk(_finding_posted, id=Id)
_drop_reports = Bulk(_dropping_reports, id=Id)
_blank_responses = Bulk(_blanking_responses, id=Id)
_drop_digests = Bulk(_dropping_digests, id=Id)
_drop_fingerprints = Bulk(_dropping_fingerprints, id=Id)
_untie_attachments = Bulk(_untying_attachments, id=Id)
_blank_reports = Bulk(_blanking_reports, id=Id)
_drop_followers = Bulk(_dropping_followers, id=Id)
_drop_handovers = Bulk(_dropping_handovers, id=Id)
_blank_slips = Bulk(_blanking_slips, id=Id)
_drop_held = Bulk(_dropping_held, id=Id)
_drop_messages = Bulk(_dropping_messages, id=Id)
_blank_people = Bulk(_blanking_people, id=Id)

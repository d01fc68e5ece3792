"""Reports that volunteers filed for others: whose they are, and how these people agreed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, Text, select
from sqlalchemy.sql.selectable import FromClause

from conversations.volunteering import Represented, Standing
from storage.bulk import Bulk, Insert
from storage.store import Unit
from storage.tables import Id, filings, volunteers
from storage.types import Instant


async def add(unit: Unit, filed: Sequence[tuple[int, int, Represented]]) -> None:
    """Each of these (report's id, volunteer's complainant id, person) was filed so.

    Raises `ValueError` for a person without consent, and where somebody is no active volunteer.
    """
    added = (await _add.execute(unit, [_values(*each) for each in filed])).all()
    if len(added) < len(filed):
        raise ValueError("filed by somebody who is no active volunteer")


def _values(report_id: int, complainant_id: int, person: Represented) -> tuple[Any, ...]:
    consent = person.consent
    if consent is None:
        raise ValueError("nothing is filed without consent")
    evidence = consent.evidence.id if consent.evidence else None
    said = (person.name, person.contact, consent.kind.value, consent.at, consent.covers.value, evidence)
    return (report_id, complainant_id, *said)


_SAID: dict[str, Any] = {
    "person_name": Text(),
    "person_contact": Text(),
    "consent": String(),
    "consented_at": Instant(),
    "covers": String(),
    "evidence_id": String(),
}


def _adding(given: FromClause, insert: Insert) -> Any:
    is_theirs = volunteers.c.complainant_id == given.c.complainant_id
    new = (
        select(given.c.report_id, volunteers.c.id, volunteers.c.kim_group, *(given.c[name] for name in _SAID))
        .select_from(given)
        .join(volunteers, is_theirs & (volunteers.c.standing == Standing.ACTIVE.value))
    )
    filing = insert(filings).from_select(["report_id", "volunteer_id", "kim_group", *_SAID], new)
    return filing.returning(filings.c.report_id)


_add = Bulk(_adding, report_id=Id, complainant_id=Id, **_SAID)

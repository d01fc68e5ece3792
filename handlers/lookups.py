"""What turns need to know is looked up: one statement for each kind of thing, however many turns ask for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from conversations.known import Known
from conversations.lookups import Lookup
from storage import filings, followers, handovers, reports, village_lists, volunteer_invitations
from storage.store import Unit

NOTHING = Lookup()


async def look_up(unit: Unit, wanted: Sequence[tuple[int, Lookup]], now: datetime) -> Mapping[int, Known]:
    """What is known for each of these people (by their ids) who need something."""
    lookups = [(id, lookup) for id, lookup in wanted if lookup != NOTHING]
    if not lookups:
        return {}
    if questions := {lookup.asked for _, lookup in lookups if lookup.asked}:
        asked_about = await filings.asked_about(unit, questions)
        lookups = [(id, replace(each, receipt=asked_about.get(each.asked, each.receipt))) for id, each in lookups]
    about_reports = [(id, lookup) for id, lookup in lookups if lookup.is_about_reports]
    own = await reports.known(unit, about_reports) if about_reports else {}
    about_others = [(id, lookup) for id, lookup in lookups if lookup.others]
    others = await followers.known(unit, about_others) if about_others else {}
    codes = {lookup.invitation for _, lookup in lookups if lookup.invitation}
    invitations = await volunteer_invitations.good(unit, codes, now) if codes else {}
    opened = [(id, lookup.handover) for id, lookup in lookups if lookup.handover]
    offers = await handovers.opened(unit, opened, now) if opened else {}
    slips = [(id, lookup.receipt, lookup.village) for id, lookup in lookups if lookup.village]
    checked = await handovers.checked(unit, slips) if slips else {}
    about_lists = [(id, lookup.village_list) for id, lookup in lookups if lookup.village_list]
    lists = await village_lists.known(unit, about_lists) if about_lists else {}
    helpers = [id for id, lookup in lookups if lookup.in_care]
    in_care = await filings.in_care(unit, helpers) if helpers else {}
    return {
        id: Known(
            own.get(id, ()),
            others.get(id, ()),
            invitations.get(lookup.invitation),
            lists.get(id),
            offers.get((id, lookup.handover)),
            checked.get((id, lookup.receipt, lookup.village)),
            in_care.get(id, ()),
        )
        for id, lookup in lookups
    }

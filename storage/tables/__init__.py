"""Every table there is. A change here needs a migration beside it (a test compares the two)."""

from storage.tables.backends import backend_polls, backend_reports, backend_updates, forwardings
from storage.tables.channels import channels, quarantine, transcripts
from storage.tables.desk import desk_cases, desk_steps
from storage.tables.metadata import Id, metadata
from storage.tables.people import complainants, conversations, held_notices, inbox, outbox
from storage.tables.reports import attachments, fetches, followers, history, reports, unwanted_files
from storage.tables.volunteers import (
    filings,
    handovers,
    listed_reports,
    village_list_rows,
    village_lists,
    volunteer_invitations,
    volunteers,
)

__all__ = [
    "Id",
    "attachments",
    "backend_polls",
    "backend_reports",
    "backend_updates",
    "channels",
    "complainants",
    "conversations",
    "desk_cases",
    "desk_steps",
    "fetches",
    "filings",
    "followers",
    "forwardings",
    "handovers",
    "held_notices",
    "history",
    "inbox",
    "listed_reports",
    "metadata",
    "outbox",
    "quarantine",
    "reports",
    "transcripts",
    "unwanted_files",
    "village_list_rows",
    "village_lists",
    "volunteer_invitations",
    "volunteers",
]

"""The volunteers, for whom they filed, and the many reports in one file that they send."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text, text

from storage.tables.metadata import Id, metadata
from storage.types import Instant

volunteer_invitations = Table(
    "volunteer_invitations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("kim_group", Text, nullable=False),
    Column("area", String(16), nullable=False),  # the ministry's code, or empty for all
    Column("uses_left", Integer, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
)

volunteers = Table(
    "volunteers",
    metadata,
    Column("id", Id, primary_key=True),
    # none once they have ended, or were forgotten
    Column("complainant_id", ForeignKey("complainants.id", ondelete="SET NULL"), unique=True),
    Column("name", Text, nullable=False),
    Column("kim_group", Text, nullable=False),
    Column("area", String(16), nullable=False),
    Column("standing", String(16), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
)

# A report that is not its owner's yet belongs to the volunteer's chat: reports.complainant_id says who is told now.
filings = Table(
    "filings",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("volunteer_id", ForeignKey("volunteers.id", ondelete="SET NULL"), index=True),
    Column("kim_group", Text, nullable=False),  # as it was when it was filed
    Column("person_name", Text, nullable=False),
    Column("person_contact", Text, nullable=False),
    Column("consent", String(16), nullable=False),
    Column("consented_at", Instant, nullable=False),
    Column("covers", String(32), nullable=False),  # the visibility that was agreed to
    Column("evidence_id", ForeignKey("attachments.id", ondelete="SET NULL"), index=True),
    Column("handed_over_at", Instant),
    Column("withdrawn_at", Instant),
    # the key of what they were asked in a group, by which they can still refuse there
    Column("asked", String(64), nullable=False, server_default=text("''"), index=True),
)

handovers = Table(
    "handovers",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("code", String(32), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    # the volunteer's chat, which cannot take the report over with it: not even once they have ended
    Column("made_by", ForeignKey("complainants.id", ondelete="SET NULL"), index=True),
)

village_lists = Table(
    "village_lists",
    metadata,
    Column("id", Id, primary_key=True),
    Column("complainant_id", ForeignKey("complainants.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("attachment_id", String(128), nullable=False, index=True),  # no key: the file goes once it is read
    Column("file_name", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("came_at", Instant, nullable=False),
    Column("due_at", Instant, index=True),  # when there is next something to do for it
    Column("told", Integer, nullable=False, default=0),  # how many rows were sent when that was last told
    sqlite_autoincrement=True,  # a number that was told is never another list's
)

village_list_rows = Table(
    "village_list_rows",
    metadata,
    Column("list_id", ForeignKey("village_lists.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # the row's in the file
    Column("state", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),  # ListRow as JSON
    Column("fingerprint", String(64), nullable=False),  # of the row as it came
    Column("receipt", String(32), nullable=False, default=""),
)

# What was sent of any list: the same row is not sent again. It goes with the report.
listed_reports = Table(
    "listed_reports",
    metadata,
    Column("complainant_id", ForeignKey("complainants.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

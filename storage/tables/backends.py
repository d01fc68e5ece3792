"""What goes to routing backends, and what is known of the reports that another system has."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from storage.tables.metadata import Id, metadata
from storage.types import Instant

forwardings = Table(
    "forwardings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),  # Forwarding as JSON
    Column("created_at", Instant, nullable=False),
    Column("backend", String(32), nullable=False, server_default="desk"),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("is_set_aside", Boolean, nullable=False, default=False),
    Column("last_error", String(64), nullable=False, default=""),
    Column("reason", String(200), nullable=False, server_default=text("''")),  # the backend's own words
    Column("told_at", Instant),  # when the complainant was told that it is not there yet
    Index("ix_forwardings_is_set_aside_backend_due_at", "is_set_aside", "backend", "due_at"),
    sqlite_autoincrement=True,
)

backend_reports = Table(
    "backend_reports",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("backend", String(32), primary_key=True),
    Column("external_id", String(255), nullable=False, default=""),  # what the backend calls it, once that is known
    Column("token", String(255), nullable=False, default=""),  # what its id can be asked for with
    Column("posted_at", Instant),  # since when it may be there, unless it is known not to be
    Column("heard_at", Instant),  # when the newest that was heard of it was said
    Column("seen", String(64), nullable=False, default=""),  # a digest of what it was when it was last looked at
    Index("ix_backend_reports_backend_external_id", "backend", "external_id"),
)

backend_updates = Table(
    "backend_updates",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("backend", String(32), primary_key=True),
    Column("update_id", String(255), primary_key=True),  # heard, or said by us: nothing new when it is polled
)

backend_polls = Table(
    "backend_polls",
    metadata,
    Column("backend", String(32), primary_key=True),
    Column("due_at", Instant, nullable=False),  # nobody asks before
    Column("asked_until", Instant),  # all that was said until then has been asked for
    Column("looked_back_at", Instant),  # when a whole day was last asked for again
)

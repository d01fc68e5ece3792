"""The desk's own: the cases as they were delivered to it."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from storage.tables.metadata import Id, metadata
from storage.types import Instant

desk_cases = Table(
    "desk_cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("receipt", String(32), nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),  # Report as JSON, without the identity that the desk may not know
    Column("title", Text, nullable=False),
    Column("report_class", String(32), nullable=False),
    Column("status", String(32), nullable=False),
    Column("tracking_id", String(64), nullable=False, default=""),
    Column("agency", String(128), nullable=False, default=""),
    Column("level", String(16), nullable=False, default=""),
    Column("received_at", Instant, nullable=False, index=True),
    Column("waiting_since", Instant, nullable=False, index=True),  # since when the next step is the office's
    Column("is_waiting", Boolean, nullable=False, default=True),  # False while the complainant has the word, or closed
    Column("due_at", Instant, index=True),
    Column("steps", Integer, nullable=False, default=0),
)

desk_steps = Table(
    "desk_steps",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", ForeignKey("desk_cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("status", String(32), nullable=False, default=""),
    Column("response", String(32), nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("agency", String(128), nullable=False, default=""),
    Column("level", String(16), nullable=False, default=""),
    Column("attachments", LargeBinary, nullable=False, default=b"[]"),
)

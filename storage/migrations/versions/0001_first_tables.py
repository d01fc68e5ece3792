"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "complainants",
        sa.Column("id", Id, nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_blocked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_complainants"),
        sa.UniqueConstraint("channel", "address", name="uq_complainants_channel_address"),
    )
    op.create_table(
        "desk_cases",
        sa.Column("id", Id, nullable=False),
        sa.Column("receipt", sa.String(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("report_class", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("tracking_id", sa.String(length=64), nullable=False),
        sa.Column("agency", sa.String(length=128), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_cases"),
        sa.UniqueConstraint("receipt", name="uq_desk_cases_receipt"),
    )
    op.create_index("ix_desk_cases_due_at", "desk_cases", ["due_at"], unique=False)
    op.create_index("ix_desk_cases_received_at", "desk_cases", ["received_at"], unique=False)
    op.create_index("ix_desk_cases_waiting_since", "desk_cases", ["waiting_since"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "address", "key", name="pk_inbox"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"], unique=False)
    op.create_table(
        "transcripts",
        sa.Column("id", Id, nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transcripts"),
        sa.UniqueConstraint("address", "key", name="uq_transcripts_address_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_transcripts_address_id", "transcripts", ["address", "id"], unique=False)
    op.create_table(
        "unwanted_files",
        sa.Column("object_key", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("object_key", name="pk_unwanted_files"),
    )
    op.create_table(
        "conversations",
        sa.Column("complainant_id", Id, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainants.id"], name="fk_conversations_complainant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("complainant_id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_wake_at", "conversations", ["wake_at"], unique=False)
    op.create_table(
        "desk_steps",
        sa.Column("id", Id, nullable=False),
        sa.Column("case_id", Id, nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("response", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("agency", sa.String(length=128), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("attachments", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["desk_cases.id"], name="fk_desk_steps_case_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_steps"),
        sa.UniqueConstraint("key", name="uq_desk_steps_key"),
    )
    op.create_index("ix_desk_steps_case_id", "desk_steps", ["case_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("complainant_id", Id, nullable=False),
        sa.Column("is_notice", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainants.id"], name="fk_outbox_complainant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_complainant_id_id", "outbox", ["complainant_id", "id"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", Id, nullable=False),
        sa.Column("receipt", sa.String(length=32), nullable=False),
        sa.Column("complainant_id", Id, nullable=True),
        sa.Column("report_class", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("event_day", sa.Date(), nullable=True),
        sa.Column("event_as_said", sa.Text(), nullable=False),
        sa.Column("landmark", sa.Text(), nullable=False),
        sa.Column("district", sa.String(length=16), nullable=False),
        sa.Column("village", sa.String(length=16), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("outside", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=32), nullable=False),
        sa.Column("reporter_name", sa.Text(), nullable=False),
        sa.Column("reporter_contact", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("status_number", sa.Integer(), nullable=False),
        sa.Column("is_handed_over", sa.Boolean(), nullable=False),
        sa.Column("tracking_id", sa.String(length=64), nullable=False),
        sa.Column("agency", sa.String(length=128), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainants.id"], name="fk_reports_complainant_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("receipt", name="uq_reports_receipt"),
    )
    op.create_index("ix_reports_complainant_id", "reports", ["complainant_id"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("complainant_id", Id, nullable=True),
        sa.Column("report_id", Id, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=128), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("object_key", sa.String(length=128), nullable=False),
        sa.Column("shown_key", sa.String(length=128), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainants.id"], name="fk_attachments_complainant_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_attachments_report_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_complainant_id", "attachments", ["complainant_id"], unique=False)
    op.create_index("ix_attachments_report_id", "attachments", ["report_id"], unique=False)
    op.create_table(
        "forwardings",
        sa.Column("id", Id, nullable=False),
        sa.Column("report_id", Id, nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("is_set_aside", sa.Boolean(), nullable=False),
        sa.Column("last_error", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_forwardings_report_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_forwardings"),
        sa.UniqueConstraint("key", name="uq_forwardings_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_forwardings_due_at", "forwardings", ["due_at"], unique=False)
    op.create_index("ix_forwardings_report_id", "forwardings", ["report_id"], unique=False)
    op.create_table(
        "history",
        sa.Column("id", Id, nullable=False),
        sa.Column("report_id", Id, nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("response", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("agency", sa.String(length=128), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_history_report_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        sa.UniqueConstraint("report_id", "key", name="uq_history_report_id_key"),
    )
    op.create_index("ix_history_report_id", "history", ["report_id"], unique=False)

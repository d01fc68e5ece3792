"""What is known of the reports that another system has."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "backend_reports",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("backend", sa.String(length=32), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("token", sa.String(length=255), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_backend_reports_report_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report_id", "backend", name="pk_backend_reports"),
    )
    op.create_index("ix_backend_reports_backend_external_id", "backend_reports", ["backend", "external_id"])
    op.create_table(
        "backend_updates",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("backend", sa.String(length=32), nullable=False),
        sa.Column("update_id", sa.String(length=255), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_backend_updates_report_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report_id", "backend", "update_id", name="pk_backend_updates"),
    )
    op.create_table(
        "backend_polls",
        sa.Column("backend", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("backend", name="pk_backend_polls"),
    )

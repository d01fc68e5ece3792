"""Volunteers, for whom they filed, and how a report goes over to its owner."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "volunteer_invitations",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kim_group", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=16), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_volunteer_invitations"),
        sa.UniqueConstraint("code", name="uq_volunteer_invitations_code"),
    )
    op.create_table(
        "volunteers",
        sa.Column("id", Id, nullable=False),
        sa.Column("complainant_id", Id),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kim_group", sa.Text(), nullable=False),
        sa.Column("area", sa.String(length=16), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainants.id"], name="fk_volunteers_complainant_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_volunteers"),
        sa.UniqueConstraint("complainant_id", name="uq_volunteers_complainant_id"),
    )
    op.create_table(
        "filings",
        sa.Column("report_id", Id, nullable=False),
        sa.Column("volunteer_id", Id),
        sa.Column("kim_group", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("person_contact", sa.Text(), nullable=False),
        sa.Column("consent", sa.String(length=16), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("covers", sa.String(length=32), nullable=False),
        sa.Column("evidence_id", sa.String(length=128)),
        sa.Column("handed_over_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_filings_report_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteers.id"], name="fk_filings_volunteer_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["attachments.id"], name="fk_filings_evidence_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("report_id", name="pk_filings"),
    )
    op.create_index("ix_filings_volunteer_id", "filings", ["volunteer_id"])
    op.create_index("ix_filings_evidence_id", "filings", ["evidence_id"])
    op.create_table(
        "handovers",
        sa.Column("report_id", Id, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_handovers_report_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report_id", name="pk_handovers"),
        sa.UniqueConstraint("code", name="uq_handovers_code"),
    )

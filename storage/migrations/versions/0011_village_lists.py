"""Village lists: many reports in one file."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "village_lists",
        sa.Column("id", Id, nullable=False),
        sa.Column("complainant_id", Id, nullable=False),
        sa.Column("attachment_id", sa.String(length=128), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainants.id"], name="fk_village_lists_complainant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_village_lists"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_village_lists_complainant_id", "village_lists", ["complainant_id"])
    op.create_index("ix_village_lists_attachment_id", "village_lists", ["attachment_id"])
    op.create_index("ix_village_lists_due_at", "village_lists", ["due_at"])
    op.create_table(
        "village_list_rows",
        sa.Column("list_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("receipt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["village_lists.id"], name="fk_village_list_rows_list_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("list_id", "number", name="pk_village_list_rows"),
    )
    op.create_table(
        "listed_reports",
        sa.Column("complainant_id", Id, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("report_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainants.id"], name="fk_listed_reports_complainant_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_listed_reports_report_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("complainant_id", "fingerprint", name="pk_listed_reports"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_listed_reports_report_id", "listed_reports", ["report_id"])

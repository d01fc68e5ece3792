"""Which report a held notice is about: none is known of those that there are."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    report_id = sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
    with op.batch_alter_table("held_notices", table_kwargs={"sqlite_autoincrement": True}) as held:
        held.add_column(report_id)
        held.create_foreign_key("fk_held_notices_report_id", "reports", ["report_id"], ["id"], ondelete="CASCADE")
        held.create_index("ix_held_notices_report_id", ["report_id"])

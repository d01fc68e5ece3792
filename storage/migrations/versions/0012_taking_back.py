"""What is in hand can be taken back, a slip knows for whom it is not, and a refusal finds its report."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FILED_BY = """
UPDATE handovers SET made_by = (
    SELECT volunteers.complainant_id FROM filings JOIN volunteers ON volunteers.id = filings.volunteer_id
    WHERE filings.report_id = handovers.report_id
)
"""


def upgrade() -> None:
    op.add_column("outbox", sa.Column("edition", sa.Integer(), nullable=False, server_default=sa.text("0")))
    with op.batch_alter_table("handovers") as handovers:
        handovers.add_column(sa.Column("made_by", Id))
        handovers.create_foreign_key("fk_handovers_made_by", "complainants", ["made_by"], ["id"], ondelete="SET NULL")
    op.create_index("ix_handovers_made_by", "handovers", ["made_by"])
    op.execute(FILED_BY)
    op.add_column("filings", sa.Column("asked", sa.String(length=64), nullable=False, server_default=sa.text("''")))
    op.create_index("ix_filings_asked", "filings", ["asked"])

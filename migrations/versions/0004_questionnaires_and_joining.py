"""questionnaires and joining."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

FLAGS = ("awaits_case_key", "joined")


def upgrade() -> None:
    op.create_table(
        "questionnaire",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_questionnaire")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        for name in FLAGS:
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)
            )


def downgrade() -> None:
    with op.batch_alter_table("report", schema=None) as batch_op:
        for name in FLAGS:
            batch_op.drop_column(name)
    op.drop_table("questionnaire")

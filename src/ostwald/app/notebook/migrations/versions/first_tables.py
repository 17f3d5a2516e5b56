"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _recipe_id(
    table: str, nullable: bool = False
) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    key = sa.ForeignKeyConstraint(
        ["recipe_id"], ["recipe.id"], name=f"fk_{table}_recipe_id", ondelete="CASCADE"
    )
    return sa.Column("recipe_id", sa.Integer(), nullable=nullable), key


def _id(table: str) -> tuple[sa.Column[int], sa.PrimaryKeyConstraint]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _file(table: str) -> tuple[SchemaItem, ...]:
    return (
        *_recipe_id(table, nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("suffix", sa.String(10), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
    )


def upgrade() -> None:
    """Bring the database up."""
    op.create_table(
        "recipe",
        *_id("recipe"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("product", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _moment("created"),
        _moment("changed"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "recipe_version",
        *_id("recipe_version"),
        *_recipe_id("recipe_version"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("saved"),
    )
    op.create_table(
        "prediction",
        *_id("prediction"),
        *_recipe_id("prediction"),
        sa.Column("recipe_version", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("size_nm", sa.Double(), nullable=False),
        sa.Column("lower_nm", sa.Double(), nullable=False),
        sa.Column("upper_nm", sa.Double(), nullable=False),
        sa.Column("shape", sa.String(60), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        _moment("made"),
    )
    op.create_table(
        "micrograph",
        *_id("micrograph"),
        *_file("micrograph"),
        sa.Column("labels_sha256", sa.String(64)),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("particles", sa.Text(), nullable=False),
        _moment("added"),
    )
    op.create_table(
        "spectrum",
        *_id("spectrum"),
        *_file("spectrum"),
        sa.Column("peak_nm", sa.Double()),
        sa.Column("reading", sa.JSON(), nullable=False),
        _moment("added"),
    )
    op.create_table(
        "outcome",
        *_id("outcome"),
        *_recipe_id("outcome"),
        sa.Column("micrograph_id", sa.Integer()),
        sa.Column("size_nm", sa.Double()),
        sa.Column("size_measure", sa.String(30), nullable=False),
        sa.Column("size_method", sa.String(30)),
        sa.Column("size_distribution_percent", sa.Double()),
        sa.Column("shape", sa.String(60)),
        sa.Column("particles_counted", sa.Integer()),
        sa.Column("absorption_peak_nm", sa.Double()),
        sa.Column("doi", sa.String(300)),
        sa.Column("note", sa.Text(), nullable=False),
        _moment("added"),
        sa.ForeignKeyConstraint(
            ["micrograph_id"],
            ["micrograph.id"],
            name="fk_outcome_micrograph_id",
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_recipe_changed", "recipe", ["changed"])
    op.create_index("ix_recipe_version_of", "recipe_version", ["recipe_id", "version"], unique=True)
    for table in ("prediction", "micrograph", "spectrum", "outcome"):
        op.create_index(f"ix_{table}_recipe_id", table, ["recipe_id"])
    for table in ("micrograph", "spectrum"):
        op.create_index(f"ix_{table}_sha256", table, ["sha256"])
    op.create_index("ix_outcome_micrograph_id", "outcome", ["micrograph_id"])

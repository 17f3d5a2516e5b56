"""The notebook's tables. A change here needs a migration in ``migrations/versions``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Double,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAME_LENGTH = 200


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite, which knows no time zones, keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any time zone into UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Base of all tables; constraints are named alike on every database."""

    type_annotation_map = {float: Double}  # noqa: RUF012
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
        }
    )


def _of_recipe() -> Mapped[int]:
    return mapped_column(ForeignKey("recipe.id", ondelete="CASCADE"), index=True)


class RecipeRow(Base):
    """A recipe as it stands; `version` counts its changes, and a change must name the last."""

    __tablename__ = "recipe"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    product: Mapped[str] = mapped_column(String(NAME_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Moment)
    changed: Mapped[datetime] = mapped_column(Moment, index=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  a number is never given twice


class RecipeVersionRow(Base):
    """What a recipe was in each of its versions."""

    __tablename__ = "recipe_version"
    __table_args__ = (Index("ix_recipe_version_of", "recipe_id", "version", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipe_id: Mapped[int] = mapped_column(ForeignKey("recipe.id", ondelete="CASCADE"))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    saved: Mapped[datetime] = mapped_column(Moment)


class PredictionRow(Base):
    """What a model said of one version of a recipe."""

    __tablename__ = "prediction"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipe_id: Mapped[int] = _of_recipe()
    recipe_version: Mapped[int]
    model: Mapped[str] = mapped_column(String(NAME_LENGTH))
    size_nm: Mapped[float]
    lower_nm: Mapped[float]
    upper_nm: Mapped[float]
    shape: Mapped[str] = mapped_column(String(60))
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    made: Mapped[datetime] = mapped_column(Moment)


class MicrographRow(Base):
    """A micrograph and what was measured in it; the file lies beside, named by its content."""

    __tablename__ = "micrograph"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipe_id: Mapped[int | None] = mapped_column(
        ForeignKey("recipe.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    suffix: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    bytes: Mapped[int]
    labels_sha256: Mapped[str | None] = mapped_column(String(64))
    summary: Mapped[dict[str, Any]] = mapped_column(JSON)
    particles: Mapped[str] = mapped_column(Text)
    added: Mapped[datetime] = mapped_column(Moment)


class SpectrumRow(Base):
    """A spectrum and what was read in it; the file lies beside, named by its content."""

    __tablename__ = "spectrum"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipe_id: Mapped[int | None] = mapped_column(
        ForeignKey("recipe.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    suffix: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    bytes: Mapped[int]
    peak_nm: Mapped[float | None]
    reading: Mapped[dict[str, Any]] = mapped_column(JSON)
    added: Mapped[datetime] = mapped_column(Moment)


class OutcomeRow(Base):
    """What came out of a recipe's flask."""

    __tablename__ = "outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipe_id: Mapped[int] = _of_recipe()
    micrograph_id: Mapped[int | None] = mapped_column(
        ForeignKey("micrograph.id", ondelete="SET NULL"), index=True
    )
    size_nm: Mapped[float | None]
    size_measure: Mapped[str] = mapped_column(String(30))
    size_method: Mapped[str | None] = mapped_column(String(30))
    size_distribution_percent: Mapped[float | None]
    shape: Mapped[str | None] = mapped_column(String(60))
    particles_counted: Mapped[int | None]
    absorption_peak_nm: Mapped[float | None]
    doi: Mapped[str | None] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(Text)
    added: Mapped[datetime] = mapped_column(Moment)

"""What the notebook hands out: plain data that no database stands behind any more."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Record:
    """Base of what the notebook hands out."""

    @classmethod
    def of(cls, row: Any) -> Self:
        """Return what a row of a table holds."""
        return cls(**{one.name: getattr(row, one.name) for one in fields(cls)})

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data; moments as ISO 8601 in UTC."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


@dataclass(frozen=True, slots=True)
class RecipeRecord(Record):
    """A recipe as it stands.

    Attributes:
        id: Its number in this notebook.
        version: How often it was saved, from 1; a change must name it.
        name: Its name.
        product: Formula of its product.
        text: The recipe file.
        note: What the person adds in words.
        created: When it was first saved.
        changed: When it was last saved.
    """

    id: int
    version: int
    name: str
    product: str
    text: str
    note: str
    created: datetime
    changed: datetime


@dataclass(frozen=True, slots=True)
class VersionRecord(Record):
    """A recipe as it was in one of its versions."""

    version: int
    name: str
    text: str
    saved: datetime


@dataclass(frozen=True, slots=True)
class PredictionRecord(Record):
    """What a model said of one version of a recipe; `result` as ``predict --json`` gives it."""

    id: int
    recipe_id: int
    recipe_version: int
    model: str
    size_nm: float
    lower_nm: float
    upper_nm: float
    shape: str
    result: dict[str, Any]
    made: datetime


@dataclass(frozen=True, slots=True)
class MicrographRecord(Record):
    """A micrograph; `summary` as ``measure --json`` gives it, `particles` the table as CSV."""

    id: int
    recipe_id: int | None
    name: str
    suffix: str
    sha256: str
    bytes: int
    labels_sha256: str | None
    summary: dict[str, Any]
    particles: str
    added: datetime


@dataclass(frozen=True, slots=True)
class SpectrumRecord(Record):
    """A spectrum; `reading` as ``optics --json`` gives it."""

    id: int
    recipe_id: int | None
    name: str
    suffix: str
    sha256: str
    bytes: int
    peak_nm: float | None
    reading: dict[str, Any]
    added: datetime


@dataclass(frozen=True, slots=True)
class OutcomeRecord(Record):
    """What came out of a recipe's flask; see `ostwald.recipes.outcome.Outcome`."""

    id: int
    recipe_id: int
    micrograph_id: int | None
    size_nm: float | None
    size_measure: str
    size_method: str | None
    size_distribution_percent: float | None
    shape: str | None
    particles_counted: int | None
    absorption_peak_nm: float | None
    doi: str | None
    note: str
    added: datetime


@dataclass(frozen=True, slots=True)
class Entry(Record):
    """A recipe in a list.

    Attributes:
        id: Its number.
        version: How often it was saved.
        name: Its name.
        product: Formula of its product.
        changed: When it was last saved.
        predicted: The last prediction for this version, if there is one.
        outcomes: What came out of it, the latest first.
    """

    id: int
    version: int
    name: str
    product: str
    changed: datetime
    predicted: PredictionRecord | None = None
    outcomes: tuple[OutcomeRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list.

    Attributes:
        entries: The recipes of this part.
        total: How many there are in all.
    """

    entries: list[Entry]
    total: int


@dataclass(frozen=True, slots=True)
class Result:
    """A recipe of which something came out.

    Attributes:
        recipe: The recipe as it stands.
        outcomes: What came out of it, the latest first; at least one.
        predicted: What a model said of this version.
    """

    recipe: RecipeRecord
    outcomes: tuple[OutcomeRecord, ...]
    predicted: PredictionRecord | None

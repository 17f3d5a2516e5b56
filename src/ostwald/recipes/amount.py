"""How much of a reagent goes in: moles, mass, volume, or a part of a solution."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ostwald.errors import InputError
from ostwald.recipes.amount_text import (
    AmountUnit,
    Strength,
    read_strength,
    read_written_amount,
)
from ostwald.recipes.base import RecipeModel
from ostwald.recipes.limits import (
    AMOUNTS,
    CONCENTRATIONS,
    EQUIVALENTS,
    MAX_NAME_LENGTH,
    check_range,
    format_number,
)

__all__ = ["Amount", "AmountUnit", "Strength", "parse_amount", "read_strength"]

_KINDS = {**AMOUNTS, "M": CONCENTRATIONS["M"], "equiv": EQUIVALENTS}


class Amount(RecipeModel):
    """An amount as it was measured out.

    Turning it into moles needs the identity of the chemical, which this model does not know.

    Attributes:
        value: The number; finite, and above zero unless the flask is meant to be without it.
        unit: ``mmol``, ``g`` or ``mL``; ``equiv`` of what `relative_to` names; ``M``, the
            concentration in the whole flask.
        strength: Of the solution that was measured out; None for the chemical itself.
        solvent: What it was dissolved in before it went in; None if nothing.
        solvent_ml: How much of that, in mL.
        relative_to: An element or a reagent, for equivalents; None if that was not said.
        same_value: The amount told a second time, in `same_unit`; None if it was told once.
        text: How it was written; empty for one that was made from numbers.
    """

    not_compared: ClassVar[frozenset[str]] = frozenset({"text"})

    value: float
    unit: AmountUnit = "mmol"
    strength: Strength | None = None
    solvent: str | None = Field(default=None, max_length=MAX_NAME_LENGTH)
    solvent_ml: float | None = None
    relative_to: str | None = Field(default=None, max_length=MAX_NAME_LENGTH)
    same_value: float | None = None
    same_unit: AmountUnit | None = None
    text: str = Field(default="", repr=False)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        """Accept a number (mmol) or a text with a unit in place of the fields."""
        if isinstance(data, dict | Amount):
            return data
        try:
            written = read_written_amount(data)
        except InputError as error:
            raise _collectable(error) from error
        fields = {f.name: getattr(written, f.name) for f in dataclasses.fields(written)}
        return {**fields, "text": " ".join(data.split()) if isinstance(data, str) else ""}

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        if self.value == 0:
            return self
        try:
            check_range(self.value, _KINDS[self.unit])
            if self.solvent_ml is not None:
                check_range(self.solvent_ml, AMOUNTS["mL"])
            if self.same_value is not None and self.same_unit is not None:
                check_range(self.same_value, _KINDS[self.same_unit])
        except InputError as error:
            raise _collectable(error) from error
        return self

    def __str__(self) -> str:
        """Return the amount as a recipe file has it, such as ``4 mmol``."""
        parts = [f"{format_number(self.value)} {self.unit}"]
        if self.strength is not None:
            parts.append(f"of {format_number(self.strength.value)} {self.strength.unit}")
            parts += [self.strength.chemical] if self.strength.chemical else []
            parts += [f"in {self.strength.solvent}"] if self.strength.solvent else []
        if self.solvent is not None and self.solvent_ml is not None:
            parts.append(f"in {format_number(self.solvent_ml)} mL of {self.solvent}")
        if self.relative_to is not None:
            parts.append(f"to {self.relative_to}")
        if self.same_value is not None:
            parts.append(f"({format_number(self.same_value)} {self.same_unit})")
        return " ".join(parts)

    def __repr__(self) -> str:
        """Return the call that makes this amount, in short."""
        return f"Amount({str(self)!r})"

    @property
    def as_written(self) -> str:
        """The text that was read, or one that means the same."""
        return self.text or str(self)


def parse_amount(written: str | float) -> Amount:
    """Read an amount from a text with a unit, or from a bare number in mmol.

    Args:
        written: Such as ``"3 mL"``, ``"250 mg"``, ``"2 mL of 1 M in toluene"``,
            ``"2 equiv to Pb"`` or ``4``.

    Returns:
        The amount.

    Raises:
        InputError: It is not an amount, or is negative, not finite or absurd.
    """
    return Amount.model_validate(written)


def _collectable(error: InputError) -> PydanticCustomError:
    context = {"problem": error.problem, "hint": error.hint or ""}
    return PydanticCustomError("ostwald", "{problem}", context)

"""How much of a reagent goes in: moles, mass or volume."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ostwald.errors import InputError
from ostwald.recipes.base import RecipeModel
from ostwald.recipes.limits import AMOUNTS, check_range, format_number
from ostwald.recipes.units import read_amount

AmountUnit = Literal["mmol", "g", "mL"]


class Amount(RecipeModel):
    """An amount as it was measured out.

    Turning a mass or a volume into moles needs the identity of the chemical, which this
    model does not know.

    Attributes:
        value: The number; finite and above zero.
        unit: ``mmol``, ``g`` or ``mL``.
    """

    value: float
    unit: AmountUnit = "mmol"

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        """Accept a number (mmol) or a text with a unit in place of the two fields."""
        if isinstance(data, dict | Amount):
            return data
        try:
            value, unit = read_amount(data)
        except InputError as error:
            raise _collectable(error) from error
        return {"value": value, "unit": unit}

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        try:
            check_range(self.value, AMOUNTS[self.unit])
        except InputError as error:
            raise _collectable(error) from error
        return self

    def __str__(self) -> str:
        """Return the amount as a recipe file has it, such as ``4 mmol``."""
        return f"{format_number(self.value)} {self.unit}"

    def __repr__(self) -> str:
        """Return the call that makes this amount, in short."""
        return f"Amount({str(self)!r})"


def parse_amount(written: str | float) -> Amount:
    """Read an amount from a text with a unit, or from a bare number in mmol.

    Args:
        written: Such as ``"3 mL"``, ``"250 mg"``, ``"0.004 mol"`` or ``4``.

    Returns:
        The amount, in mmol, g or mL.

    Raises:
        InputError: It is not an amount, or is zero, negative, not finite or absurd.
    """
    return Amount.model_validate(written)


def _collectable(error: InputError) -> PydanticCustomError:
    context = {"problem": error.problem, "hint": error.hint or ""}
    return PydanticCustomError("ostwald", "{problem}", context)

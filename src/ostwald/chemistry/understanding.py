"""What was understood of a recipe, before any prediction: the echo that ``ostwald check`` gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ostwald.chemistry.plausibility import Flag, check_plausibility
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.chemistry.totals import Totals, totals

if TYPE_CHECKING:
    from ostwald.chemistry.lines import ReagentLine

FORMAT_VERSION = 1
_LEAST_MMOL = 1e-9  # what a reaction leaves of its limiting reagent by rounding


@dataclass(frozen=True, slots=True)
class Understanding:
    """A recipe as the program understood it.

    Attributes:
        recipe: Its chemicals and amounts, line by line and added up.
        totals: What they come to.
        flask: What is there once the precursors have reacted, just before the crystals form.
        flags: What a chemist would stumble over, the severest first.
    """

    recipe: ResolvedRecipe
    totals: Totals
    flask: tuple[ResolvedReagent, ...]
    flags: tuple[Flag, ...]

    @property
    def is_possible(self) -> bool:
        """Whether no rule calls the flask impossible."""
        return all(flag.severity != "impossible" for flag in self.flags)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data, in the written format (version 1)."""
        recipe = self.recipe
        product = recipe.product
        return {
            "format_version": FORMAT_VERSION,
            "id": recipe.id,
            "product": {
                "label": product.label,
                "formula": product.formula,
                "name": product.name or None,
                "polymorph": product.polymorph,
                "note": product.note or None,
            },
            "reagents": [_line_json(line) for line in recipe.lines],
            "conditions": {
                "injection_temperature_c": _plain(recipe.injection_temperature_c),
                "reaction_temperature_c": _plain(recipe.reaction_temperature_c),
                "reaction_time_min": _plain(recipe.reaction_time_min),
                "heating_rate_c_per_min": _plain(recipe.heating_rate_c_per_min),
            },
            "totals": {name: _plain(value) for name, value in self.totals.as_json().items()},
            "flask": [
                {"name": one.substance.name, "amount_mmol": _plain(one.amount_mmol)}
                for one in self.flask
            ],
            "assumptions": [*recipe.assumptions, *self.totals.notes],
            "warnings": list(recipe.warnings),
            "flags": [flag.as_json() for flag in self.flags],
        }


def understand(recipe: ResolvedRecipe) -> Understanding:
    """Return what a recipe whose chemicals are known comes to.

    Args:
        recipe: The recipe.

    Returns:
        Its totals, its flask after the precursors have reacted, and its flags.
    """
    # The rules of reactions take a quarter of a second to be read; flags do without them.
    from ostwald.chemistry.intermediates.completion import complete

    flask = complete(recipe, forms_product=False).reagents
    return Understanding(
        recipe=recipe,
        totals=totals(recipe),
        flask=tuple(one for one in flask if one.amount_mmol > _LEAST_MMOL),
        flags=flags_of(recipe),
    )


def flags_of(recipe: ResolvedRecipe) -> tuple[Flag, ...]:
    """Return what a chemist would stumble over in a recipe, with what it says of its vessel.

    Args:
        recipe: The recipe.

    Returns:
        Flags, the severest first.
    """
    written = recipe.recipe
    flags = check_plausibility(
        recipe,
        pressure=written.pressure if written else None,
        atmosphere=written.atmosphere if written else None,
    )
    doubts = tuple(
        Flag("doubtful", "amount-told-twice", f"{line.name}: {doubt}", "Only one of them is right.")
        for line in recipe.lines
        for doubt in line.doubts
    )
    return flags + doubts


def _line_json(line: ReagentLine) -> dict[str, Any]:
    substance = line.substance
    return {
        "given": line.given,
        "name": substance.name,
        "formula": substance.formula,
        "smiles": substance.smiles,
        "cas": substance.cas,
        "role": substance.roles[0].replace("_", " ") if substance.roles else None,
        "amount_mmol": _plain(line.amount_mmol),
        "volume_ml": _plain(line.volume_ml),
        "notes": [*line.notes, *line.doubts],
    }


def _plain(value: float | str | None) -> float | str | None:
    """Return a number with six significant digits, whole ones without a point."""
    if value is None or isinstance(value, str):
        return value
    rounded = float(f"{value:.6g}")
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 1e15 else rounded

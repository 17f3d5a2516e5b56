"""Chemicals that are bought as solutions: how strong, how dense and in what by default."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ostwald.chemistry.formula import hill_formula
from ostwald.chemistry.substance import Substance
from ostwald.recipes.amount_text import Strength


@dataclass(frozen=True, slots=True)
class CommercialSolution:
    """A solution as it stands on the shelf.

    Attributes:
        name: What it is called.
        strength: How strong it is unless something else is said, with its solvent.
        density_g_per_ml: At that strength.
        is_weighed: Whether a mass is one of the solution too, as of acids and ammonia; of the
            others the chemical itself is sold as well, and a mass is taken for that.
    """

    name: str
    strength: Strength
    density_g_per_ml: float
    is_weighed: bool

    @property
    def in_words(self) -> str:
        """Strength, solvent and density, such as ``37 wt% in water, 1.18 g/mL``."""
        strength = self.strength
        return (
            f"{strength.value:g} {strength.unit} in {strength.solvent}, "
            f"{self.density_g_per_ml:g} g/mL"
        )


def commercial_solution(substance: Substance) -> CommercialSolution | None:
    """Return how a chemical is bought dissolved; None for one that is not.

    Args:
        substance: What is dissolved; isomers of the same formula are not told apart, and none
            of the table's has one that is sold.

    Returns:
        The usual solution.
    """
    if not substance.composition:
        return None
    return _solutions().get(hill_formula(substance.composition))


@cache
def _solutions() -> Mapping[str, CommercialSolution]:
    table = files("ostwald.chemistry").joinpath("data", "commercial_solutions.csv")
    rows = csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"), newline=""))
    return {
        row["formula"]: CommercialSolution(
            row["name"],
            Strength(float(row["strength"]), "M" if row["unit"] == "M" else "wt%", row["solvent"]),
            float(row["density_g_per_ml"]),
            row["weighed"] == "solution",
        )
        for row in rows
    }

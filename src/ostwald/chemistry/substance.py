"""What a chemical is: a reagent, or the product of a recipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ostwald.chemistry.formula import molar_mass, parse_formula

KINDS = ("element", "inorganic", "salt", "complex", "molecule", "mixture", "polymer")
ROLES = (
    "cation_precursor",
    "anion_precursor",
    "ligand",
    "solvent",
    "reducing_agent",
    "additive",
)
STATUSES = ("identified", "probable", "mixture", "unidentified")


@dataclass(frozen=True, slots=True)
class Substance:
    """A chemical that goes into the flask.

    Attributes:
        abbreviation: The short name that recipes use, unique in the table.
        kind: One of `KINDS`.
        formula: Its formula, or that of a polymer's repeating unit; None where not known.
        smiles: Its structure; None for most inorganic solids.
        roles: Some of `ROLES`, the usual one first.
        density_g_per_ml: Density of the liquid as it is measured out, None for what is weighed.
        status: One of `STATUSES`: how sure the identity is.
        note: Why, and what else a chemist should know.
        table_molar_mass_g_per_mol: The mass by which it is counted where that is not the
            formula's, such as of a polymer.
        is_new: Whether it is not in the program's table, only what its name or SMILES says.
        cas: Its CAS registry number, without water; None where it is not known for sure.
    """

    abbreviation: str
    name: str
    synonyms: tuple[str, ...] = ()
    kind: str = "molecule"
    formula: str | None = None
    smiles: str | None = None
    roles: tuple[str, ...] = ()
    density_g_per_ml: float | None = None
    status: str = "identified"
    note: str = ""
    table_molar_mass_g_per_mol: float | None = None
    is_new: bool = False
    cas: str | None = None

    @property
    def composition(self) -> Mapping[str, float]:
        """Atoms per formula unit by element symbol; empty where the formula is not known."""
        return composition_of(self.formula)

    @property
    def molar_mass_g_per_mol(self) -> float | None:
        """Molar mass in g/mol: the table's own, else the formula's, else None."""
        if self.table_molar_mass_g_per_mol is not None:
            return self.table_molar_mass_g_per_mol
        composition = self.composition
        return molar_mass(composition) if composition else None

    @property
    def is_certain(self) -> bool:
        """Whether it is identified beyond doubt, or is new and so what it says it is."""
        return self.status == "identified"

    @property
    def identity(self) -> str:
        """What tells it from every other chemical: its entry, else its SMILES or formula."""
        return (self.smiles or self.formula or "") if self.is_new else f"#{self.abbreviation}"

    @property
    def label(self) -> str:
        """Abbreviation and name, as shown to people."""
        if not self.name or self.name == self.abbreviation:
            return self.abbreviation
        return f"{self.abbreviation} ({self.name})"


@dataclass(frozen=True, slots=True)
class ProductIdentity:
    """The solid that a recipe makes.

    Attributes:
        label: Formula with the suffix of its polymorph where the program's table has one.
        formula: Its formula.
        polymorph: Structure or mineral name, None where not known or not said.
        materials_class: Such as ``metal``, ``chalcogenide`` or ``halide``; None for a new one.
        is_new: Whether it is not in the program's table.
        dopants: Symbols of elements that it is doped with; they are not in the formula.
    """

    label: str
    formula: str
    name: str = ""
    synonyms: tuple[str, ...] = ()
    polymorph: str | None = None
    materials_class: str | None = None
    materials_project_id: str | None = None
    status: str = "identified"
    note: str = ""
    is_new: bool = False
    dopants: tuple[str, ...] = ()

    @property
    def composition(self) -> Mapping[str, float]:
        """Atoms per formula unit by element symbol."""
        return composition_of(self.formula)


@cache
def composition_of(formula: str | None) -> Mapping[str, float]:
    """Return a read-only composition, remembered, of a formula or of none.

    Args:
        formula: A formula that has been checked before.

    Returns:
        Atoms per formula unit by element symbol; empty for None.

    Raises:
        InputError: The text is not a formula.
    """
    return MappingProxyType(parse_formula(formula) if formula else {})

"""The ions and ligands that salts and complexes are named and abbreviated with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ostwald.chemistry.names import folded_key
from ostwald.chemistry.tables import rows


@dataclass(frozen=True, slots=True)
class Ion:
    """A cation, an anion or a neutral ligand.

    Attributes:
        names: What it is called; the first one is used to write names.
        groups: What stands for it in condensed formulas (``OAc``, ``St``), case as written.
        charge: Signed charge; 0 for a neutral ligand.
        formula: Its atoms.
        smiles: Its structure.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    charge: int
    formula: str
    smiles: str

    @property
    def name(self) -> str:
        """The name that is used to write names of salts."""
        return self.names[0]

    @property
    def is_monatomic(self) -> bool:
        """Whether it is a single atom."""
        return self.formula.isalpha() and self.formula[1:] == self.formula[1:].lower()


@cache
def cations() -> tuple[Ion, ...]:
    """Return the cations, one a charge."""
    return _read("cations.csv")


@cache
def ligands() -> tuple[Ion, ...]:
    """Return the anions and the neutral ligands."""
    return _read("anions.csv") + _read("neutral_ligands.csv")


@cache
def cations_by_name() -> Mapping[str, tuple[Ion, ...]]:
    """Return cations by folded name, and all charges of a metal by ``?`` and its bare name."""
    found: dict[str, tuple[Ion, ...]] = {}
    for ion in cations():
        symbol = f"{ion.formula}({ion.name.split('(')[1]}" if "(" in ion.name else ion.name
        for name in (*ion.names, symbol):
            key = folded_key(name)
            if ion not in found.get(key, ()):
                found[key] = (*found.get(key, ()), ion)
            bare = key.split("(")[0]
            if bare != key and name is not symbol:
                found[f"?{bare}"] = (*found.get(f"?{bare}", ()), ion)
    return found


@cache
def anions_by_name() -> Mapping[str, Ion]:
    """Return anions by folded name."""
    return {folded_key(name): ion for ion in ligands() if ion.charge for name in ion.names}


@cache
def by_group() -> Mapping[str, tuple[Ion, ...]]:
    """Return every ion by what stands for it in a formula; several for a metal's charges."""
    found: dict[str, tuple[Ion, ...]] = {}
    for ion in (*cations(), *ligands()):
        for group in ion.groups:
            found[group] = (*found.get(group, ()), ion)
    return found


def _read(name: str) -> tuple[Ion, ...]:
    return tuple(
        Ion(
            names=(row["name"], *(n for n in row["synonyms"].split("|") if n)),
            groups=tuple(group for group in row["groups"].split("|") if group),
            charge=int(row["charge"]),
            formula=row["formula"],
            smiles=row["smiles"],
        )
        for row in rows(name)
    )

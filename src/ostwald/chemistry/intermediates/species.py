"""Making the substances that form in the flask, with structure and formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ostwald.chemistry.elements import elements
from ostwald.chemistry.formula import hill_formula
from ostwald.chemistry.intermediates.fragments import (
    canonical,
    fragment_composition,
    fragments,
    metal_of,
    parse_fragment,
)
from ostwald.chemistry.roles import guess_roles, kind_of
from ostwald.chemistry.substance import Substance
from ostwald.chemistry.tables import reagents

NOTE = "formed in the flask"
_FORMULA_KINDS = frozenset(["element", "inorganic", "salt"])
# What chemists call ions that no acid of the tables gives its name to.
_LABELS = {
    "CC(=O)[O-]": "OAc",
    "CC(=O)/C=C(/C)[O-]": "acac",
    "O=[N+]([O-])[O-]": "NO3",
    "O=C([O-])[O-]": "CO3",
    "O=S(=O)([O-])[O-]": "SO4",
    "O=C([O-])C(F)(F)F": "TFA",
    "[O-][Cl+3]([O-])([O-])[O-]": "ClO4",
    "F[B-](F)(F)F": "BF4",
    "N#C[S-]": "SCN",
    "O=C[O-]": "HCOO",
    "[SH-]": "HS",
    "[SeH-]": "HSe",
    "[TeH-]": "HTe",
    "[S-]SS[S-]": "S4",
    "[OH-]": "OH",
    "[O-2]": "O",
    "[NH4+]": "NH4",
    "C[NH3+]": "MA",
    "NC=[NH2+]": "FA",
    "C[Si](C)(C)[N-][Si](C)(C)C": "N(SiMe3)2",
    "CC(=O)CC(C)=O": "Hacac",
    "C[Si](C)(C)N[Si](C)(C)C": "HMDS",
    "[C-]#[O+]": "CO",
    "O=[N+]([O-])O": "HNO3",
    "O=S(=O)(O)O": "H2SO4",
    "[O-][Cl+3]([O-])([O-])O": "HClO4",
    "F": "HF",
    "[SeH2]": "H2Se",
    "[TeH2]": "H2Te",
}


# How many of an ion or molecule, its SMILES, and how to write it ("" for the usual way).
Part = tuple[int, str, str]


_NAMED_AFTER_ACID = frozenset(
    ["carboxylate", "short carboxylate", "thiolate", "phosphonate", "trihaloacetate"]
)
_PLAIN = frozenset(
    [
        "NO3",
        "CO3",
        "SO4",
        "HSO4",
        "ClO4",
        "BF4",
        "SCN",
        "OH",
        "HS",
        "HSe",
        "HTe",
        "S4",
        "NH4",
        "OAc",
    ]
)


@dataclass(frozen=True, slots=True)
class Species:
    """A substance and how it is written in an equation."""

    substance: Substance
    label: str


def known(substance: Substance) -> Species:
    """Return a reagent as a species under its own abbreviation."""
    return Species(substance, substance.abbreviation)


@lru_cache(maxsize=100_000)
def molecule(smiles: str, label: str | None = None) -> Species:
    """Return a molecule.

    Args:
        smiles: One fragment without charge.
        label: How to write it; the table's abbreviation or the formula when left out.

    Returns:
        The table's entry where it has that structure, else a new substance.
    """
    return compound([(1, canonical(smiles), "")], label)


def compound(parts: Iterable[Part], label: str | None = None) -> Species:
    """Return a substance made of several ions and molecules.

    Args:
        parts: How many of each, its SMILES and name; in the order of the label.
        label: How to write it; made from the parts when left out.

    Returns:
        The table's entry where it has these parts, else a new substance.
    """
    return _compound(tuple(part for part in parts if part[0]), label)


@lru_cache(maxsize=200_000)
def _compound(parts: tuple[Part, ...], label: str | None) -> Species:
    parts = _with_like_merged(parts)
    composition: dict[str, float] = {}
    for count, smiles, _ in parts:
        for symbol, atoms in fragment_composition(smiles).items():
            composition[symbol] = composition.get(symbol, 0.0) + count * atoms
    if _is_solid(parts):
        return solid(composition, label)
    entry = _table_by_parts().get(frozenset(_tally(parts).items()))
    usual = _labels().get(parts[0][1]) if len(parts) == 1 else None
    text = label or usual or (entry.abbreviation if entry and len(parts) == 1 else _label(parts))
    if entry is not None:
        return Species(entry, text)
    formula = _formula(parts) if len(parts) > 1 else hill_formula(composition)
    smiles = ".".join(sorted(s for count, one, _ in parts for s in [one] * count))
    return Species(_new(text, formula, smiles, composition), text)


def solid(composition: Mapping[str, float], label: str | None = None) -> Species:
    """Return an element or a binary solid, which has a formula and no structure.

    Args:
        composition: Atoms per formula unit by symbol.
        label: How to write it; its formula when left out.

    Returns:
        The table's entry where there is one, else a new substance.
    """
    ordered = dict(sorted(composition.items(), key=_electronegativity))
    formula = "".join(s + (f"{n:g}" if n != 1 else "") for s, n in ordered.items())
    entry = _table_by_composition().get(frozenset(ordered.items()))
    if entry is not None:
        return Species(entry, label or formula)
    return Species(_new(label or formula, formula, None, ordered), label or formula)


def fragment_label(smiles: str) -> str:
    """Return how an ion or a ligand is written inside a formula, such as ``OA`` or ``Br``."""
    smiles = canonical(smiles)
    label = _labels().get(smiles)
    if label is not None:
        return label
    composition = fragment_composition(smiles)
    if len(composition) == 1:
        return next(iter(composition))
    acid = _acid_label(smiles)
    return acid or hill_formula({s: float(n) for s, n in composition.items()})


def _acid_label(smiles: str) -> str | None:
    """Return the abbreviation of the table's acid or amine that an ion comes from."""
    from rdkit import Chem

    from ostwald.chemistry.intermediates.anions import kind_of_anion, protonated
    from ostwald.chemistry.intermediates.edits import transform

    charge = Chem.GetFormalCharge(parse_fragment(smiles))
    if charge == 1:
        changes = (f"[NH{n};+1:1]>>[NH{n - 1};+0:1]" for n in (4, 3, 2, 1))
        amines = (transform(change, smiles) for change in changes)
        label = next((_labels()[a] for a in amines if a in _labels()), None)
        return f"{label}-H" if label else None
    if charge >= 0 or kind_of_anion(smiles) not in _NAMED_AFTER_ACID:
        return None
    return _labels().get(protonated(smiles))


@cache
def _labels() -> dict[str, str]:
    labels = {canonical(smiles): label for smiles, label in _LABELS.items()}
    for substance in reagents():
        parts = fragments(substance)
        if len(parts) == 1 and parts[0].charge == 0 and parts[0].count == 1:
            labels.setdefault(parts[0].smiles, substance.abbreviation)
    return labels


@cache
def _table_by_parts() -> dict[frozenset[tuple[str, int]], Substance]:
    found: dict[frozenset[tuple[str, int]], Substance] = {}
    for substance in reagents():
        parts = fragments(substance) if substance.smiles else ()
        if parts:
            found.setdefault(frozenset((p.smiles, p.count) for p in parts), substance)
    return found


@cache
def _table_by_composition() -> dict[frozenset[tuple[str, float]], Substance]:
    found: dict[frozenset[tuple[str, float]], Substance] = {}
    for substance in reagents():
        if substance.kind in _FORMULA_KINDS and substance.composition and substance.is_certain:
            found.setdefault(frozenset(substance.composition.items()), substance)
    return found


def _with_like_merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    merged: dict[str, Part] = {}
    for count, smiles, name in parts:
        smiles = canonical(smiles)
        earlier = merged.get(smiles, (0, smiles, ""))
        merged[smiles] = (earlier[0] + count, smiles, earlier[2] or name)
    return tuple(merged.values())


def _tally(parts: Iterable[Part]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for count, smiles, _ in parts:
        tally[smiles] = tally.get(smiles, 0) + count
    return tally


def _is_solid(parts: tuple[Part, ...]) -> bool:
    """Return whether a substance is metal ions and anions of one atom: a formula tells all."""
    single = all(parse_fragment(smiles).GetNumAtoms() == 1 for _, smiles, _ in parts)
    metals = [smiles for _, smiles, _ in parts if metal_of(smiles)]
    return single and bool(metals) and all("H" not in fragment_composition(s) for _, s, _ in parts)


def _label(parts: tuple[Part, ...]) -> str:
    text = ""
    for count, smiles, given in parts:
        name = given or fragment_label(smiles)
        plain = parse_fragment(smiles).GetNumAtoms() == 1 and "H" not in name
        plain = plain or len(parts) == 1 or (count == 1 and (not text or name in _PLAIN))
        number = str(count) if count > 1 else ""
        text += f"{name}{number}" if plain else f"({name}){number}"
    return text


def _formula(parts: tuple[Part, ...]) -> str:
    text = ""
    for count, smiles, _ in parts:
        composition = {s: float(n) for s, n in fragment_composition(smiles).items()}
        inner = hill_formula(composition)
        number = str(count) if count > 1 else ""
        text += f"({inner}){number}" if sum(composition.values()) > 1 else f"{inner}{number}"
    return text


def _electronegativity(item: tuple[str, float]) -> tuple[float, str]:
    element = elements()[item[0]]
    return (element.pauling_electronegativity or 0.0, item[0])


def _new(
    label: str, formula: str, smiles: str | None, composition: Mapping[str, float]
) -> Substance:
    return Substance(
        abbreviation=label,
        name=label,
        kind=kind_of(composition),
        formula=formula,
        smiles=smiles,
        roles=guess_roles(composition),
        note=NOTE,
        is_new=True,
    )

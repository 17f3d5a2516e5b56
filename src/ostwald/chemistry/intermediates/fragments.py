"""The ions and molecules that a substance is made of, read from its SMILES or formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ostwald.chemistry.elements import elements
from ostwald.chemistry.structures import read_molecule
from ostwald.chemistry.substance import Substance
from ostwald.errors import InputError

# Bonds from a metal to these atoms are taken for ionic, so that Cl[Sn](Cl)(Cl)Cl is a salt.
_IONIC_PARTNERS = frozenset(["N", "O", "F", "S", "Cl", "Se", "Br", "Te", "I"])
# Metals whose bonds to carbon and hydrogen are cleaved by the acids and amines of this field.
_REACTIVE_ALKYLS = frozenset(["Li", "Na", "K", "Mg", "Al", "Zn", "Ga", "Cd", "In"])
ALKALI = frozenset(["Li", "Na", "K", "Rb", "Cs"])
ALKALINE_EARTH = frozenset(["Be", "Mg", "Ca", "Sr", "Ba"])
_MONATOMIC = {
    "F": -1, "Cl": -1, "Br": -1, "I": -1, "O": -2, "S": -2, "Se": -2, "Te": -2, "P": -3, "As": -3,
    "N": -3,
}  # fmt: skip
# Anions that a formula alone gives away, for chemicals that come without a structure.
_BY_COMPOSITION = (
    ("CC(=O)[O-]", -1),
    ("CC(=O)/C=C(/C)[O-]", -1),
    ("O=[N+]([O-])[O-]", -1),
    ("O=C([O-])[O-]", -2),
    ("O=S(=O)([O-])[O-]", -2),
    ("[O-][Cl+3]([O-])([O-])[O-]", -1),
    ("O=C([O-])C(F)(F)F", -1),
    ("O=C[O-]", -1),
    ("O=C([O-])C(=O)[O-]", -2),
    ("CCCCCCCC/C=C\\CCCCCCCC(=O)[O-]", -1),
    ("CCCCCCCCCCCCCCCCCC(=O)[O-]", -1),
    ("CCCCCCCCCCCCCC(=O)[O-]", -1),
)


class NotAMoleculeError(ValueError):
    """A text is not a SMILES that RDKit reads."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One kind of ion or molecule of a substance.

    Attributes:
        smiles: Canonical SMILES.
        charge: In units of the elementary charge.
        count: How many a formula unit.
    """

    smiles: str
    charge: int
    count: int


@dataclass(frozen=True, slots=True)
class MetalSalt:
    """A substance seen as ions of one metal with what surrounds them.

    Attributes:
        metal: Its symbol.
        cation: SMILES of the ion that holds it.
        charge: Charge of that ion, at least 1.
        count: How many of them a formula unit.
        counters: Other cations, such as the protons of HAuCl4.
        neutrals: Ligands without charge.
    """

    metal: str
    cation: str
    charge: int
    count: int
    anions: tuple[Fragment, ...]
    neutrals: tuple[Fragment, ...] = ()
    counters: tuple[Fragment, ...] = ()

    @property
    def is_simple(self) -> bool:
        """Whether it is cations of the metal and anions only."""
        return not self.neutrals and not self.counters


def fragments(substance: Substance) -> tuple[Fragment, ...]:
    """Return the ions and molecules of a substance.

    Args:
        substance: Any chemical.

    Returns:
        Its fragments; empty where neither its SMILES nor its formula tells them.
    """
    return _fragments(substance.smiles, substance.formula)


@lru_cache(maxsize=50_000)
def _fragments(smiles: str | None, formula: str | None) -> tuple[Fragment, ...]:
    if smiles is not None:
        return () if "*" in smiles else _from_smiles(smiles)
    if formula is None:
        return ()
    composition = Substance("", "", formula=formula).composition
    if any(count != int(count) for count in composition.values()):
        return ()
    return _from_composition({symbol: int(count) for symbol, count in composition.items()})


def metal_salt(substance: Substance) -> MetalSalt | None:
    """Return a substance as ions of one metal, or None if it is not that.

    Alkali ions beside another metal, protons and ammonium are counter-ions, so that the metal of
    K2PtCl4 is platinum.

    Args:
        substance: Any chemical.

    Returns:
        Its ions, None for molecules, elements, and salts of several metals or none.
    """
    return _metal_salt(substance.smiles, substance.formula)


@lru_cache(maxsize=50_000)
def _metal_salt(smiles: str | None, formula: str | None) -> MetalSalt | None:
    parts = _fragments(smiles, formula)
    anions = tuple(p for p in parts if p.charge < 0)
    cations = [(metal_of(p.smiles), p) for p in parts if p.charge > 0]
    metals = [(m, p) for m, p in cations if m]
    if len(metals) > 1:
        metals = [(m, p) for m, p in metals if m not in ALKALI]
    if len(metals) != 1 or not anions:
        return None
    metal, ion = metals[0]
    return MetalSalt(
        metal=metal,
        cation=ion.smiles,
        charge=ion.charge,
        count=ion.count,
        anions=anions,
        neutrals=tuple(p for p in parts if p.charge == 0),
        counters=tuple(p for _, p in cations if p is not ion),
    )


def metal_of(smiles: str) -> str:
    """Return the symbol of the metal that a fragment holds, empty if none."""
    table = elements()
    return next((s for s in fragment_composition(smiles) if table[s].is_metal), "")


@lru_cache(maxsize=50_000)
def fragment_composition(smiles: str) -> Mapping[str, int]:
    """Return the atoms of a fragment by element symbol; do not change the result."""
    counts: Counter[str] = Counter()
    for atom in parse_fragment(smiles).GetAtoms():
        counts[atom.GetSymbol()] += 1
        counts["H"] += atom.GetTotalNumHs()
    return {symbol: count for symbol, count in counts.items() if count}


@lru_cache(maxsize=50_000)
def parse_fragment(smiles: str) -> Any:
    """Return the RDKit molecule of a fragment, charged or not; do not change it."""
    from rdkit import Chem, rdBase

    with rdBase.BlockLogs():
        molecule = Chem.MolFromSmiles(smiles)
    if molecule is None:
        raise NotAMoleculeError(f"not a SMILES: {smiles}")
    return molecule


def canonical(smiles: str) -> str:
    """Return the canonical SMILES of a fragment."""
    return _canonical(smiles)


@lru_cache(maxsize=50_000)
def _canonical(smiles: str) -> str:
    from rdkit import Chem

    return str(Chem.MolToSmiles(parse_fragment(smiles)))


def _from_smiles(smiles: str) -> tuple[Fragment, ...]:
    from rdkit import Chem

    try:
        molecule = _without_metal_bonds(read_molecule(smiles))
    except (InputError, ValueError):
        return ()
    counts: dict[tuple[str, int], int] = {}
    for part in Chem.GetMolFrags(molecule, asMols=True):
        key = (canonical(Chem.MolToSmiles(part)), Chem.GetFormalCharge(part))
        counts[key] = counts.get(key, 0) + 1
    return tuple(Fragment(s, charge, count) for (s, charge), count in counts.items())


def _without_metal_bonds(molecule: Any) -> Any:
    from rdkit import Chem

    table = elements()
    edited = Chem.RWMol(molecule)
    for bond in molecule.GetBonds():
        ends = (bond.GetBeginAtom(), bond.GetEndAtom())
        for metal, partner in (ends, ends[::-1]):
            symbol, other = metal.GetSymbol(), partner.GetSymbol()
            loose = other in _IONIC_PARTNERS or (other == "C" and symbol in _REACTIVE_ALKYLS)
            if table[symbol].is_metal and not table[other].is_metal and loose:
                _break(edited, metal.GetIdx(), partner.GetIdx(), int(bond.GetBondTypeAsDouble()))
    for atom in list(edited.GetAtoms()):
        if atom.GetSymbol() in _REACTIVE_ALKYLS and atom.GetFormalCharge() >= 0:
            hydrides = atom.GetTotalNumHs()
            atom.SetFormalCharge(atom.GetFormalCharge() + hydrides)
            atom.SetNumExplicitHs(0)
            atom.SetNoImplicit(True)
            for _ in range(hydrides):
                hydride = Chem.Atom("H")
                hydride.SetFormalCharge(-1)
                edited.AddAtom(hydride)
    Chem.SanitizeMol(edited)
    return edited.GetMol()


def _break(molecule: Any, metal: int, partner: int, order: int) -> None:
    molecule.RemoveBond(metal, partner)
    for index, change in ((metal, order), (partner, -order)):
        atom = molecule.GetAtomWithIdx(index)
        atom.SetFormalCharge(atom.GetFormalCharge() + change)
    molecule.GetAtomWithIdx(metal).SetNoImplicit(True)


def _from_composition(atoms: dict[str, int]) -> tuple[Fragment, ...]:
    table = elements()
    metals = {s: n for s, n in atoms.items() if table[s].is_metal}
    rest = {s: n for s, n in atoms.items() if s not in metals}
    if not metals or not rest:
        return ()
    for anions in (_monatomic_anions(rest), _polyatomic_anion(rest)):
        if anions is not None:
            cations = _cations(metals, anions)
            if cations is not None:
                return (*cations, *(a for a in anions if a.count))
    return ()


def _monatomic_anions(rest: Mapping[str, int]) -> tuple[Fragment, ...] | None:
    """Return halides, oxides, hydroxides and the like; hydrogen without oxygen is protons."""
    if any(s != "H" and s not in _MONATOMIC for s in rest) or set(rest) == {"H"}:
        return None
    parts = {s: n for s, n in rest.items() if s != "H"}
    hydrogens = rest.get("H", 0)
    found = []
    if hydrogens and "O" in parts:
        if hydrogens > parts["O"]:
            return None
        found.append(Fragment("[OH-]", -1, hydrogens))
        parts["O"] -= hydrogens
    elif hydrogens:
        found.append(Fragment("[H+]", 1, hydrogens))
    found += [
        Fragment(f"[{s}-{-_MONATOMIC[s]}]" if _MONATOMIC[s] < -1 else f"[{s}-]", _MONATOMIC[s], n)
        for s, n in parts.items()
    ]
    return tuple(found)


def _polyatomic_anion(rest: Mapping[str, int]) -> tuple[Fragment, ...] | None:
    for smiles, charge in _BY_COMPOSITION:
        unit = fragment_composition(smiles)
        if set(unit) == set(rest):
            counts = {rest[s] / unit[s] for s in unit}
            if len(counts) == 1 and counts == {int(next(iter(counts)))}:
                return (Fragment(canonical(smiles), charge, int(counts.pop())),)
    return None


def _cations(
    metals: Mapping[str, int], anions: tuple[Fragment, ...]
) -> tuple[Fragment, ...] | None:
    needed = -sum(a.charge * a.count for a in anions)
    found = []
    others = []
    for symbol, count in metals.items():
        charge = 1 if symbol in ALKALI else 2 if symbol in ALKALINE_EARTH else 0
        if charge:
            needed -= charge * count
            found.append(Fragment(ion_smiles(symbol, charge), charge, count))
        else:
            others.append((symbol, count))
    if not others:
        return tuple(found) if needed == 0 else None
    symbol, count = others[0]
    if len(others) > 1 or needed <= 0 or needed % count:
        return None
    charge = needed // count
    return (*found, Fragment(ion_smiles(symbol, charge), charge, count))


def ion_smiles(symbol: str, charge: int) -> str:
    """Return the SMILES of a cation of one atom, such as ``[Pb+2]``."""
    return f"[{symbol}+{charge if charge > 1 else ''}]"

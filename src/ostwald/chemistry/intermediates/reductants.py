"""What gives electrons to metal ions, how many, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from ostwald.chemistry.intermediates.base import Amount
from ostwald.chemistry.intermediates.edits import (
    AMMONIUM,
    CARBONYL,
    DEHYDROASCORBIC,
    IMINE,
    LACTONE,
    QUINONE,
    fits,
    transform,
)
from ostwald.chemistry.intermediates.fragments import Fragment, fragments
from ostwald.chemistry.intermediates.groups import (
    ALCOHOL,
    CARBOXYLIC,
    OXIDISABLE_AMINE,
    has,
    is_primary_amine,
    molecule_of,
    waters_of,
)
from ostwald.chemistry.intermediates.metals import NOBLE
from ostwald.chemistry.intermediates.species import Species, compound, molecule
from ostwald.chemistry.substance import Substance

_CITRIC = "OC(=O)CC(O)(CC(=O)O)C(=O)O"


@dataclass(frozen=True, slots=True)
class Reductant:
    """A half-reaction: what a reducing agent becomes when metal ions take its electrons.

    Attributes:
        kind: Such as ``hydride`` or ``polyol``.
        molecules: How many formula units of it make the half-reaction whole.
        electrons: How many electrons those give.
        protons: How many protons those release.
        products: What they become.
        counters: Cations that they leave to the anions of the metal.
        lowest_potential_v: It reduces metals of that standard potential and above.
        references: DOIs.
        note: What is simplified.
        binds: Reaction SMARTS by which it takes up one anion for each electron, if it does so.
        base: SMILES of an amine that takes up strong acids, if it is one.
        waters: How many molecules of water the half-reaction uses up.
    """

    kind: str
    molecules: int
    electrons: int
    protons: int
    products: tuple[Amount, ...]
    lowest_potential_v: float
    references: tuple[str, ...]
    counters: tuple[Fragment, ...] = ()
    note: str = ""
    binds: str = ""
    base: str = ""
    waters: int = 0

    def above_c(self, metal: str, potential_v: float) -> float | None:
        """Return the temperature from which it reduces a metal's ions, None for any."""
        if self.kind == "amine":
            return 220.0 if metal not in NOBLE else None if metal == "Au" else _AMINE_C[metal]
        if self.kind == "polyol":
            return 100.0 if metal in NOBLE else 180.0
        if self.kind == "amine-borane":
            return None if metal in NOBLE else 60.0
        return {"citrate": 80.0, "formic acid": 80.0, "sugar": 60.0}.get(self.kind)


_AMINE_C = {"Ag": 80.0, "Pd": 150.0, "Pt": 150.0, "Rh": 150.0, "Ir": 150.0, "Ru": 150.0}


@lru_cache(maxsize=50_000)
def reductant_of(substance: Substance) -> Reductant | None:
    """Return how a substance reduces metal ions, None if it does not."""
    for recognise in _RECOGNISERS:
        found = recognise(substance)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=50_000)
def reductant_in_water(substance: Substance) -> Reductant | None:
    """Return how a substance reduces metal ions with the help of water, None if it does not."""
    smiles = molecule_of(substance)
    if smiles == "[C-]#[O+]":
        return _watery("carbon monoxide", 1, 2, 2, molecule("O=C=O", "CO2"))
    if smiles == "C=O":
        return _watery("formaldehyde", 1, 2, 2, molecule("O=CO"), "10.1002/smll.200700937")
    if smiles == "OCP(CO)CO":
        spent = molecule("O=P(CO)(CO)CO", "OP(CH2OH)3")
        return _watery("hydroxymethylphosphine", 1, 2, 2, spent, "10.1002/smll.200700937")
    parts = fragments(substance)
    cations = [f for f in parts if f.charge == 1]
    if len(parts) == 2 and len(cations) == 1 and any(f.smiles == "[BH4-]" for f in parts):
        spent = molecule("OB(O)O", "B(OH)3")
        found = _watery("hydride", 3, 8, 7, spent, "10.1351/pac197749060733")
        return replace(found, counters=(Fragment(cations[0].smiles, 1, 1),))
    return None


def _watery(
    kind: str, waters: int, electrons: int, protons: int, spent: Species, *references: str
) -> Reductant:
    potential = -0.5 if kind == "hydride" else 0.3
    return Reductant(
        kind, 1, electrons, protons, ((1, spent),), potential, references, waters=waters
    )


def _hydride(substance: Substance) -> Reductant | None:
    parts = fragments(substance)
    cations = [f for f in parts if f.charge == 1]
    anions = [f for f in parts if f.charge == -1]
    if len(parts) != 2 or len(cations) != 1 or len(anions) != 1:
        return None
    left = {"[BH4-]": ("B", "BH3"), "[AlH4-]": ("[AlH3]", "AlH3"),
            "CC[BH-](CC)CC": ("CCB(CC)CC", "BEt3")}.get(anions[0].smiles)  # fmt: skip
    if left is None:
        return None
    return Reductant(
        "hydride", 2, 2, 0, ((2, molecule(*left)), (1, molecule("[H][H]", "H2"))), -0.5,
        ("10.1351/pac197749060733",), (Fragment(cations[0].smiles, 1, 2),),
        "One hydride of each ion counts; water would use the others.",
    )  # fmt: skip


def _borane(substance: Substance) -> Reductant | None:
    smiles = molecule_of(substance)
    if smiles is None or not fits(smiles, "[BH3-][N+]"):
        return None
    return Reductant(
        "amine-borane", 2, 2, 0, ((1, molecule("[H][H]", "H2")),), -0.3,
        ("10.1021/ja9004915", "10.1351/pac197749060733"), note="One hydride of each borane counts.",
        binds="[BH3-:1].[*;-1:2]>>[BH2-:1][*;+0:2]",
    )  # fmt: skip


def _silane(substance: Substance) -> Reductant | None:
    smiles = molecule_of(substance)
    if smiles is None or not fits(smiles, "[SiX4;H1]([#6,Si])([#6,Si])[#6,Si]"):
        return None
    return Reductant(
        "silane", 2, 2, 0, ((1, molecule("[H][H]", "H2")),), 0.3, (),
        binds="[SiH1:1].[*;-1:2]>>[SiH0:1][*;+0:2]",
    )  # fmt: skip


def _small(substance: Substance) -> Reductant | None:
    smiles = molecule_of(substance)
    water = tuple((waters_of(substance), molecule("O")) for _ in range(1) if waters_of(substance))
    if smiles == "NN":
        products = ((1, molecule("N#N", "N2")), *water)
        return Reductant("hydrazine", 1, 4, 4, products, -0.3, ("10.1021/acsami.5b05542",))
    if smiles == "[H][H]":
        return Reductant("hydrogen", 1, 2, 2, (), 0.3, ())
    if smiles == "O=CO":
        carbon_dioxide = ((1, molecule("O=C=O", "CO2")),)
        return Reductant("formic acid", 1, 2, 2, carbon_dioxide, 0.3, ())
    return None


def _ascorbic(substance: Substance) -> Reductant | None:
    smiles, counters = _acid_or_salt(substance)
    if smiles is None:
        return None
    for pattern in (DEHYDROASCORBIC, QUINONE):
        if fits(smiles, pattern.split(">>")[0]):
            product = transform(pattern, smiles)
            if product is not None:
                spent = molecule(product, f"dehydro-{substance.abbreviation}")
                return Reductant(
                    "enediol", 1, 2, 2 - len(counters), ((1, spent),), 0.3,
                    ("10.1002/anie.200802750", "10.1039/C0GC00772B"), counters,
                )  # fmt: skip
    return None


def _citrate(substance: Substance) -> Reductant | None:
    parts = fragments(substance)
    organic = [f for f in parts if "C" in f.smiles and f.charge <= 0]
    if len(organic) != 1 or not fits(organic[0].smiles, _CITRIC):
        return None
    charge = -organic[0].charge
    if charge not in (0, 3) or organic[0].count != 1:
        return None
    acid = "O=C(O)CC(=O)CC(=O)O" if not charge else "O=C([O-])CC(=O)CC(=O)[O-]"
    cations = [f for f in parts if f.charge == 1]
    if charge and (len(cations) != 1 or cations[0].count != charge):
        return None
    left = compound([(2, cations[0].smiles, ""), (1, acid, "")]) if charge else molecule(acid)
    waters = tuple((f.count, molecule("O")) for f in parts if f.smiles == "O")
    return Reductant(
        "citrate", 1, 2, 1 if charge else 2, ((1, left), (1, molecule("O=C=O", "CO2")), *waters),
        0.75, ("10.1039/DF9511100055",),
        (Fragment(cations[0].smiles, 1, 1),) if charge else (),
        "Citrate becomes acetonedicarboxylate, which decomposes further.",
    )  # fmt: skip


def _sugar(substance: Substance) -> Reductant | None:
    smiles = molecule_of(substance)
    if smiles is None or not has(substance, LACTONE.split(">>")[0]):
        return None
    product = transform(LACTONE, smiles)
    if product is None:
        return None
    spent = molecule(product, f"{substance.abbreviation} lactone")
    return Reductant("sugar", 1, 2, 2, ((1, spent),), 0.3, ("10.1021/acs.chemmater.8b02913",))


def _amine(substance: Substance) -> Reductant | None:
    smiles = molecule_of(substance)
    if smiles is None or not has(substance, OXIDISABLE_AMINE) or not is_primary_amine(substance):
        return None
    product = transform(IMINE, smiles)
    if product is None or transform(AMMONIUM, smiles) is None or waters_of(substance):
        return None
    return Reductant(
        "amine", 1, 2, 2, ((1, molecule(product, f"{substance.abbreviation} imine")),), 0.3,
        ("10.1021/la700553d", "10.1021/cm4000476"),
        note="The imine stands for the oxidised amine, which may go on to nitrile or amide.",
        base=smiles,
    )  # fmt: skip


def _polyol(substance: Substance) -> Reductant | None:
    smiles = molecule_of(substance)
    if smiles is None or has(substance, CARBOXYLIC) or not fits(smiles, ALCOHOL):
        return None
    product = transform(CARBONYL, smiles)
    if product is None or "*" in smiles:
        return None
    return Reductant(
        "polyol", 1, 2, 2, ((1, molecule(product, f"dehydro-{substance.abbreviation}")),), -0.3,
        ("10.1021/acs.nanolett.5b00158",),
        note="The aldehyde or ketone is oxidised further.",
    )  # fmt: skip


def _acid_or_salt(substance: Substance) -> tuple[str | None, tuple[Fragment, ...]]:
    """Return a molecule, or the anion of an alkali salt of charge one with its cation."""
    smiles = molecule_of(substance)
    if smiles is not None:
        return smiles, ()
    parts = fragments(substance)
    anions = [f for f in parts if f.charge == -1]
    cations = [f for f in parts if f.charge == 1]
    if len(parts) == 2 and len(anions) == len(cations) == 1:
        return anions[0].smiles, (cations[0],)
    return None, ()


_RECOGNISERS: tuple[Callable[[Substance], Reductant | None], ...] = (
    _hydride, _borane, _silane, _small, _ascorbic, _citrate, _sugar, _amine, _polyol,
)  # fmt: skip

"""Complexes of metal salts with amines and phosphines, and ammonium salts of complex acids."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.intermediates.anions import kind_of_anion
from ostwald.chemistry.intermediates.base import Reaction, ReactionRule
from ostwald.chemistry.intermediates.edits import AMMONIUM, count, transform
from ostwald.chemistry.intermediates.fragments import ALKALI, MetalSalt, metal_salt
from ostwald.chemistry.intermediates.groups import (
    PHOSPHINE,
    PRIMARY_AMINE,
    PYRIDINE,
    has,
    is_metal_salt,
    is_primary_amine,
    molecule_of,
    waters_of,
)
from ostwald.chemistry.intermediates.metals import (
    AMINE_COORDINATION,
    LANTHANIDE_COORDINATION,
    LANTHANIDES,
    PHOSPHINE_COORDINATION,
)
from ostwald.chemistry.intermediates.species import compound, known
from ostwald.chemistry.substance import Substance

AMINE_COMPLEX_UP_TO_C = 250.0
_DENTICITY = {
    "halide": 1, "nitrate": 1, "short carboxylate": 1, "carboxylate": 1, "trihaloacetate": 1,
    "sulfate": 2, "acac": 2, "perchlorate": 0, "tetrafluoroborate": 0, "formate": 1,
    "dithiocarbamate": 2, "xanthate": 2, "sulfonate": 0, "thiolate": 1,
}  # fmt: skip
# With two acac in the plane these take at most this many ligands on top.
_ON_TOP_OF_ACAC = {"Cu": 1, "Zn": 1, "Cd": 1, "Pb": 1, "Pd": 0, "Pt": 0}
_MAX_BULKY_AMINES = 4


def _binds_as_amine(substance: Substance) -> bool:
    if has(substance, PYRIDINE):
        return True
    return is_primary_amine(substance) or molecule_of(substance) == "N"


def _is_phosphine(substance: Substance) -> bool:
    return has(substance, PHOSPHINE) and "P" in substance.composition


def _has_protons(substance: Substance) -> bool:
    salt = metal_salt(substance)
    return salt is not None and any(c.smiles == "[H+]" for c in salt.counters)


class AmineComplex(ReactionRule):
    """Metal salt and primary amine, ammonia or pyridine: the amine complex.

    The amines fill up the usual coordination number of the ion, anions counted first.
    """

    family = "complex"
    references = ("10.1021/cm4000476",)
    slots = (is_metal_salt, _binds_as_amine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the complex, where the metal has room for amines."""
        target, amine = reactants
        salt, ligand = metal_salt(target), molecule_of(amine)
        if salt is None or ligand is None or not salt.is_simple or waters_of(amine):
            return
        places = _free_places(salt, _amine_places(salt))
        donors = count(ligand, PRIMARY_AMINE) + count(ligand, PYRIDINE) if ligand != "N" else 1
        number = min(places, _MAX_BULKY_AMINES) // min(donors, 2)
        yield from _complex(self, target, salt, amine, ligand, number, AMINE_COMPLEX_UP_TO_C)


class PhosphineComplex(ReactionRule):
    """Salt of copper, silver, gold, palladium, platinum, nickel ... and phosphine."""

    family = "complex"
    references = ("10.1021/cm902007g",)
    slots = (is_metal_salt, _is_phosphine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the phosphine complex."""
        target, phosphine = reactants
        salt, ligand = metal_salt(target), molecule_of(phosphine)
        if salt is None or ligand is None or not salt.is_simple:
            return
        number = _free_places(salt, PHOSPHINE_COORDINATION.get((salt.metal, salt.charge), 0))
        if salt.metal in ("Ni", "Pd", "Pt", "Co") and number == 0:
            number = 2 if all(kind_of_anion(a.smiles) == "acac" for a in salt.anions) else 0
        yield from _complex(self, target, salt, phosphine, ligand, number, None)


class AmmoniumMetallate(ReactionRule):
    """Acid such as HAuCl4 or H2PtCl6 and amine: its alkylammonium salt."""

    family = "acid and amine"
    slots = (_has_protons, is_primary_amine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the salt of the complex anion."""
        acid, amine = reactants
        salt, base = metal_salt(acid), molecule_of(amine)
        cation = transform(AMMONIUM, base) if base else None
        if salt is None or cation is None or len(salt.counters) != 1 or waters_of(amine):
            return
        protons = salt.counters[0].count
        rest = [(a.count, a.smiles, "") for a in salt.anions]
        product = compound(
            [(protons, cation, f"{amine.abbreviation}-H"), (salt.count, salt.cation, ""), *rest]
        )
        yield self.reaction([(1, known(acid)), (protons, known(amine))], [(1, product)])


def _amine_places(salt: MetalSalt) -> int:
    if salt.metal in LANTHANIDES:
        return LANTHANIDE_COORDINATION
    return AMINE_COORDINATION.get((salt.metal, salt.charge), 0)


def _free_places(salt: MetalSalt, places: int) -> int:
    """Return how many ligands one ion takes up, 0 for anions that leave no sure answer."""
    if salt.metal in ALKALI or any(kind_of_anion(a.smiles) not in _DENTICITY for a in salt.anions):
        return 0
    kinds = {kind_of_anion(a.smiles) for a in salt.anions}
    if kinds == {"acac"} and salt.charge == 2:
        return min(_ON_TOP_OF_ACAC.get(salt.metal, 2), max(places - 2, 0))
    taken = sum(_DENTICITY[kind_of_anion(a.smiles)] * a.count for a in salt.anions)
    return max(places - taken // salt.count, 0)


def _complex(
    rule: ReactionRule,
    target: Substance,
    salt: MetalSalt,
    ligand: Substance,
    ligand_smiles: str,
    number: int,
    high: float | None,
) -> Iterator[Reaction]:
    if number < 1 or any(a.count % salt.count for a in salt.anions):
        return
    anions = [(a.count // salt.count, a.smiles, "") for a in salt.anions]
    product = compound(
        [(1, salt.cation, ""), *anions, (number, ligand_smiles, ligand.abbreviation)]
    )
    yield rule.reaction(
        [(1, known(target)), (salt.count * number, known(ligand))],
        [(salt.count, product)],
        high=high,
    )

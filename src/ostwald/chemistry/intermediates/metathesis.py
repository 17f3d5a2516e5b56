"""Two salts that exchange their anions; the alkali or ammonium halide drops out."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.intermediates.anions import (
    CHALCOGENIDES,
    HYDROCHALCOGENIDES,
    acid_of,
    kind_of_anion,
)
from ostwald.chemistry.intermediates.base import Amount, Reaction, ReactionRule
from ostwald.chemistry.intermediates.fragments import (
    ALKALI,
    Fragment,
    MetalSalt,
    fragments,
    ion_smiles,
    metal_of,
    metal_salt,
)
from ostwald.chemistry.intermediates.metals import LANTHANIDES, OXIDISING, PEROVSKITE_METALS, SOFT
from ostwald.chemistry.intermediates.species import compound, known, solid
from ostwald.chemistry.substance import Substance

_SOLUBLE = frozenset(["halide", "nitrate", "sulfate", "perchlorate"])
_WEAK = frozenset(["carboxylate", "short carboxylate", "acac"])
_EXCHANGED: dict[str, float | None] = {
    "carboxylate": 60.0,
    "short carboxylate": 60.0,
    "acac": 20.0,
    "silylamide": None,
    "dithiocarbamate": None,
    "xanthate": None,
    "hydroxide": None,
}
# Metals whose hydroxide drops out; those of silver, mercury and gold lose water to the oxide.
_HYDROXIDES = LANTHANIDES | {
    "Mg", "Al", "Ga", "In", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Cd", "Sn", "Pb", "Bi"
}  # fmt: skip


def _is_target(substance: Substance) -> bool:
    salt = metal_salt(substance)
    return salt is not None and salt.is_simple and salt.metal not in ALKALI


def _alkali_salt(substance: Substance) -> tuple[Fragment, Fragment] | None:
    """Return cation and anion of an alkali or ammonium salt with one kind of each."""
    found = fragments(substance)
    if len(found) != 2:
        return None
    cation, anion = sorted(found, key=lambda f: -f.charge)
    if anion.charge < -2 or anion.count * anion.charge != -cation.count:
        return None
    simple = cation.smiles in ("[NH4+]", *(f"[{symbol}+]" for symbol in ALKALI))
    # A dithiocarbamate made from carbon disulfide has the ion of its own amine.
    own = kind_of_anion(anion.smiles) == "dithiocarbamate" and not metal_of(cation.smiles)
    simple = simple or own
    return (cation, anion) if simple and anion.charge < 0 else None


def _is_source(substance: Substance) -> bool:
    ions = _alkali_salt(substance)
    return ions is not None and ions[1].charge == -1 and kind_of_anion(ions[1].smiles) in _EXCHANGED


def _is_chalcogenide_source(substance: Substance) -> bool:
    ions = _alkali_salt(substance)
    return ions is not None and ions[1].smiles in {**CHALCOGENIDES, **HYDROCHALCOGENIDES}


class SaltMetathesis(ReactionRule):
    """Metal halide and alkali carboxylate, silylamide ...: their salt of the metal."""

    family = "salt metathesis"
    references = ("10.1038/nmat1251", "10.1021/cm402306q")
    slots = (_is_target, _is_source)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the exchange between a metal halide and an alkali salt."""
        target, source = reactants
        salt, ions = metal_salt(target), _alkali_salt(source)
        if salt is None or ions is None:
            return
        cation, anion = ions
        chelating = kind_of_anion(anion.smiles) in ("dithiocarbamate", "xanthate")
        given_up = _SOLUBLE | (_WEAK if chelating else frozenset())
        if any(kind_of_anion(a.smiles) not in given_up for a in salt.anions):
            return
        if cation.smiles in ("[Cs+]", "[Rb+]") and salt.metal in PEROVSKITE_METALS:
            return  # these make perovskites instead
        if kind_of_anion(anion.smiles) == "hydroxide" and salt.metal not in _HYDROXIDES:
            return
        n = salt.count * salt.charge
        product = compound([(1, salt.cation, ""), (salt.charge, anion.smiles, "")])
        yield self.reaction(
            [(1, known(target)), (n, known(source))],
            [(salt.count, product), *_paired(cation, salt.anions)],
            low=_EXCHANGED[kind_of_anion(anion.smiles)],
        )


class ChalcogenidePrecipitation(ReactionRule):
    """Metal salt and alkali or ammonium (hydrogen) chalcogenide: the metal chalcogenide."""

    family = "monomer formation"
    references = ("10.1021/nl303207s", "10.1039/C8NR07483F")
    slots = (_is_target, _is_chalcogenide_source)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the formation of the chalcogenide, written as its formula unit."""
        target, source = reactants
        salt, ions = metal_salt(target), _alkali_salt(source)
        if salt is None or ions is None:
            return
        if any(kind_of_anion(a.smiles) not in _SOLUBLE | _WEAK for a in salt.anions):
            return
        if not makes_chalcogenide(salt):
            return
        cation, anion = ions
        chalcogen = {**CHALCOGENIDES, **HYDROCHALCOGENIDES}[anion.smiles]
        hydrogen = anion.smiles in HYDROCHALCOGENIDES
        n = salt.count * salt.charge
        products: list[Amount] = [*chalcogenide(salt, chalcogen)]
        products += _paired(cation, salt.anions, 2)
        if hydrogen:
            products += [(n, species) for _, species in acid_of(f"[{chalcogen}-2]")]
        yield self.reaction(
            [(2, known(target)), (2 * n if hydrogen else n, known(source))],
            products,
            note="The formula unit stands for the monomer that nuclei grow from.",
        )


def makes_chalcogenide(salt: MetalSalt) -> bool:
    """Return whether a metal ion forms its chalcogenide in these flasks without changing charge."""
    bare = salt.cation == ion_smiles(salt.metal, salt.charge)
    return bare and salt.metal in SOFT and (salt.metal, salt.charge) not in OXIDISING


def chalcogenide(salt: MetalSalt, chalcogen: str) -> list[Amount]:
    """Return the chalcogenide that two formula units of a metal salt give.

    Args:
        salt: The metal salt.
        chalcogen: Symbol of the chalcogen.

    Returns:
        One amount, in formula units without common factor: ``2 CdS`` for two of CdCl2.
    """
    if salt.charge % 2:
        return [(salt.count, solid({salt.metal: 2.0, chalcogen: float(salt.charge)}))]
    composition = {salt.metal: 1.0, chalcogen: float(salt.charge // 2)}
    return [(2 * salt.count, solid(composition))]


def _paired(cation: Fragment, anions: tuple[Fragment, ...], times: int = 1) -> list[Amount]:
    return [
        (times * a.count, compound([(-a.charge, cation.smiles, ""), (1, a.smiles, "")]))
        for a in anions
    ]

"""Acids and thiols that take the place of a metal salt's anions."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ostwald.chemistry.intermediates.anions import acid_of, is_short, kind_of_anion
from ostwald.chemistry.intermediates.base import Amount, Reaction, ReactionRule
from ostwald.chemistry.intermediates.edits import (
    AMMONIUM,
    DEPROTONATE_CARBOXYLIC,
    DEPROTONATE_PHOSPHONIC_TWICE,
    DEPROTONATE_PHOSPHORUS,
    DEPROTONATE_THIOL,
    fits,
    transform,
)
from ostwald.chemistry.intermediates.fragments import (
    ALKALI,
    ALKALINE_EARTH,
    Fragment,
    MetalSalt,
    metal_salt,
)
from ostwald.chemistry.intermediates.groups import (
    CARBOXYLIC,
    HYDROPHOSPHINIC,
    PHOSPHINIC,
    PHOSPHONIC,
    THIOL,
    is_metal_salt,
    is_primary_amine,
    is_protic_ligand,
    molecule_of,
    waters_of,
)
from ostwald.chemistry.intermediates.metals import NOBLE, OXIDISING, SOFT
from ostwald.chemistry.intermediates.species import compound, known, molecule
from ostwald.chemistry.substance import Substance

# Anions that a carboxylic or phosphonic acid drives out, with the temperature from which the
# freed acid, alcohol or amine boils off; None: already at room temperature.
_DRIVEN_OUT_ABOVE_C: dict[str, float | None] = {
    "oxide": 150.0,
    "hydroxide": 60.0,
    "carbonate": 100.0,
    "hydrogencarbonate": 60.0,
    "formate": 80.0,
    "short carboxylate": 80.0,
    "acac": 100.0,
    "alkoxide": None,
    "silylamide": None,
    "amide": None,
    "amidinate": None,
    "alkyl": None,
    "hydride": None,
}
# Oxides that dissolve at another temperature than most.
_OXIDE_DISSOLVES_ABOVE_C = {
    "Ag": 20.0, "Pb": 80.0, "Hg": 60.0, "Tl": 60.0, "Cu": 80.0, "Zn": 180.0, "In": 250.0,
    "Fe": 250.0, "Ga": 250.0, "Y": 250.0, "La": 250.0, "Er": 250.0, "Yb": 250.0,
}  # fmt: skip
_OXIDE_TO_PHOSPHONATE_ABOVE_C = 250.0
_INERT_OXIDES = frozenset(["Al", "Cr", "Ti", "Zr", "Hf", "Ge", "Nb", "Ta", "W", "Mo", "Re", "V"])
_THIOL_FROM_HALIDE_ABOVE_C = 120.0
_THIOL_FROM_CARBOXYLATE_ABOVE_C = 60.0
_PHOSPHONIC_FROM_CARBOXYLATE_ABOVE_C = 100.0
_AMINE_ASSISTED_ABOVE_C = 80.0
# Ions that hold on to halide even when amine and acid are there.
_KEEP_THEIR_HALIDE = frozenset([("Cu", 1), ("Hg", 2), ("Tl", 1), ("In", 1)])
# Ions that oxidise thiols instead; see ThiolReduction.
_OXIDISING = OXIDISING | {("Cu", 2)}


class ProtonExchange(ReactionRule):
    """Metal oxide, acetate, alkyl ... and acid or thiol: the metal salt of the acid.

    One group of a molecule reacts, so that a dicarboxylic acid gives its hydrogen salt. A
    phosphonic acid gives both the hydrogen salt, as with excess acid, and the neutral salt.
    """

    family = "proton exchange"
    references = ("10.1021/ja003633m",)
    slots = (is_metal_salt, is_protic_ligand)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the reactions of a metal salt with an acid."""
        salt_substance, acid = reactants
        salt, smiles = metal_salt(salt_substance), molecule_of(acid)
        if salt is None or smiles is None or salt.counters or waters_of(acid):
            return
        for anion, charge, name, group in incoming_anions(smiles, acid.abbreviation):
            leaving: list[Fragment] = []
            limits: list[float | None] = []
            for found in salt.anions:
                above = _leaves(salt, found.smiles, group, anion)
                if above != _STAYS and acid_of(found.smiles)[0][1].substance != acid:
                    leaving.append(found)
                    limits.append(above)
            if leaving:
                low = max((t for t in limits if t is not None), default=None)
                reaction = self._replace(salt_substance, salt, acid, leaving, anion, charge, name)
                if reaction is not None:
                    yield self.reaction(*reaction, low=low)

    def _replace(
        self,
        substance: Substance,
        salt: MetalSalt,
        acid: Substance,
        leaving: list[Fragment],
        anion: str,
        charge: int,
        name: str,
    ) -> tuple[list[Amount], list[Amount]] | None:
        freed = -sum(a.charge * a.count for a in leaving)
        staying = [a for a in salt.anions if a not in leaving]
        acids, rest = divmod(freed, charge)
        if rest or acids % salt.count or any(a.count % salt.count for a in staying):
            return None
        kept = [(a.count // salt.count, a.smiles, "") for a in staying]
        product = compound([(1, salt.cation, ""), *kept, (acids // salt.count, anion, name)])
        products: list[Amount] = [(salt.count, product)]
        for gone in leaving:
            products += [(gone.count * n, species) for n, species in acid_of(gone.smiles)]
        products += [(n.count, molecule(n.smiles)) for n in salt.neutrals]
        return [(1, known(substance)), (acids, known(acid))], products


class AmineAssistedExchange(ReactionRule):
    """Metal halide, acid and amine: the metal carboxylate, and the halide as ammonium salt."""

    family = "proton exchange"
    references = ("10.1021/nl5048779",)
    slots = (is_metal_salt, is_protic_ligand, is_primary_amine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the reaction of a halide with acid and amine."""
        salt_substance, acid, amine = reactants
        salt, smiles, base = metal_salt(salt_substance), molecule_of(acid), molecule_of(amine)
        if salt is None or smiles is None or base is None or not salt.is_simple:
            return
        if salt.metal in NOBLE or salt.metal in ALKALI or salt.metal in ALKALINE_EARTH:
            return
        if (salt.metal, salt.charge) in _KEEP_THEIR_HALIDE:
            return
        halides = salt.anions
        if len(halides) != 1 or kind_of_anion(halides[0].smiles) not in ("halide", "nitrate"):
            return
        ammonium = transform(AMMONIUM, base)
        if ammonium is None or waters_of(acid) or waters_of(amine):
            return
        halide = halides[0].smiles
        for anion, charge, name, group in incoming_anions(smiles, acid.abbreviation):
            if charge != 1 or (group == "thiol" and salt.metal not in SOFT):
                continue
            if group == "thiol" and (salt.metal, salt.charge) in _OXIDISING:
                continue
            product = compound([(1, salt.cation, ""), (salt.charge, anion, name)])
            salt_of_amine = compound(
                [(1, ammonium, f"{amine.abbreviation}-H"), (1, halide, "")],
            )
            n = salt.count * salt.charge
            yield self.reaction(
                [(1, known(salt_substance)), (n, known(acid)), (n, known(amine))],
                [(salt.count, product), (n, salt_of_amine)],
                low=_AMINE_ASSISTED_ABOVE_C,
            )


# The temperature from which an anion leaves that never does.
_STAYS = math.inf


def incoming_anions(smiles: str, abbreviation: str) -> list[tuple[str, int, str, str]]:
    """Return the anions that an acid or thiol may become.

    Args:
        smiles: Canonical SMILES of the acid.
        abbreviation: How the acid is called.

    Returns:
        For each its SMILES, the size of its charge, how to write it, and its group:
        ``carboxylic``, ``phosphonic`` or ``thiol``.
    """
    found: list[tuple[str, int, str, str]] = []

    def add(smarts: str, charge: int, name: str, group: str) -> None:
        anion = transform(smarts, smiles)
        if anion is not None:
            found.append((anion, charge, name, group))

    if fits(smiles, CARBOXYLIC):
        add(DEPROTONATE_CARBOXYLIC, 1, abbreviation, "carboxylic")
    if fits(smiles, PHOSPHONIC):
        add(DEPROTONATE_PHOSPHORUS, 1, f"H{abbreviation}", "phosphonic")
        add(DEPROTONATE_PHOSPHONIC_TWICE, 2, abbreviation, "phosphonic")
    elif fits(smiles, PHOSPHINIC) or fits(smiles, HYDROPHOSPHINIC):
        add(DEPROTONATE_PHOSPHORUS, 1, abbreviation, "phosphonic")
    if fits(smiles, THIOL):
        add(DEPROTONATE_THIOL, 1, abbreviation, "thiol")
    return found


def _leaves(salt: MetalSalt, leaving: str, group: str, incoming: str) -> float | None:
    """Return the temperature above which an anion leaves, or `_STAYS`."""
    kind = kind_of_anion(leaving)
    if group == "thiol":
        if salt.metal not in SOFT or (salt.metal, salt.charge) in _OXIDISING:
            return _STAYS
        if kind == "halide":
            return _THIOL_FROM_HALIDE_ABOVE_C
        if kind == "carboxylate":
            return _THIOL_FROM_CARBOXYLATE_ABOVE_C
    if group == "phosphonic" and kind == "carboxylate":
        return _PHOSPHONIC_FROM_CARBOXYLATE_ABOVE_C
    if kind not in _DRIVEN_OUT_ABOVE_C:
        return _STAYS
    if kind in ("short carboxylate", "formate") and group == "carboxylic" and is_short(incoming):
        return _STAYS
    if kind == "oxide":
        if salt.charge > 3 or salt.metal in _INERT_OXIDES:
            return _STAYS
        above = _OXIDE_DISSOLVES_ABOVE_C.get(salt.metal, _DRIVEN_OUT_ABOVE_C[kind])
        if group == "phosphonic" and salt.metal not in ALKALI:
            return _OXIDE_TO_PHOSPHONATE_ABOVE_C
        return above
    if kind == "carbonate" and salt.metal in ALKALI:
        return None
    return _DRIVEN_OUT_ABOVE_C[kind]

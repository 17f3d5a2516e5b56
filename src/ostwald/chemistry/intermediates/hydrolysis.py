"""Alkali and water: neutralisation, phosphonium reductants, alkoxides."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.intermediates.anions import kind_of_anion
from ostwald.chemistry.intermediates.base import Amount, Reaction, ReactionRule
from ostwald.chemistry.intermediates.edits import transform
from ostwald.chemistry.intermediates.fragments import Fragment, fragments, metal_salt
from ostwald.chemistry.intermediates.groups import has, molecule_of
from ostwald.chemistry.intermediates.species import compound, known, molecule, solid
from ostwald.chemistry.substance import Substance

_SILICON_ALKOXIDE = "[SiX4]([OX2][CX4])([OX2][CX4])([OX2][CX4])[OX2][CX4]"


def _base_cation(substance: Substance) -> Fragment | None:
    """Return the cation of a strong base such as sodium hydroxide."""
    found = fragments(substance)
    if len(found) != 2 or not any(f.smiles == "[OH-]" and f.count == 1 for f in found):
        return None
    cation = next(f for f in found if f.smiles != "[OH-]")
    return cation if cation.charge == 1 and cation.count == 1 else None


def _is_strong_base(substance: Substance) -> bool:
    return _base_cation(substance) is not None


def _is_complex_acid(substance: Substance) -> bool:
    salt = metal_salt(substance)
    return salt is not None and any(c.smiles == "[H+]" for c in salt.counters)


# Strong acids, with what is left of them in alkali.
_MINERAL_ACIDS = {
    "Cl": "[Cl-]", "Br": "[Br-]", "I": "[I-]", "O=[N+]([O-])O": "O=[N+]([O-])[O-]",
}  # fmt: skip


def _is_strong_acid(substance: Substance) -> bool:
    return molecule_of(substance) in _MINERAL_ACIDS or _is_complex_acid(substance)


def _is_hydroxymethylphosphonium(substance: Substance) -> bool:
    found = fragments(substance)
    return len(found) == 2 and any(_is_thp(f.smiles) for f in found)


def _is_thp(smiles: str) -> bool:
    return smiles == "OC[P+](CO)(CO)CO"


def _is_silicon_alkoxide(substance: Substance) -> bool:
    return has(substance, _SILICON_ALKOXIDE)


def _is_alkoxide(substance: Substance) -> bool:
    salt = metal_salt(substance)
    if salt is None:
        return False
    kinds = {kind_of_anion(a.smiles) for a in salt.anions}
    return salt.is_simple and kinds == {"alkoxide"} and salt.charge % 2 == 0


def _is_water(substance: Substance) -> bool:
    return molecule_of(substance) == "O"


class Neutralisation(ReactionRule):
    """Acid such as HAuCl4 and alkali: the alkali salt and water."""

    family = "alkali and water"
    references = ("10.1002/smll.200700937",)
    slots = (_is_strong_acid, _is_strong_base)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the neutralisation of all protons."""
        acid, base = reactants
        salt, cation = metal_salt(acid), _base_cation(base)
        if cation is None:
            return
        anion = _MINERAL_ACIDS.get(molecule_of(acid) or "")
        if anion is not None:
            product = compound([(1, cation.smiles, ""), (1, anion, "")])
            yield self.reaction(
                [(1, known(acid)), (1, known(base))], [(1, product), (1, molecule("O"))]
            )
        if salt is None or len(salt.counters) != 1:
            return
        n = salt.counters[0].count
        anions = [(a.count, a.smiles, "") for a in salt.anions]
        product = compound([(n, cation.smiles, ""), (salt.count, salt.cation, ""), *anions])
        yield self.reaction(
            [(1, known(acid)), (n, known(base))],
            [(1, product), (n, molecule("O"))],
            note="More alkali puts hydroxide in the place of halide.",
        )


class PhosphoniumAndAlkali(ReactionRule):
    """Tetrakis(hydroxymethyl)phosphonium salt and alkali: the phosphine and formaldehyde."""

    family = "alkali and water"
    references = ("10.1002/smll.200700937",)
    slots = (_is_hydroxymethylphosphonium, _is_strong_base)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the loss of formaldehyde; both products reduce gold."""
        source, base = reactants
        cation = _base_cation(base)
        anion = next(f for f in fragments(source) if f.charge < 0)
        if cation is not None and anion.charge == -1:
            salt = compound([(1, cation.smiles, ""), (1, anion.smiles, "")])
            yield self.reaction(
                [(1, known(source)), (1, known(base))],
                [
                    (1, molecule("OCP(CO)CO", "P(CH2OH)3")),
                    (1, molecule("C=O", "CH2O")),
                    (1, salt),
                    (1, molecule("O")),
                ],
            )


class AlkoxideHydrolysis(ReactionRule):
    """Alkoxide of titanium, zirconium ... and water: the oxide and the alcohol."""

    family = "alkali and water"
    slots = (_is_alkoxide, _is_water)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return hydrolysis and condensation in one."""
        source, water = reactants
        salt = metal_salt(source)
        if salt is None or salt.count != 1:
            return
        oxygens = salt.charge // 2
        alcohols: list[Amount] = []
        for anion in salt.anions:
            alcohol = transform("[O-:1][CX4:2]>>[OH;+0:1][C:2]", anion.smiles)
            if alcohol is None:
                return
            alcohols.append((anion.count, molecule(alcohol)))
        yield self.reaction(
            [(1, known(source)), (oxygens, known(water))],
            [(1, solid({salt.metal: 1.0, "O": float(oxygens)})), *alcohols],
        )


class SilicateHydrolysis(ReactionRule):
    """Tetraalkoxysilane and water: silica and the alcohol."""

    family = "alkali and water"
    references = ("10.1021/ja211035w",)
    slots = (_is_silicon_alkoxide, _is_water)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return hydrolysis and condensation in one."""
        source, water = reactants
        smiles = molecule_of(source)
        alcohol = transform("[Si][OX2:1][CX4:2]>>[OH:1][C:2]", smiles) if smiles else None
        if alcohol is not None and "." not in alcohol:
            yield self.reaction(
                [(1, known(source)), (2, known(water))],
                [(1, solid({"Si": 1.0, "O": 2.0})), (4, molecule(alcohol))],
            )

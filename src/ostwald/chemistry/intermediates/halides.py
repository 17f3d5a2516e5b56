"""Halides on their way into perovskites: halide sources, caesium oleate, first perovskite units."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.intermediates.anions import HALIDES, kind_of_anion, protonated
from ostwald.chemistry.intermediates.base import Amount, Reaction, ReactionRule
from ostwald.chemistry.intermediates.edits import MIXED_ANHYDRIDE, SILYL_ESTER, transform
from ostwald.chemistry.intermediates.fragments import ALKALI, Fragment, fragments, metal_salt
from ostwald.chemistry.intermediates.groups import ammonium_ions, molecule_of
from ostwald.chemistry.intermediates.metals import PEROVSKITE_METALS
from ostwald.chemistry.intermediates.organic import halide_of, is_acyl_halide, is_silyl_halide
from ostwald.chemistry.intermediates.species import compound, fragment_label, known, molecule
from ostwald.chemistry.substance import Substance

_CARBOXYLATES = ("carboxylate", "short carboxylate")
# The order in which halides displace one another from silicon to metal: Cl gives way to Br to I.
_ORDER = {"[F-]": 0, "[Cl-]": 1, "[Br-]": 2, "[I-]": 3}


def _is_carboxylate(substance: Substance) -> bool:
    salt = metal_salt(substance)
    return (
        salt is not None
        and salt.is_simple
        and len(salt.anions) == 1
        and kind_of_anion(salt.anions[0].smiles) in _CARBOXYLATES
        and salt.anions[0].charge == -1
    )


def _is_metal_halide(substance: Substance) -> bool:
    salt = metal_salt(substance)
    return (
        salt is not None
        and salt.is_simple
        and len(salt.anions) == 1
        and salt.anions[0].smiles in HALIDES
        and salt.metal not in ALKALI
    )


def _is_perovskite_halide(substance: Substance) -> bool:
    salt = metal_salt(substance)
    good = salt is not None and salt.metal in PEROVSKITE_METALS and salt.charge == 2
    return good and _is_metal_halide(substance)


def _is_layered_or_perovskite_halide(substance: Substance) -> bool:
    salt = metal_salt(substance)
    trivalent = salt is not None and salt.metal in ("Bi", "Sb") and salt.charge == 3
    return _is_perovskite_halide(substance) or (trivalent and _is_metal_halide(substance))


def _is_ammonium_halide(substance: Substance) -> bool:
    ions = ammonium_ions(substance)
    return ions is not None and ions[1].smiles in HALIDES


# Cations that fit the A site of a perovskite: Cs, Rb, methylammonium, formamidinium.
_A_SITE = frozenset(["[Cs+]", "[Rb+]", "C[NH3+]", "NC=[NH2+]"])


def _a_site_ions(substance: Substance) -> tuple[Fragment, Fragment] | None:
    found = fragments(substance)
    cations = [f for f in found if f.charge > 0]
    anions = [f for f in found if f.charge < 0]
    if len(found) != 2 or len(cations) != 1 or len(anions) != 1:
        return None
    return (cations[0], anions[0]) if cations[0].smiles in _A_SITE else None


def _is_a_site_carboxylate(substance: Substance) -> bool:
    ions = _a_site_ions(substance)
    return ions is not None and kind_of_anion(ions[1].smiles) in _CARBOXYLATES


def _is_a_site_halide(substance: Substance) -> bool:
    ions = _a_site_ions(substance)
    return ions is not None and ions[1].smiles in HALIDES


def _is_source(substance: Substance) -> bool:
    return is_acyl_halide(substance) or is_silyl_halide(substance)


class CarboxylateToHalide(ReactionRule):
    """Metal carboxylate and acyl or silyl halide: metal halide and anhydride or silyl ester."""

    family = "halide source"
    references = ("10.1021/jacs.7b13477", "10.1021/acs.nanolett.7b04659")
    slots = (_is_carboxylate, _is_source)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the exchange of all carboxylates."""
        target, source = reactants
        salt, smiles, halide = metal_salt(target), molecule_of(source), halide_of(source)
        if salt is None or smiles is None or halide is None:
            return
        acid = protonated(salt.anions[0].smiles)
        smarts = SILYL_ESTER if is_silyl_halide(source) else MIXED_ANHYDRIDE
        spent = transform(smarts, acid, smiles)
        if spent is not None:
            n = salt.count * salt.charge
            product = compound([(1, salt.cation, ""), (salt.charge, halide, "")])
            kind = "-SiR3" if is_silyl_halide(source) else f"-{source.abbreviation} anhydride"
            name = f"{fragment_label(salt.anions[0].smiles)}{kind}"
            yield self.reaction(
                [(1, known(target)), (n, known(source))],
                [(salt.count, product), (n, molecule(spent, name))],
            )


class HalideExchange(ReactionRule):
    """Metal halide and silyl halide of a heavier halogen: the heavier metal halide."""

    family = "halide source"
    references = ("10.1021/acs.nanolett.7b04659",)
    slots = (_is_metal_halide, is_silyl_halide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the exchange of all halides."""
        target, source = reactants
        salt, smiles, halide = metal_salt(target), molecule_of(source), halide_of(source)
        if salt is None or smiles is None or halide is None:
            return
        old = salt.anions[0].smiles
        if _ORDER[halide] <= _ORDER[old]:
            return
        spent = transform(f"[SiX4:1][{halide[1:-2]}]>>[Si:1][{old[1:-2]}]", smiles)
        if spent is not None:
            n = salt.count * salt.charge
            product = compound([(1, salt.cation, ""), (salt.charge, halide, "")])
            yield self.reaction(
                [(1, known(target)), (n, known(source))],
                [(salt.count, product), (n, molecule(spent))],
            )


class AmmoniumHalideSource(ReactionRule):
    """Metal carboxylate and alkylammonium halide: metal halide and ammonium carboxylate."""

    family = "halide source"
    references = ("10.1021/acs.chemmater.7b00692", "10.1039/C6CC01500J")
    slots = (_is_carboxylate, _is_ammonium_halide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the exchange of all carboxylates."""
        target, source = reactants
        salt, ions = metal_salt(target), ammonium_ions(source)
        if salt is None or ions is None or salt.metal in ALKALI:
            return
        cation, halide = ions
        n = salt.count * salt.charge
        product = compound([(1, salt.cation, ""), (salt.charge, halide.smiles, "")])
        spent = compound([(1, cation.smiles, ""), (1, salt.anions[0].smiles, "")])
        yield self.reaction(
            [(1, known(target)), (n, known(source))], [(salt.count, product), (n, spent)]
        )


class PerovskiteFromCarboxylate(ReactionRule):
    """Caesium, methylammonium or formamidinium carboxylate and a halide of Pb, Sn or Ge."""

    family = "perovskite"
    references = ("10.1021/nl5048779",)
    slots = (_is_a_site_carboxylate, _is_perovskite_halide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the formation of the perovskite with a third of the metal as carboxylate."""
        source, target = reactants
        salt, ions = metal_salt(target), _a_site_ions(source)
        if salt is None or ions is None:
            return
        cation, anion = ions
        unit = compound(
            [(1, cation.smiles, ""), (1, salt.cation, ""), (3, salt.anions[0].smiles, "")]
        )
        left = compound([(1, salt.cation, ""), (2, anion.smiles, "")])
        products: list[Amount] = [(2, unit), (1, left)]
        yield self.reaction([(2, known(source)), (3, known(target))], products)


class PerovskiteFromHalides(ReactionRule):
    """Caesium, methylammonium or formamidinium halide and the same halide of Pb, Sn, Ge, Bi, Sb."""

    family = "perovskite"
    references = ("10.1021/acsnano.5b01154",)
    slots = (_is_a_site_halide, _is_layered_or_perovskite_halide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return one formula unit: AMX3 of divalent metals, A3M2X9 of bismuth and antimony."""
        source, target = reactants
        salt, ions = metal_salt(target), _a_site_ions(source)
        if salt is None or ions is None or ions[1].smiles != salt.anions[0].smiles:
            return
        halide = ions[1].smiles
        if salt.charge == 3:
            unit = compound([(3, ions[0].smiles, ""), (2, salt.cation, ""), (9, halide, "")])
            yield self.reaction([(3, known(source)), (2, known(target))], [(1, unit)])
            return
        unit = compound([(1, ions[0].smiles, ""), (1, salt.cation, ""), (3, halide, "")])
        yield self.reaction([(1, known(source)), (1, known(target))], [(1, unit)])

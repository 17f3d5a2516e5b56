"""What acids and amines do to each other, and to acyl and silyl halides."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.intermediates.anions import HALIDES, acid_of, kind_of_anion
from ostwald.chemistry.intermediates.base import Reaction, ReactionRule
from ostwald.chemistry.intermediates.edits import (
    AMIDE,
    AMIDE_OF_HALIDE,
    AMIDE_OF_SECONDARY,
    AMMONIUM,
    DEPROTONATE_CARBOXYLIC,
    MIXED_ANHYDRIDE,
    SILYL_AMINE,
    SILYL_ESTER,
    transform,
)
from ostwald.chemistry.intermediates.fragments import canonical, fragments
from ostwald.chemistry.intermediates.groups import (
    ACYL_HALIDE,
    CARBOXYLIC,
    SILYL_HALIDE,
    THIOL,
    has,
    is_amine,
    is_carboxylic_acid,
    is_primary_amine,
    molecule_of,
    waters_of,
)
from ostwald.chemistry.intermediates.species import Species, compound, known, molecule
from ostwald.chemistry.substance import Substance

AMIDE_ABOVE_C = 150.0
_HYDROHALIC = {canonical(f"[{x}H]"): f"[{x}-]" for x in ("F", "Cl", "Br", "I")}


def is_silyl_halide(substance: Substance) -> bool:
    """Return whether a substance is a trialkylsilyl halide."""
    return has(substance, SILYL_HALIDE)


def is_acyl_halide(substance: Substance) -> bool:
    """Return whether a substance is an acyl halide."""
    return has(substance, ACYL_HALIDE)


def halide_of(substance: Substance) -> str | None:
    """Return the SMILES of the halide that an acyl or silyl halide gives up."""
    found = [s for s in ("F", "Cl", "Br", "I") if s in substance.composition]
    return f"[{found[0]}-]" if len(found) == 1 and f"[{found[0]}-]" in HALIDES else None


def _is_hydrohalic(substance: Substance) -> bool:
    return molecule_of(substance) in _HYDROHALIC


def _is_any_amine(substance: Substance) -> bool:
    smiles = molecule_of(substance)
    return smiles == "N" or has(substance, "[NX3;+0;!$(N[*]=*);$(N[CX4])]", "[nX2;r6]")


def _is_silylatable(substance: Substance) -> bool:
    return has(substance, CARBOXYLIC, THIOL)


def _is_silylamide(substance: Substance) -> bool:
    return any(kind_of_anion(f.smiles) == "silylamide" for f in fragments(substance))


class AmineAndAcid(ReactionRule):
    """Amine and carboxylic acid: ammonium carboxylate when cool, amide and water when hot."""

    family = "acid and amine"
    slots = (is_amine, is_carboxylic_acid)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the salt and the amide."""
        amine, acid = reactants
        base, smiles = molecule_of(amine), molecule_of(acid)
        if base is None or smiles is None or waters_of(acid):
            return
        cation, anion = transform(AMMONIUM, base), transform(DEPROTONATE_CARBOXYLIC, smiles)
        if cation is not None and anion is not None:
            salt = compound([(1, cation, f"{amine.abbreviation}-H"), (1, anion, acid.abbreviation)])
            yield self.reaction(
                [(1, known(amine)), (1, known(acid))], [(1, salt)], high=AMIDE_ABOVE_C
            )
        amide = transform(AMIDE, smiles, base) or transform(AMIDE_OF_SECONDARY, smiles, base)
        if amide is not None:
            yield self.reaction(
                [(1, known(amine)), (1, known(acid))],
                [
                    (1, molecule(amide, f"{acid.abbreviation}-{amine.abbreviation} amide")),
                    (1, molecule("O")),
                ],
                low=AMIDE_ABOVE_C,
            )


class AmineAndHydrogenHalide(ReactionRule):
    """Amine and hydrogen halide: the ammonium halide."""

    family = "acid and amine"
    slots = (_is_hydrohalic, _is_any_amine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the ammonium salt."""
        acid, amine = reactants
        base = molecule_of(amine)
        halide = _HYDROHALIC[molecule_of(acid) or ""]
        if base is None:
            return
        cation = transform(AMMONIUM, base) or transform("[nX2:1]>>[nH+:1]", base)
        if cation is not None:
            salt = compound([(1, cation, f"{amine.abbreviation}-H"), (1, halide, "")])
            yield self.reaction([(1, known(acid)), (1, known(amine))], [(1, salt)])


class AcidAndAcylHalide(ReactionRule):
    """Carboxylic acid and acyl halide: the anhydride, and the hydrogen halide that is wanted."""

    family = "halide source"
    references = ("10.1021/jacs.7b13477",)
    slots = (is_carboxylic_acid, is_acyl_halide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the mixed anhydride."""
        acid, source = reactants
        smiles, acyl, halide = molecule_of(acid), molecule_of(source), halide_of(source)
        if smiles is None or acyl is None or halide is None or waters_of(acid):
            return
        anhydride = transform(MIXED_ANHYDRIDE, smiles, acyl)
        if anhydride is not None:
            yield self.reaction(
                [(1, known(acid)), (1, known(source))],
                [
                    (
                        1,
                        molecule(anhydride, f"{acid.abbreviation}-{source.abbreviation} anhydride"),
                    ),
                    (1, hydrogen_halide(halide)),
                ],
            )


class AmineAndAcylHalide(ReactionRule):
    """Primary amine and acyl halide: amide and ammonium halide."""

    family = "halide source"
    references = ("10.1021/jacs.7b13477",)
    slots = (is_primary_amine, is_acyl_halide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the acylation of the amine."""
        amine, source = reactants
        base, acyl, halide = molecule_of(amine), molecule_of(source), halide_of(source)
        if base is None or acyl is None or halide is None or waters_of(amine):
            return
        amide, cation = transform(AMIDE_OF_HALIDE, acyl, base), transform(AMMONIUM, base)
        if amide is not None and cation is not None:
            salt = compound([(1, cation, f"{amine.abbreviation}-H"), (1, halide, "")])
            yield self.reaction(
                [(2, known(amine)), (1, known(source))],
                [
                    (1, molecule(amide, f"{source.abbreviation}-{amine.abbreviation} amide")),
                    (1, salt),
                ],
            )


class AcidAndSilylHalide(ReactionRule):
    """Carboxylic acid or thiol and silyl halide: the silyl ester and the hydrogen halide."""

    family = "halide source"
    references = ("10.1021/acs.nanolett.7b04659",)
    slots = (_is_silylatable, is_silyl_halide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the silylation of the acid."""
        acid, source = reactants
        smiles, silyl, halide = molecule_of(acid), molecule_of(source), halide_of(source)
        if smiles is None or silyl is None or halide is None or waters_of(acid):
            return
        ester = transform(SILYL_ESTER, smiles, silyl)
        if ester is not None:
            yield self.reaction(
                [(1, known(acid)), (1, known(source))],
                [
                    (1, molecule(ester, f"{acid.abbreviation}-SiR3")),
                    (1, hydrogen_halide(halide)),
                ],
            )


class AmineAndSilylHalide(ReactionRule):
    """Primary amine and silyl halide: the silylamine and the ammonium halide."""

    family = "halide source"
    references = ("10.1021/acs.nanolett.7b04659",)
    slots = (is_primary_amine, is_silyl_halide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the silylation of the amine."""
        amine, source = reactants
        base, silyl, halide = molecule_of(amine), molecule_of(source), halide_of(source)
        if base is None or silyl is None or halide is None or waters_of(amine):
            return
        product, cation = transform(SILYL_AMINE, base, silyl), transform(AMMONIUM, base)
        if product is not None and cation is not None:
            salt = compound([(1, cation, f"{amine.abbreviation}-H"), (1, halide, "")])
            yield self.reaction(
                [(2, known(amine)), (1, known(source))],
                [
                    (1, molecule(product, f"{amine.abbreviation}-SiR3")),
                    (1, salt),
                ],
            )


class SilylamideAndAmine(ReactionRule):
    """Metal silylamide and primary amine: metal alkylamide and hexamethyldisilazane."""

    family = "proton exchange"
    references = ("10.1021/cm5045144",)
    slots = (_is_silylamide, is_primary_amine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the transamination."""
        source, amine = reactants
        base = molecule_of(amine)
        parts = fragments(source)
        silylamides = [f for f in parts if kind_of_anion(f.smiles) == "silylamide"]
        cations = [f for f in parts if f.charge > 0]
        if base is None or len(silylamides) != 1 or len(cations) != 1 or len(parts) != 2:
            return
        anion = transform("[NX3;H2;$(N[CX4]):1]>>[NH1-:1]", base)
        silazane = transform("[N-:1]([Si:2])[Si:3]>>[NH;+0:1]([Si:2])[Si:3]", silylamides[0].smiles)
        if anion is not None and silazane is not None and not waters_of(amine):
            n = silylamides[0].count
            name = f"NH-{amine.abbreviation}"
            product = compound([(cations[0].count, cations[0].smiles, ""), (n, anion, name)])
            yield self.reaction(
                [(1, known(source)), (n, known(amine))],
                [(1, product), (n, molecule(silazane, "HMDS"))],
            )


def hydrogen_halide(halide: str) -> Species:
    """Return the hydrogen halide of a halide's SMILES."""
    return acid_of(halide)[0][1]

"""How anion precursors meet metal salts: the first steps towards the crystal."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.intermediates.anions import HALIDES, acid_of, kind_of_anion, protonated
from ostwald.chemistry.intermediates.base import Amount, Reaction, ReactionRule
from ostwald.chemistry.intermediates.edits import ANHYDRIDE, fits, transform
from ostwald.chemistry.intermediates.fragments import (
    ALKALI,
    ALKALINE_EARTH,
    MetalSalt,
    fragment_composition,
    fragments,
    ion_smiles,
    metal_salt,
)
from ostwald.chemistry.intermediates.groups import (
    AMINOPHOSPHINE,
    THIOAMIDE,
    THIOUREA,
    has,
    is_primary_amine,
    molecule_of,
    waters_of,
)
from ostwald.chemistry.intermediates.metals import PNICTIDE_FORMERS
from ostwald.chemistry.intermediates.metathesis import chalcogenide, makes_chalcogenide
from ostwald.chemistry.intermediates.species import compound, fragment_label, known, molecule, solid
from ostwald.chemistry.substance import Substance

_X_KINDS = ("halide", "carboxylate", "short carboxylate", "acac", "nitrate")
_WEAK_KINDS = ("carboxylate", "short carboxylate", "acac")
_SILYL_CHALCOGENIDE = "[SiX4:1][S,Se,Te;X2:2][SiX4]"
_SILYL_PNICTIDE = "[SiX4][P,As,Sb;X3]([SiX4])[SiX4]"
_STABLE_CHALCOGENIDE = "[PX4;H0]([#6])([#6])([#6])=[S,Se,Te]"
_FROM_AMINOPHOSPHINE = (("In", 3), ("Ga", 3), ("Zn", 2), ("Cd", 2))
_TRANSAMINATION_ABOVE_C = 60.0
_PHOSPHINE_CHALCOGENIDE_ABOVE_C = 100.0


def _simple_salt(substance: Substance, kinds: tuple[str, ...]) -> MetalSalt | None:
    salt = metal_salt(substance)
    if salt is None or not salt.is_simple or len(salt.anions) != 1:
        return None
    if salt.metal in ALKALI or salt.metal in ALKALINE_EARTH or salt.anions[0].charge != -1:
        return None
    bare = salt.cation == ion_smiles(salt.metal, salt.charge)
    return salt if bare and kind_of_anion(salt.anions[0].smiles) in kinds else None


def _is_salt(substance: Substance) -> bool:
    return _simple_salt(substance, _X_KINDS) is not None


def _is_weak_salt(substance: Substance) -> bool:
    return _simple_salt(substance, _WEAK_KINDS) is not None


def _is_carboxylate(substance: Substance) -> bool:
    return _simple_salt(substance, ("carboxylate", "short carboxylate")) is not None


def _is_indium_halide(substance: Substance) -> bool:
    salt = _simple_salt(substance, ("halide",))
    return salt is not None and (salt.metal, salt.charge) in _FROM_AMINOPHOSPHINE


def _is_silyl_chalcogenide(substance: Substance) -> bool:
    return has(substance, _SILYL_CHALCOGENIDE)


def _is_silyl_pnictide(substance: Substance) -> bool:
    return has(substance, _SILYL_PNICTIDE)


def _is_aminophosphine(substance: Substance) -> bool:
    return any(fits(f.smiles, AMINOPHOSPHINE) for f in fragments(substance) if f.charge == 0)


def _is_primary_aminophosphine(substance: Substance) -> bool:
    return has(substance, "[PX3;+0]([NX3;H1])([NX3;H1])[NX3;H1]")


def _is_stable_chalcogenide(substance: Substance) -> bool:
    return has(substance, _STABLE_CHALCOGENIDE)


def _is_thiourea(substance: Substance) -> bool:
    return has(substance, THIOUREA, THIOAMIDE)


def _is_hydrogen_chalcogenide(substance: Substance) -> bool:
    return molecule_of(substance) in ("S", "[SeH2]", "[TeH2]")


def _is_ammonium_chalcogenide(substance: Substance) -> bool:
    parts = fragments(substance)
    cations = [f for f in parts if f.charge == 1 and fits(f.smiles, "[NX4;+1;!H0][CX4]")]
    anions = [
        f
        for f in parts
        if f.charge == -2 and set(fragment_composition(f.smiles)) in ({"S"}, {"Se"}, {"Te"})
    ]
    return len(parts) == 2 and len(cations) == 1 and len(anions) == 1


class SilylChalcogenide(ReactionRule):
    """Metal salt and bis(trialkylsilyl) chalcogenide: first the silylchalcogenolate, then all."""

    family = "monomer formation"
    references = ("10.1002/smll.201602956",)
    slots = (_is_salt, _is_silyl_chalcogenide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the first step and the whole reaction."""
        target, source = reactants
        salt, smiles = _simple_salt(target, _X_KINDS), molecule_of(source)
        if salt is None or smiles is None:
            return
        element = next(e for e in ("Te", "Se", "S") if e in source.composition)
        yield from _silyl_steps(self, target, source, salt, smiles, element, 2)


class SilylPnictide(ReactionRule):
    """Metal salt and tris(trialkylsilyl) phosphine or arsine: the first step, and the III-V."""

    family = "monomer formation"
    references = ("10.1021/acs.chemmater.2c01840", "10.1186/1556-276X-7-93")
    slots = (_is_salt, _is_silyl_pnictide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the first step and the whole reaction."""
        target, source = reactants
        salt, smiles = _simple_salt(target, _X_KINDS), molecule_of(source)
        if salt is None or smiles is None:
            return
        element = next(e for e in ("P", "As", "Sb") if e in source.composition)
        yield from _silyl_steps(self, target, source, salt, smiles, element, 3)


def _silyl_steps(
    rule: ReactionRule,
    target: Substance,
    source: Substance,
    salt: MetalSalt,
    smiles: str,
    element: str,
    valence: int,
) -> Iterator[Reaction]:
    anion = salt.anions[0].smiles
    if not (makes_chalcogenide(salt) if valence == 2 else salt.metal in PNICTIDE_FORMERS):
        return
    spent = transform(f"[SiX4:1][{element}].[*;-1:2]>>[Si:1][*;+0:2]", smiles, anion)
    half = transform(f"[SiX4:1][{element}:2]>>[{element}-:2]", smiles)
    if spent is None or half is None or "." in spent or salt.count != 1:
        return
    label = None if anion in HALIDES else f"{fragment_label(anion)}-SiR3"
    silyl = molecule(spent, label)
    kept = [(1, salt.cation, ""), (salt.charge - 1, anion, "")]
    name = f"{element}-SiR3" if valence == 2 else f"{element}(SiR3)2"
    yield rule.reaction(
        [(1, known(target)), (1, known(source))],
        [(1, compound([*kept, (1, half, name)])), (1, silyl)],
        note="First step.",
    )
    products: list[Amount] = (
        chalcogenide(salt, element) if valence == 2 else [_pnictide(salt, element)]
    )
    factor = 2 if valence == 2 else 3
    n = salt.charge
    yield rule.reaction(
        [(factor, known(target)), (n, known(source))],
        [*products, (factor * n, silyl)],
        note="The whole way to the formula unit of the solid.",
    )


def _pnictide(salt: MetalSalt, element: str) -> Amount:
    """Return the pnictide that three formula units of a salt give with ``charge`` pnictogens."""
    if salt.charge == 3:
        return 3, solid({salt.metal: 1.0, element: 1.0})
    return 1, solid({salt.metal: 3.0, element: float(salt.charge)})


class Transamination(ReactionRule):
    """Tris(dialkylamino)phosphine (arsine, stibine) and primary amine: all amides exchange."""

    family = "monomer formation"
    references = ("10.1021/acs.chemmater.6b02456",)
    slots = (_is_aminophosphine, is_primary_amine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the exchange of all three amides."""
        source, amine = reactants
        smiles, base = molecule_of(source), molecule_of(amine)
        if smiles is None or base is None or waters_of(amine):
            return
        element = next((e for e in ("P", "As", "Sb") if e in source.composition), None)
        new = transform(
            "[P,As,Sb;X3:1]([NX3;H0])([NX3;H0])[NX3;H0]"
            ".[NX3;H2;$(N[CX4]):2].[NX3;H2;$(N[CX4]):3].[NX3;H2;$(N[CX4]):4]"
            ">>[*:1]([NH1:2])([NH1:3])[NH1:4]",
            smiles, base, base, base,
        )  # fmt: skip
        freed = transform("[P,As,Sb;X3][NX3;H0:1]>>[NH1:1]", smiles)
        if element is None or new is None or freed is None:
            return
        yield self.reaction(
            [(1, known(source)), (3, known(amine))],
            [
                (1, molecule(new, f"{element}(NH-{amine.abbreviation})3")),
                (3, molecule(freed)),
            ],
            low=_TRANSAMINATION_ABOVE_C,
        )


class AminophosphineToPhosphide(ReactionRule):
    """Halide of indium, gallium, zinc or cadmium and the alkylaminophosphine: the phosphide."""

    family = "monomer formation"
    references = ("10.1021/acs.chemmater.6b02456",)
    slots = (_is_indium_halide, _is_primary_aminophosphine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the disproportionation of phosphorus(III) into phosphide and phosphonium."""
        target, source = reactants
        salt, smiles = _simple_salt(target, ("halide",)), molecule_of(source)
        if salt is None or smiles is None:
            return
        amine = transform("[PX3][NX3;H1:1]>>[NH2:1]", smiles)
        phosphonium = (
            None if amine is None else transform("[PX3:1].[NX3;H2:2]>>[P+:1][NH1:2]", smiles, amine)
        )
        if phosphonium is None:
            return
        cation = compound([(1, phosphonium, "P(NHR)4"), (1, salt.anions[0].smiles, "")])
        if salt.charge == 3:
            yield self.reaction(
                [(1, known(target)), (4, known(source))],
                [(1, solid({salt.metal: 1.0, "P": 1.0})), (3, cation)],
                low=150.0,
            )
        else:
            yield self.reaction(
                [(3, known(target)), (8, known(source))],
                [(1, solid({salt.metal: 3.0, "P": 2.0})), (6, cation)],
                low=150.0,
            )


class PhosphineChalcogenideCleavage(ReactionRule):
    """Metal carboxylate and phosphine chalcogenide: chalcogenide, phosphine oxide, anhydride."""

    family = "monomer formation"
    references = ("10.1021/ja062626g", "10.1021/ja103805s")
    slots = (_is_carboxylate, _is_stable_chalcogenide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the oxygen-for-chalcogen exchange at phosphorus."""
        target, source = reactants
        salt, smiles = (
            _simple_salt(target, ("carboxylate", "short carboxylate")),
            molecule_of(source),
        )
        if salt is None or smiles is None:
            return
        acid = protonated(salt.anions[0].smiles)
        oxide = transform("[PX4:1]=[S,Se,Te]>>[P:1]=O", smiles)
        anhydride = transform(ANHYDRIDE, acid, acid)
        element = next(e for e in ("Te", "Se", "S") if e in source.composition)
        if oxide is None or anhydride is None or not makes_chalcogenide(salt):
            return
        n = salt.count * salt.charge
        name = f"{fragment_label(salt.anions[0].smiles)} anhydride"
        yield self.reaction(
            [(2, known(target)), (n, known(source))],
            [*chalcogenide(salt, element), (n, molecule(oxide)), (n, molecule(anhydride, name))],
            low=_PHOSPHINE_CHALCOGENIDE_ABOVE_C,
            note="The secondary phosphine in the tertiary one does most of it.",
        )


class HydrogenChalcogenideUptake(ReactionRule):
    """Metal carboxylate or diketonate and H2S, H2Se or H2Te: the chalcogenide and the acid."""

    family = "monomer formation"
    references = ("10.1038/s41467-017-01936-z",)
    slots = (_is_weak_salt, _is_hydrogen_chalcogenide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the formation of the chalcogenide."""
        target, source = reactants
        salt = _simple_salt(target, _WEAK_KINDS)
        if salt is None or not makes_chalcogenide(salt):
            return
        element = next(e for e in ("Te", "Se", "S") if e in source.composition)
        n = salt.count * salt.charge
        acids = [(2 * n * c, species) for c, species in acid_of(salt.anions[0].smiles)]
        yield self.reaction(
            [(2, known(target)), (n, known(source))], [*chalcogenide(salt, element), *acids]
        )


class AmmoniumChalcogenideUptake(ReactionRule):
    """Metal salt and alkylammonium chalcogenide: the chalcogenide and the ammonium salt."""

    family = "monomer formation"
    references = ("10.1021/ja0357902", "10.1021/ja300064t")
    slots = (_is_salt, _is_ammonium_chalcogenide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the formation of the chalcogenide."""
        target, source = reactants
        salt = _simple_salt(target, _X_KINDS)
        if salt is None or not makes_chalcogenide(salt):
            return
        cation, dianion = sorted(fragments(source), key=lambda f: -f.charge)
        element, atoms = next(iter(fragment_composition(dianion.smiles).items()))
        n = salt.count * salt.charge
        spent = compound([(1, cation.smiles, ""), (1, salt.anions[0].smiles, "")])
        yield self.reaction(
            [(2, known(target)), (n, known(source))],
            [
                *chalcogenide(salt, element),
                (2 * n, spent),
                (n * (atoms - 1), solid({element: 1.0})),
            ],
        )


class ThioureaCleavage(ReactionRule):
    """Metal carboxylate and thiourea, selenourea or thioamide: the chalcogenide."""

    family = "monomer formation"
    references = ("10.1126/science.aaa2951",)
    slots = (_is_weak_salt, _is_thiourea)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the chalcogenide with carbodiimide, cyanamide or nitrile."""
        target, source = reactants
        salt, smiles = _simple_salt(target, _WEAK_KINDS), molecule_of(source)
        if salt is None or smiles is None:
            return
        element = "Se" if "Se" in source.composition else "S"
        spent = transform("[#6:1](=[S,Se])([NX3;H2:2])[NX3;H2:3]>>[C:1](#[N:2])[N:3]", smiles)
        spent = spent or transform(
            "[#6:1](=[S,Se])([NX3;!H0:2])[NX3;!H0:3]>>[N;H0:2]=[C:1]=[N;H0:3]", smiles
        )
        spent = spent or transform("[#6:4][C:1](=S)[NX3;H2:2]>>[*:4][C:1]#[N:2]", smiles)
        if spent is None or not makes_chalcogenide(salt):
            return
        n = salt.count * salt.charge
        acids = [(2 * n * c, species) for c, species in acid_of(salt.anions[0].smiles)]
        yield self.reaction(
            [(2, known(target)), (n, known(source))],
            [*chalcogenide(salt, element), (n, molecule(spent)), *acids],
            low=60.0,
        )

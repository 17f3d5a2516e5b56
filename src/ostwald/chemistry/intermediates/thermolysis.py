"""Precursors that fall apart when they are hot enough, by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.intermediates.anions import kind_of_anion, protonated
from ostwald.chemistry.intermediates.base import Amount, Reaction, ReactionRule
from ostwald.chemistry.intermediates.edits import KETONE_OF_TWO_ACIDS, SULFIDE, transform
from ostwald.chemistry.intermediates.fragments import (
    ALKALI,
    ALKALINE_EARTH,
    MetalSalt,
    canonical,
    fragment_composition,
    fragments,
    metal_of,
    metal_salt,
)
from ostwald.chemistry.intermediates.metals import LANTHANIDES, OXIDISING
from ostwald.chemistry.intermediates.metathesis import chalcogenide
from ostwald.chemistry.intermediates.species import fragment_label, known, molecule, solid
from ostwald.chemistry.substance import Substance

_CARBONYL_ABOVE_C = {"Co": 100.0, "Ni": 60.0, "Fe": 150.0, "Ru": 150.0}
_SULFIDE_ABOVE_C = {
    "dithiocarbamate": 150.0,
    "xanthate": 100.0,
    "thiolate": 180.0,
    "thiocarboxylate": 100.0,
}
_OXIDE_ABOVE_C = 290.0
_FLUORIDE_ABOVE_C = 250.0
_FORMATE_ABOVE_C = 180.0
_OXALATE_ABOVE_C = 250.0
_BURNT_TO_METAL = frozenset(["Co", "Ni", "Cu", "Ag", "Pd"])
_TO_OXIDE = frozenset(
    ["Fe", "Mn", "Co", "Ni", "Zn", "Cd", "In", "Ga", "Sn", "Cr", "Mg", "Al"]
) | LANTHANIDES  # fmt: skip


def _is_zero_valent(substance: Substance) -> bool:
    found = fragments(substance)
    bare = [f for f in found if f.charge == 0 and metal_of(f.smiles) == f.smiles.strip("[]")]
    return bool(bare) and len(found) > 1


class CarbonylThermolysis(ReactionRule):
    """Metal carbonyl or another complex of charge zero: the metal and its ligands."""

    family = "thermolysis"
    references = ("10.1147/rd.451.0047", "10.1021/ja063969h")
    slots = (_is_zero_valent,)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the loss of all ligands."""
        (source,) = reactants
        found = fragments(source)
        metals = [f for f in found if metal_of(f.smiles)]
        ligands = [f for f in found if not metal_of(f.smiles)]
        if len(metals) != 1 or any(f.charge for f in found):
            return
        metal = metal_of(metals[0].smiles)
        products: list[Amount] = [(metals[0].count, solid({metal: 1.0}))]
        products += [(f.count, molecule(f.smiles)) for f in ligands]
        yield self.reaction([(1, known(source))], products, low=_CARBONYL_ABOVE_C.get(metal, 200.0))


def _has_sulfur_anion(substance: Substance) -> bool:
    return _single_kind(substance, *_SULFIDE_ABOVE_C) is not None


class SulfideFromSingleSource(ReactionRule):
    """Metal dithiocarbamate, xanthate, thiolate or thiocarboxylate: the metal sulfide."""

    family = "thermolysis"
    references = ("10.1021/ja909490r", "10.1021/cm061686i", "10.1039/D4TC01414F")
    slots = (_has_sulfur_anion,)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the sulfide with what carbon, hydrogen and nitrogen become."""
        (source,) = reactants
        salt = _single_kind(source, *_SULFIDE_ABOVE_C)
        if salt is None or (salt.metal, salt.charge) in OXIDISING or salt.charge > 4:
            return
        anion = salt.anions[0]
        kind = kind_of_anion(anion.smiles)
        chalcogen = "Se" if "Se" in fragment_composition(anion.smiles) else "S"
        spent = _rest_of_sulfur_anions(kind, anion.smiles)
        if spent is None or chalcogen == "Se":
            return
        n = salt.count * salt.charge
        neutrals: list[Amount] = [(2 * f.count, molecule(f.smiles)) for f in salt.neutrals]
        yield self.reaction(
            [(2, known(source))],
            [*chalcogenide(salt, "S"), *((n * c, species) for c, species in spent), *neutrals],
            low=_SULFIDE_ABOVE_C[kind],
            note="Without amine; amines start it some 80 degC lower."
            if kind == "dithiocarbamate"
            else "",
        )


def _rest_of_sulfur_anions(kind: str, anion: str) -> list[Amount] | None:
    """Return what two anions leave behind when they give one sulfur to the metal."""
    acid = protonated(anion)
    if kind == "dithiocarbamate":
        urea = transform(
            "[SX1:1]=[C:2]([SX2H1])[N:3].[SX1]=C([SX2H1])[N:4]>>[S:1]=[C:2]([N:3])[N:4]", acid, acid
        )
        return None if urea is None else [(1, molecule(urea)), (1, molecule("S=C=S"))]
    if kind == "xanthate":
        alkene = transform("[CX4;!H0:1][CX4:2][OX2:3]C(=S)[SX2H1]>>[C:1]=[C:2]", acid)
        if alkene is None or "." in alkene:
            return None
        return [(2, molecule(alkene)), (2, molecule("O=C=S", "COS")), (1, molecule("S"))]
    if kind == "thiolate":
        sulfide = transform(SULFIDE, acid, acid)
        return (
            None
            if sulfide is None
            else [(1, molecule(sulfide, f"{fragment_label(anion)} sulfide"))]
        )
    anhydride = transform(
        "[C:1](=[O:2])[SX2H1:3].[C:4](=[O:5])[SX2H1]>>[C:1](=[O:2])[S:3][C:4]=[O:5]", acid, acid
    )
    return None if anhydride is None else [(1, molecule(anhydride))]


def _is_long_carboxylate(substance: Substance) -> bool:
    return _single_kind(substance, "carboxylate") is not None


class OxideFromCarboxylate(ReactionRule):
    """Metal carboxylate above 290 degC: oxide, ketone and carbon dioxide."""

    family = "thermolysis"
    references = ("10.1038/nmat1251",)
    slots = (_is_long_carboxylate,)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the ketonic decarboxylation."""
        (source,) = reactants
        salt = _single_kind(source, "carboxylate")
        if salt is None or salt.metal not in _TO_OXIDE or salt.anions[0].charge != -1:
            return
        acid = protonated(salt.anions[0].smiles)
        ketone = transform(KETONE_OF_TWO_ACIDS, acid, acid)
        if ketone is None:
            return
        n = salt.count * salt.charge
        yield self.reaction(
            [(2, known(source))],
            [
                *chalcogenide(salt, "O"),
                (n, molecule(ketone, f"{fragment_label(salt.anions[0].smiles)} ketone")),
                (n, molecule("O=C=O", "CO2")),
            ],
            low=_OXIDE_ABOVE_C,
            note="Ketonic decarboxylation; iron oxides form with mixed charges as part of the "
            "iron is reduced.",
        )


def _is_trihaloacetate(substance: Substance) -> bool:
    return _single_kind(substance, "trihaloacetate") is not None


class FluorideFromTrifluoroacetate(ReactionRule):
    """Metal trifluoroacetate (or tribromoacetate ...): metal halide and carbon dioxide."""

    family = "thermolysis"
    references = ("10.1021/ja060212h", "10.1002/chem.200601072")
    slots = (_is_trihaloacetate,)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the halide; the carbene left over is written as the tetrahaloethene."""
        (source,) = reactants
        salt = _single_kind(source, "trihaloacetate")
        if salt is None or salt.metal in ("Ag", "Au", "Pd", "Pt"):
            return
        halogens = [
            s for s in ("F", "Cl", "Br") if s in fragment_composition(salt.anions[0].smiles)
        ]
        if len(halogens) != 1:
            return
        x = halogens[0]
        n = salt.count * salt.charge
        alkene = molecule(canonical(f"{x}C({x})=C({x}){x}"), f"C2{x}4")
        yield self.reaction(
            [(2, known(source))],
            [
                (2 * salt.count, solid({salt.metal: 1.0, x: float(salt.charge)})),
                (2 * n, molecule("O=C=O", "CO2")),
                (n, alkene),
            ],
            low=_FLUORIDE_ABOVE_C,
            note="Carbon goes off as CF3COF, COF2 and CO as well.",
        )


def _is_formate_or_oxalate(substance: Substance) -> bool:
    return _single_kind(substance, "formate", "oxalate") is not None


class FormateThermolysis(ReactionRule):
    """Metal formate: metal, carbon dioxide, hydrogen; metal oxalate: oxide and gases."""

    family = "thermolysis"
    slots = (_is_formate_or_oxalate,)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the decomposition to metal or oxide."""
        (source,) = reactants
        salt = _single_kind(source, "formate", "oxalate")
        if salt is None:
            return
        n = salt.count * salt.charge
        dioxide = molecule("O=C=O", "CO2")
        if kind_of_anion(salt.anions[0].smiles) == "formate":
            if salt.metal not in _BURNT_TO_METAL:
                return
            yield self.reaction(
                [(2, known(source))],
                [
                    (2 * salt.count, solid({salt.metal: 1.0})),
                    (2 * n, dioxide),
                    (n, molecule("[H][H]", "H2")),
                ],
                low=_FORMATE_ABOVE_C,
            )
        elif salt.charge == 2:
            monoxide = molecule("[C-]#[O+]", "CO")
            yield self.reaction(
                [(1, known(source))],
                [(1, solid({salt.metal: 1.0, "O": 1.0})), (1, dioxide), (1, monoxide)],
                low=_OXALATE_ABOVE_C,
            )


def _single_kind(substance: Substance, *kinds: str) -> MetalSalt | None:
    """Return a metal salt whose one anion is of some kinds; not alkali, no counter-ions."""
    salt = metal_salt(substance)
    if salt is None or salt.counters or len(salt.anions) != 1 or salt.metal in ALKALI:
        return None
    if salt.metal in ALKALINE_EARTH and "trihaloacetate" not in kinds:
        return None
    bare = salt.cation.startswith(f"[{salt.metal}+")
    return salt if bare and kind_of_anion(salt.anions[0].smiles) in kinds else None

"""How sulfur, selenium and tellurium dissolve: in phosphine, amine, alkene, thiol, hydride."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.intermediates.base import Reaction, ReactionRule
from ostwald.chemistry.intermediates.edits import (
    ALLYL_SELENIDE,
    AMMONIUM,
    DISULFIDE,
    DITHIOCARBAMATE,
    ENONE,
    IMINE,
    PHOSPHINE_CHALCOGENIDE,
    THIOAMIDE,
    THIOPHENE,
    transform,
)
from ostwald.chemistry.intermediates.fragments import fragments
from ostwald.chemistry.intermediates.groups import (
    AMINOPHOSPHINE,
    OXIDISABLE_AMINE,
    PHOSPHINE,
    PHOSPHITE,
    PRIMARY_AMINE,
    SECONDARY_AMINE,
    SECONDARY_PHOSPHINE,
    element_of,
    has,
    is_chalcogen,
    is_primary_amine,
    is_terminal_alkene,
    is_thiol,
    molecule_of,
)
from ostwald.chemistry.intermediates.species import compound, known, molecule, solid
from ostwald.chemistry.substance import Substance

_ADDITION_ABOVE_C = {"S": None, "Se": None, "Te": 150.0}
_OXIDE_ABOVE_C = {"Se": 100.0, "Te": 200.0}
POLYSULFIDE_LENGTH = 4


def _is_phosphorus(substance: Substance) -> bool:
    groups = (PHOSPHINE, SECONDARY_PHOSPHINE, AMINOPHOSPHINE, PHOSPHITE)
    return has(substance, *groups) and "P" in substance.composition


def _is_chalcogen_dioxide(substance: Substance) -> bool:
    return dict(substance.composition) in ({"Se": 1.0, "O": 2.0}, {"Te": 1.0, "O": 2.0})


def _is_secondary_phosphine(substance: Substance) -> bool:
    return has(substance, SECONDARY_PHOSPHINE)


def _is_tertiary_chalcogenide(substance: Substance) -> bool:
    return has(substance, "[PX4;H0]([#6])([#6])([#6])=[S,Se,Te]")


def _is_oxidisable_amine(substance: Substance) -> bool:
    return has(substance, OXIDISABLE_AMINE) and is_primary_amine(substance)


def _is_carbon_disulfide(substance: Substance) -> bool:
    return molecule_of(substance) == "S=C=S"


def _is_nucleophilic_amine(substance: Substance) -> bool:
    return has(substance, PRIMARY_AMINE, SECONDARY_AMINE)


def _is_borohydride(substance: Substance) -> bool:
    return any(f.smiles == "[BH4-]" for f in fragments(substance))


def phosphine_chalcogenide(phosphine: str, chalcogen: str) -> str | None:
    """Return the SMILES of a phosphine with a chalcogen on its phosphorus."""
    return transform(PHOSPHINE_CHALCOGENIDE.replace("{0}", f"[{chalcogen}]"), phosphine)


class ChalcogenAddition(ReactionRule):
    """Chalcogen and phosphine, aminophosphine or phosphite: the phosphine chalcogenide."""

    family = "chalcogen"
    references = ("10.1021/ja103805s",)
    slots = (is_chalcogen, _is_phosphorus)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the addition of the chalcogen to phosphorus."""
        chalcogen, phosphine = reactants
        element, smiles = element_of(chalcogen), molecule_of(phosphine)
        if element is None or smiles is None:
            return
        product = phosphine_chalcogenide(smiles, element)
        if product is None:
            return
        name = f"{phosphine.abbreviation}={element}"
        low = _ADDITION_ABOVE_C[element]
        if has(phosphine, PHOSPHITE):
            low = 100.0
        n = chalcogen.composition[element]
        yield self.reaction(
            [(1, known(chalcogen)), (int(n), known(phosphine))],
            [(int(n), molecule(product, name))],
            low=low,
        )


class ChalcogenTransfer(ReactionRule):
    """Secondary phosphine and a tertiary phosphine chalcogenide: the chalcogen moves over."""

    family = "chalcogen"
    references = ("10.1021/ja103805s",)
    slots = (_is_secondary_phosphine, _is_tertiary_chalcogenide)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the transfer; the secondary phosphine chalcogenide is the reactive one."""
        secondary, loaded = reactants
        smiles, source = molecule_of(secondary), molecule_of(loaded)
        if smiles is None or source is None:
            return
        element = next(e for e in ("Te", "Se", "S") if e in loaded.composition)
        bare = transform(f"[P:1]=[{element}]>>[P:1]", source)
        product = phosphine_chalcogenide(smiles, element)
        if bare is not None and product is not None:
            name = f"{secondary.abbreviation}={element}"
            yield self.reaction(
                [(1, known(secondary)), (1, known(loaded))],
                [(1, molecule(product, name)), (1, molecule(bare))],
            )


class DioxideReduction(ReactionRule):
    """Selenium or tellurium dioxide and phosphine: chalcogenide and oxide of the phosphine."""

    family = "chalcogen"
    references = ("10.1002/ange.200804266",)
    slots = (_is_chalcogen_dioxide, _is_phosphorus)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the deoxygenation by three equivalents of the phosphine."""
        dioxide, phosphine = reactants
        element = next(e for e in ("Se", "Te") if e in dioxide.composition)
        smiles = molecule_of(phosphine)
        if smiles is None or not has(phosphine, PHOSPHINE):
            return
        loaded = phosphine_chalcogenide(smiles, element)
        oxide = transform("[PX3;+0:1]>>[P:1]=O", smiles)
        if loaded is not None and oxide is not None:
            yield self.reaction(
                [(1, known(dioxide)), (3, known(phosphine))],
                [
                    (1, molecule(loaded, f"{phosphine.abbreviation}={element}")),
                    (2, molecule(oxide)),
                ],
                low=_OXIDE_ABOVE_C[element],
            )


class ChalcogenInAmine(ReactionRule):
    """Sulfur or selenium and a primary amine: alkylammonium (poly)chalcogenide, thioamide."""

    family = "chalcogen"
    references = ("10.1021/ja0357902", "10.1039/D4TC01414F")
    slots = (is_chalcogen, _is_oxidisable_amine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the ways in which the amine reduces the chalcogen; tellurium stays out."""
        chalcogen, amine = reactants
        element, smiles = element_of(chalcogen), molecule_of(amine)
        if element not in ("S", "Se") or smiles is None or chalcogen.composition[element] != 1:
            return
        imine, ammonium = transform(IMINE, smiles), transform(AMMONIUM, smiles)
        if imine is None or ammonium is None:
            return
        atoms = POLYSULFIDE_LENGTH if element == "S" else 1
        anion = "[S-]" + "S" * (atoms - 2) + "[S-]" if atoms > 1 else f"[{element}-2]"
        name = f"{element}{atoms}" if atoms > 1 else element
        yield self.reaction(
            [(atoms, known(chalcogen)), (3, known(amine))],
            [
                (1, compound([(2, ammonium, f"{amine.abbreviation}-H"), (1, anion, name)])),
                (1, molecule(imine, f"{amine.abbreviation} imine")),
            ],
            low=None if element == "S" else 150.0,
            note="Polysulfides of many lengths form, S4 stands for them; "
            "the imine stands for the oxidised amine."
            if element == "S"
            else "Polyselenides form as well; the imine stands for the oxidised amine.",
        )
        thioamide = transform(THIOAMIDE, smiles) if element == "S" else None
        if thioamide is not None:
            yield self.reaction(
                [(2, known(chalcogen)), (1, known(amine))],
                [(1, molecule(thioamide, f"{amine.abbreviation} thioamide")), (1, molecule("S"))],
                low=100.0,
            )


class ChalcogenInThiolAndAmine(ReactionRule):
    """Selenium or tellurium, thiol and amine: alkylammonium chalcogenide and disulfide."""

    family = "chalcogen"
    references = ("10.1021/ja300064t",)
    slots = (is_chalcogen, is_thiol, is_primary_amine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the reduction of the chalcogen by the thiol."""
        chalcogen, thiol, amine = reactants
        element, sulfur, base = element_of(chalcogen), molecule_of(thiol), molecule_of(amine)
        if element is None or sulfur is None or base is None or element == "S":
            return
        disulfide, ammonium = transform(DISULFIDE, sulfur, sulfur), transform(AMMONIUM, base)
        if disulfide is None or ammonium is None or chalcogen.composition[element] != 1:
            return
        salt = compound([(2, ammonium, f"{amine.abbreviation}-H"), (1, f"[{element}-2]", "")])
        yield self.reaction(
            [(1, known(chalcogen)), (2, known(thiol)), (2, known(amine))],
            [(1, salt), (1, molecule(disulfide, f"{thiol.abbreviation} disulfide"))],
            note="Polychalcogenides form as well.",
        )


class ChalcogenInAlkene(ReactionRule):
    """Sulfur or selenium heated in a 1-alkene such as octadecene."""

    family = "chalcogen"
    references = ("10.1021/cm4040819",)
    slots = (is_chalcogen, is_terminal_alkene)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return one product that stands for the mixture which forms."""
        chalcogen, alkene = reactants
        element, smiles = element_of(chalcogen), molecule_of(alkene)
        if smiles is None or element is None or chalcogen.composition[element] != 1:
            return
        if element == "S":
            product = transform(THIOPHENE, smiles)
            if product is not None:
                yield self.reaction(
                    [(3, known(chalcogen)), (1, known(alkene))],
                    [
                        (1, molecule(product, f"{alkene.abbreviation} thiophene")),
                        (2, molecule("S")),
                    ],
                    low=180.0,
                    note="One end product; the reactive hydrogen sulfide and allylic "
                    "polysulfides come before it.",
                )
        elif element == "Se":
            product = transform(ALLYL_SELENIDE, smiles, smiles)
            if product is not None:
                yield self.reaction(
                    [(2, known(chalcogen)), (2, known(alkene))],
                    [
                        (1, molecule(product, f"{alkene.abbreviation} selenide")),
                        (1, molecule("[SeH2]")),
                    ],
                    low=180.0,
                    note="A diallylic selenide stands for the organic selenium compounds of "
                    "several chain lengths that form.",
                )


class DioxideInAlkene(ReactionRule):
    """Selenium dioxide and a 1-alkene: selenium, with the alkene oxidised next to its bond."""

    family = "chalcogen"
    references = ("10.1002/ange.200804266",)
    slots = (_is_chalcogen_dioxide, is_terminal_alkene)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the allylic oxidation, which frees finely divided selenium."""
        dioxide, alkene = reactants
        smiles = molecule_of(alkene)
        if smiles is None or "Se" not in dioxide.composition:
            return
        product = transform(ENONE, smiles)
        if product is not None:
            yield self.reaction(
                [(1, known(dioxide)), (1, known(alkene))],
                [
                    (1, molecule(product, f"{alkene.abbreviation} enone")),
                    (1, solid({"Se": 1.0})),
                    (1, molecule("O")),
                ],
                low=150.0,
                note="The allylic alcohol forms first.",
            )


class DithiocarbamateFormation(ReactionRule):
    """Carbon disulfide and two equivalents of amine: the ammonium dithiocarbamate."""

    family = "chalcogen"
    references = ("10.1039/D4TC01414F",)
    slots = (_is_carbon_disulfide, _is_nucleophilic_amine)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the addition of the amine to carbon disulfide."""
        disulfide, amine = reactants
        smiles = molecule_of(amine)
        if smiles is None:
            return
        anion, cation = transform(DITHIOCARBAMATE, smiles), transform(AMMONIUM, smiles)
        if anion is not None and cation is not None:
            name = amine.abbreviation
            salt = compound([(1, cation, f"{name}-H"), (1, anion, f"S2C-{name}")])
            yield self.reaction([(1, known(disulfide)), (2, known(amine))], [(1, salt)])


class ChalcogenInBorohydride(ReactionRule):
    """Selenium or tellurium and borohydride: the alkali hydrogen chalcogenide."""

    family = "chalcogen"
    references = ("10.1055/s-2004-829554",)
    slots = (is_chalcogen, _is_borohydride)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the reduction of the chalcogen."""
        chalcogen, hydride = reactants
        element = element_of(chalcogen)
        cations = [f for f in fragments(hydride) if f.charge > 0]
        if element is None or chalcogen.composition[element] != 1 or len(cations) != 1:
            return
        product = compound([(1, cations[0].smiles, ""), (1, f"[{element}H-]", f"H{element}")])
        yield self.reaction(
            [(1, known(chalcogen)), (1, known(hydride))],
            [(1, product), (1, molecule("B", "BH3"))],
            note="The borane goes on to react with solvent or dimerises.",
        )

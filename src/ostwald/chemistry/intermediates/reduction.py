"""Metal ions that take electrons: all the way to metal, or to the next lower charge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import lcm

from ostwald.chemistry.intermediates.anions import (
    fragment_charge,
    is_strong,
    kind_of_anion,
    released,
)
from ostwald.chemistry.intermediates.base import Amount, Reaction, ReactionRule
from ostwald.chemistry.intermediates.edits import (
    AMMONIUM,
    DEPROTONATE_THIOL,
    DISULFIDE,
    transform,
)
from ostwald.chemistry.intermediates.fragments import MetalSalt, ion_smiles, metal_salt
from ostwald.chemistry.intermediates.groups import is_thiol, molecule_of
from ostwald.chemistry.intermediates.metals import BY_HYDRIDE_ONLY, LOWER_CHARGE, POTENTIAL_V
from ostwald.chemistry.intermediates.reductants import Reductant, reductant_in_water, reductant_of
from ostwald.chemistry.intermediates.species import compound, known, molecule, solid
from ostwald.chemistry.substance import Substance

_PROTONATED = frozenset(
    ["halide", "nitrate", "sulfate", "perchlorate", "tetrafluoroborate", "short carboxylate",
     "carboxylate", "trihaloacetate", "acac", "oxide", "hydroxide", "formate", "sulfonate",
     "alkoxide", "thiolate"]
)  # fmt: skip
_BOUND = frozenset(["halide", "carboxylate", "short carboxylate", "trihaloacetate", "acac"])
# The reductants that stop at the lower charge, with the temperature from which they act.
_LOWERING_ABOVE_C: dict[str, float | None] = {
    "amine": 80.0,
    "polyol": 120.0,
    "enediol": None,
    "sugar": 60.0,
}


def _is_reducible(substance: Substance) -> bool:
    salt = metal_salt(substance)
    return salt is not None and salt.metal in POTENTIAL_V and _all_protonated(salt)


def _can_be_lowered(substance: Substance) -> bool:
    salt = metal_salt(substance)
    return salt is not None and (salt.metal, salt.charge) in LOWER_CHARGE and _all_protonated(salt)


def _all_protonated(salt: MetalSalt) -> bool:
    bare = salt.cation == ion_smiles(salt.metal, salt.charge)
    return bare and all(kind_of_anion(a.smiles) in _PROTONATED for a in salt.anions)


def _is_reductant(substance: Substance) -> bool:
    return reductant_of(substance) is not None


def _reduces_in_water(substance: Substance) -> bool:
    return reductant_in_water(substance) is not None


def _is_water(substance: Substance) -> bool:
    return molecule_of(substance) == "O"


class ReductionToMetal(ReactionRule):
    """Metal salt and reducing agent: the metal, the acid of its anions, the spent agent."""

    family = "reduction"
    slots = (_is_reducible, _is_reductant)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the reduction to the metal where the agent is strong enough."""
        target, agent = reactants
        salt, reductant = metal_salt(target), reductant_of(agent)
        if salt is None or reductant is None:
            return
        potential = POTENTIAL_V[salt.metal]
        nickel_by_amine = salt.metal == "Ni" and reductant.kind == "amine"
        if potential < reductant.lowest_potential_v and not nickel_by_amine:
            return
        if salt.metal in BY_HYDRIDE_ONLY and "hydride" not in reductant.kind:
            return
        electrons = salt.count * salt.charge
        times = lcm(electrons, reductant.electrons) // electrons
        metal = solid({salt.metal: 1.0})
        anions = [(a.count * times, a.smiles) for a in salt.anions]
        sides = _sides(target, agent, salt, reductant, times, electrons * times, anions)
        if sides is not None:
            left, right = sides
            right.insert(0, (salt.count * times, metal))
            low = reductant.above_c(salt.metal, potential)
            found = self.reaction(left, right, low=low, note=reductant.note)
            if len(found.reactants) == 2:  # an alkoxide needs no more of its own alcohol
                yield replace(found, references=reductant.references)


class ReductionInWater(ReactionRule):
    """Metal salt, borohydride, formaldehyde or carbon monoxide, and water: the metal."""

    family = "reduction"
    slots = (_is_reducible, _reduces_in_water, _is_water)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the reduction with all electrons that the agent has."""
        target, agent, water = reactants
        salt, reductant = metal_salt(target), reductant_in_water(agent)
        if salt is None or reductant is None:
            return
        if POTENTIAL_V[salt.metal] < reductant.lowest_potential_v:
            return
        electrons = salt.count * salt.charge
        times = lcm(electrons, reductant.electrons) // electrons
        anions = [(a.count * times, a.smiles) for a in salt.anions]
        sides = _sides(target, agent, salt, reductant, times, electrons * times, anions)
        if sides is not None:
            left, right = sides
            rounds = electrons * times // reductant.electrons
            left.append((rounds * reductant.waters, known(water)))
            right.insert(0, (salt.count * times, solid({salt.metal: 1.0})))
            found = self.reaction(left, right)
            if len(found.reactants) == 3:  # an oxide brings the water itself
                yield replace(found, references=reductant.references)


class ReductionToLowerCharge(ReactionRule):
    """Iron(III), copper(II), gold(III) ... and a mild agent: the salt of the lower charge."""

    family = "reduction"
    slots = (_can_be_lowered, _is_reductant)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the reduction by as many electrons as the lower charge asks for."""
        target, agent = reactants
        salt, reductant = metal_salt(target), reductant_of(agent)
        if salt is None or reductant is None or reductant.kind not in _LOWERING_ABOVE_C:
            return
        lower = LOWER_CHARGE[salt.metal, salt.charge]
        kept = salt.anions[0]
        if len(salt.anions) != 1 or kept.charge != -1 or salt.neutrals:
            return
        electrons = salt.count * (salt.charge - lower)
        times = lcm(electrons, reductant.electrons) // electrons
        leaving = [((kept.count - salt.count * lower) * times, kept.smiles)]
        product = compound(
            [(1, ion_smiles(salt.metal, lower), ""), (lower, kept.smiles, "")],
        )
        sides = _sides(target, agent, salt, reductant, times, electrons * times, leaving)
        if sides is not None:
            left, right = sides
            right.insert(0, (salt.count * times, product))
            low = _LOWERING_ABOVE_C[reductant.kind]
            if salt.metal == "Au" and reductant.kind == "amine":
                low = None
            found = self.reaction(left, right, low=low, note=reductant.note)
            if len(found.reactants) == 2:  # an alkoxide needs no more of its own alcohol
                yield replace(found, references=reductant.references)


class ThiolReduction(ReactionRule):
    """Copper(II), iron(III), gold(III) ... and thiol: thiolate of the lower charge, disulfide."""

    family = "reduction"
    slots = (_can_be_lowered, is_thiol)

    def find(self, *reactants: Substance) -> Iterator[Reaction]:
        """Return the reduction in which part of the thiol becomes disulfide."""
        target, thiol = reactants
        salt, smiles = metal_salt(target), molecule_of(thiol)
        if salt is None or smiles is None or salt.neutrals:
            return
        lower = LOWER_CHARGE[salt.metal, salt.charge]
        anion, disulfide = (
            transform(DEPROTONATE_THIOL, smiles),
            transform(DISULFIDE, smiles, smiles),
        )
        if anion is None or disulfide is None:
            return
        spent = salt.count * (salt.charge - lower)
        protons = 2 * (spent + salt.count * lower)
        acids = released([(2 * a.count, a.smiles) for a in salt.anions], protons, salt.counters, 2)
        if acids is None:
            return
        product = compound(
            [(1, ion_smiles(salt.metal, lower), ""), (lower, anion, thiol.abbreviation)]
        )
        thiols = 2 * (spent + salt.count * lower)
        yield self.reaction(
            [(2, known(target)), (thiols, known(thiol))],
            [
                (2 * salt.count, product),
                (spent, molecule(disulfide, f"{thiol.abbreviation} disulfide")),
                *acids,
            ],
        )


def _sides(
    target: Substance,
    agent: Substance,
    salt: MetalSalt,
    reductant: Reductant,
    times: int,
    electrons: int,
    leaving: list[tuple[int, str]],
) -> tuple[list[Amount], list[Amount]] | None:
    """Return reactants, and products without the metal, of ``times`` formula units."""
    rounds = electrons // reductant.electrons
    agents = rounds * reductant.molecules
    products: list[Amount] = [(rounds * n, species) for n, species in reductant.products]
    products += [(times * n.count, molecule(n.smiles)) for n in salt.neutrals]
    protons = rounds * reductant.protons
    counters = [
        replace(c, count=c.count * times) for c in salt.counters
    ] + [replace(c, count=c.count * rounds) for c in reductant.counters]  # fmt: skip
    if reductant.binds:
        bound = _bind(agent, reductant, leaving, electrons)
        if bound is None:
            return None
        product, leaving = bound
        products.append(product)
    elif reductant.base:
        extra, salts, leaving = _take_up(agent, reductant.base, leaving)
        protons -= extra
        for counter in [c for c in counters if c.smiles == "[H+]" and protons < 0]:
            shift = min(-protons, counter.count)
            counters.remove(counter)
            counters.append(replace(counter, count=counter.count - shift))
            protons += shift
        agents += extra
        products += salts
    acids = released(leaving, protons, [c for c in counters if c.count], 1)
    if acids is None:
        return None
    return [(times, known(target)), (agents, known(agent))], [*products, *acids]


def _bind(
    agent: Substance, reductant: Reductant, leaving: list[tuple[int, str]], electrons: int
) -> tuple[Amount, list[tuple[int, str]]] | None:
    """Return the agent with an anion on it, and the anions that are left over."""
    smiles = molecule_of(agent)
    if len(leaving) != 1 or smiles is None or fragment_charge(leaving[0][1]) != -1:
        return None
    number, anion = leaving[0]
    if kind_of_anion(anion) not in _BOUND:
        return None
    product = transform(reductant.binds, smiles, anion)
    if product is None or number < electrons:
        return None
    return (electrons, molecule(product)), [(number - electrons, anion)]


def _take_up(
    agent: Substance, base: str, leaving: list[tuple[int, str]]
) -> tuple[int, list[Amount], list[tuple[int, str]]]:
    """Return how many amines take up strong acids, their salts, and the anions left over."""
    cation = transform(AMMONIUM, base)
    if cation is None:
        return 0, [], leaving
    strong = [(n, s) for n, s in leaving if is_strong(s) and n]
    salts = [(n, compound([(1, cation, f"{agent.abbreviation}-H"), (1, s, "")])) for n, s in strong]
    rest = [(n, s) for n, s in leaving if not is_strong(s)]
    return sum(n for n, _ in strong), list(salts), rest

"""Finding the reactions between the chemicals of a recipe, remembered by their identities."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from functools import lru_cache
from itertools import permutations

from ostwald.chemistry.intermediates.base import Reaction, UnbalancedReactionError
from ostwald.chemistry.intermediates.fragments import NotAMoleculeError
from ostwald.chemistry.intermediates.rules import RULES
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.substance import Substance

# Far more than one flask ever holds; the one that was asked for longest ago makes room.
MOST_REMEMBERED = 50_000
_substances: OrderedDict[str, Substance] = OrderedDict()
_TRIPLE_RULES = tuple(number for number, rule in enumerate(RULES) if len(rule.slots) == 3)


def find_reactions(
    substances: Iterable[Substance] | ResolvedRecipe, temperature_c: float | None = None
) -> list[Reaction]:
    """Return the reactions that chemicals undergo with each other, or by themselves when hot.

    Args:
        substances: Chemicals, or a recipe, whose higher temperature then counts.
        temperature_c: Only reactions that happen at this temperature; for chemicals, all
            reactions when left out.

    Returns:
        Balanced reactions, in the order of the rules within each set of chemicals.

    Examples:
        >>> from ostwald.chemistry import find_reagent
        >>> [r.equation for r in find_reactions([find_reagent("PbO"), find_reagent("OA")])]
        ['PbO + 2 OA -> Pb(OA)2 + H2O']
    """
    if isinstance(substances, ResolvedRecipe):
        if temperature_c is None:
            temperature_c = highest_temperature_c(substances)
        substances = [reagent.substance for reagent in substances.reagents]
    found = reactions_among(remember(s) for s in substances)
    if temperature_c is None:
        return list(found)
    return [reaction for reaction in found if reaction.happens_at(temperature_c)]


def highest_temperature_c(recipe: ResolvedRecipe) -> float:
    """Return the hottest that the flask of a recipe becomes."""
    return max(recipe.injection_temperature_c, recipe.reaction_temperature_c)


def remember(substance: Substance) -> str:
    """Return the identity of a substance, under which the search will know it.

    The least recently used are forgotten beyond `MOST_REMEMBERED`: remember anew what a search
    is about.
    """
    identity = substance.identity
    if identity in _substances:
        _substances.move_to_end(identity)
    else:
        _substances[identity] = substance
        if len(_substances) > MOST_REMEMBERED:
            _substances.popitem(last=False)
    return identity


def remembered(identity: str) -> Substance:
    """Return the substance that `remember` was given under an identity."""
    return _substances[identity]


def reactions_among(identities: Iterable[str]) -> tuple[Reaction, ...]:
    """Return all reactions between remembered substances, at whatever temperature.

    Args:
        identities: What `remember` returned.

    Returns:
        The reactions, the same for the same set.
    """
    return _among(tuple(sorted(set(identities))))


@lru_cache(maxsize=20_000)
def _among(identities: tuple[str, ...]) -> tuple[Reaction, ...]:
    found: list[Reaction] = []
    for place, first in enumerate(identities):
        found += _between((first,))
        for second in identities[place + 1 :]:
            found += _between((first, second))
    for rule in _TRIPLE_RULES:
        found += _by_triple_rule(rule, identities)
    return tuple(found)


@lru_cache(maxsize=500_000)
def _between(identities: tuple[str, ...]) -> tuple[Reaction, ...]:
    """Return the reactions that need all of one or two substances."""
    found: list[Reaction] = []
    common = _possible_slots(identities[0])
    for identity in identities[1:]:
        common &= _possible_slots(identity)
    for number in sorted(common):
        rule = RULES[number]
        if len(rule.slots) == len(identities):
            for order in permutations(identities):
                if all(_fits(number, slot, one) for slot, one in enumerate(order)):
                    found += _tried(number, order)
    return tuple(found)


def _by_triple_rule(number: int, identities: tuple[str, ...]) -> list[Reaction]:
    first, second, third = ([i for i in identities if _fits(number, s, i)] for s in range(3))
    return [
        reaction
        for a in first
        for b in second
        for c in third
        if len({a, b, c}) == 3
        for reaction in _triple(number, a, b, c)
    ]


@lru_cache(maxsize=200_000)
def _triple(number: int, first: str, second: str, third: str) -> tuple[Reaction, ...]:
    return _tried(number, (first, second, third))


def _tried(number: int, identities: tuple[str, ...]) -> tuple[Reaction, ...]:
    """Return what a rule finds; nothing where a chemical is drawn in a way that defeats it.

    The tests call the rules directly on every chemical of the tables, where this cannot happen.
    """
    from rdkit.Chem import MolSanitizeException

    try:
        return tuple(RULES[number].find(*(_substances[i] for i in identities)))
    except (MolSanitizeException, NotAMoleculeError, UnbalancedReactionError):
        return ()


@lru_cache(maxsize=100_000)
def _possible_slots(identity: str) -> frozenset[int]:
    """Return the numbers of the rules of one or two reactants that a substance may follow."""
    substance = _substances[identity]
    return frozenset(
        number
        for number, rule in enumerate(RULES)
        if len(rule.slots) < 3 and any(test(substance) for test in rule.slots)
    )


@lru_cache(maxsize=2_000_000)
def _fits(number: int, slot: int, identity: str) -> bool:
    return RULES[number].slots[slot](_substances[identity])

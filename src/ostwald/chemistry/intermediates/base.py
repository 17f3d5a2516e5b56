"""What a reaction is, and what a rule that finds reactions looks like."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import gcd
from typing import ClassVar

from ostwald.chemistry.intermediates.species import Species
from ostwald.chemistry.substance import Substance

Amount = tuple[int, Species]


@dataclass(frozen=True, slots=True)
class Term:
    """One species of a reaction and how many formula units of it take part.

    Attributes:
        label: How the species is written in the equation.
    """

    coefficient: int
    substance: Substance
    label: str

    @property
    def text(self) -> str:
        """Coefficient and label, such as ``2 OA``."""
        return self.label if self.coefficient == 1 else f"{self.coefficient} {self.label}"


class UnbalancedReactionError(ValueError):
    """A rule wrote a reaction that changes nothing, or in which atoms appear or vanish."""


@dataclass(frozen=True, slots=True, eq=False)
class Reaction:
    """A balanced reaction between reagents of a recipe.

    Two reactions are the same if one rule found both, with the same chemicals, coefficients and
    temperatures.

    Attributes:
        rule: Name of the rule that found it.
        family: Kind of chemistry, such as ``acid-base``.
        minimum_temperature_c: Below it the reaction is too slow to count on; None: no limit.
        maximum_temperature_c: Above it something else forms instead; None: no limit.
        references: DOIs, as plain text without ``https://doi.org/``.
        note: What is simplified.
        consumed: Formula units by the identity of each reactant.
        key: What tells it from every other reaction.
    """

    rule: str
    family: str
    reactants: tuple[Term, ...]
    products: tuple[Term, ...]
    minimum_temperature_c: float | None = None
    maximum_temperature_c: float | None = None
    references: tuple[str, ...] = ()
    note: str = ""
    consumed: Mapping[str, int] = field(init=False, repr=False)
    key: tuple[object, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the reactants by identity."""
        consumed = {t.substance.identity: t.coefficient for t in self.reactants}
        formed = tuple((t.substance.identity, t.coefficient) for t in self.products)
        low, high = self.minimum_temperature_c, self.maximum_temperature_c
        object.__setattr__(self, "consumed", consumed)
        object.__setattr__(self, "key", (self.rule, *consumed.items(), *formed, low, high))

    def __eq__(self, other: object) -> bool:
        """Return whether both are the same reaction."""
        return isinstance(other, Reaction) and self.key == other.key

    def __hash__(self) -> int:
        """Return a number that equal reactions share."""
        return hash(self.key)

    @property
    def equation(self) -> str:
        """The reaction on one line, such as ``PbO + 2 OA -> Pb(OA)2 + H2O``."""
        left = " + ".join(term.text for term in self.reactants)
        return f"{left} -> " + " + ".join(term.text for term in self.products)

    @property
    def conditions(self) -> str:
        """The temperature window in words."""
        low, high = self.minimum_temperature_c, self.maximum_temperature_c
        if low is not None and high is not None:
            return f"{low:g} to {high:g} degC"
        if low is not None:
            return f"from {low:g} degC"
        return f"up to {high:g} degC" if high is not None else "any temperature"

    def happens_at(self, temperature_c: float) -> bool:
        """Return whether a temperature lies in the reaction's window."""
        low, high = self.minimum_temperature_c, self.maximum_temperature_c
        return (low is None or temperature_c >= low) and (high is None or temperature_c < high)

    def imbalance(self) -> dict[str, float]:
        """Return the atoms that appear or vanish, by element; empty for a balanced reaction."""
        surplus: dict[str, float] = {}
        for sign, terms in ((-1, self.reactants), (1, self.products)):
            for term in terms:
                for symbol, count in term.substance.composition.items():
                    surplus[symbol] = surplus.get(symbol, 0.0) + sign * term.coefficient * count
        return {symbol: count for symbol, count in surplus.items() if abs(count) > 1e-9}

    def limit_mmol(self, amounts_mmol: Mapping[str, float]) -> float:
        """Return how far the reaction can go before the limiting reagent runs out.

        Args:
            amounts_mmol: What is in the flask, by the identity of each substance.

        Returns:
            The largest extent in mmol of formula reactions; 0 if a reactant is not there.
        """
        return min(
            max(amounts_mmol.get(identity, 0.0), 0.0) / coefficient
            for identity, coefficient in self.consumed.items()
        )


class ReactionRule(ABC):
    """Finds the reactions of one kind.

    Attributes:
        family: Kind of chemistry.
        references: DOIs of where the chemistry is described; none where it is textbook
            knowledge.
        slots: One test a reactant; a substance that passes can take that place.
    """

    family: ClassVar[str]
    references: ClassVar[tuple[str, ...]] = ()
    slots: ClassVar[tuple[Callable[[Substance], bool], ...]]

    @property
    def name(self) -> str:
        """Name of the rule."""
        return type(self).__name__

    @abstractmethod
    def find(self, *reactants: Substance) -> Iterable[Reaction]:
        """Return the reactions between substances that passed the tests of `slots`.

        Args:
            reactants: One a slot, in that order, all different.

        Returns:
            Balanced reactions, perhaps none.
        """

    def reaction(
        self,
        reactants: Iterable[Amount],
        products: Iterable[Amount],
        low: float | None = None,
        high: float | None = None,
        note: str = "",
    ) -> Reaction:
        """Return a reaction of this rule with the smallest whole coefficients.

        What stands on both sides is cancelled.

        Args:
            reactants: Coefficients and species used up.
            products: Coefficients and species formed.
            low: Lowest temperature in degC, if any.
            high: Highest temperature in degC, if any.
            note: What is simplified.

        Returns:
            The reaction.

        Raises:
            UnbalancedReactionError: The reaction is not balanced, or changes nothing: a fault of
                the rule.
        """
        left, right = _merged(reactants), _merged(products)
        for identity in left.keys() & right.keys():
            common = min(left[identity][0], right[identity][0])
            left[identity] = (left[identity][0] - common, left[identity][1])
            right[identity] = (right[identity][0] - common, right[identity][1])
        divisor = gcd(*(c for c, _ in (*left.values(), *right.values())))
        found = Reaction(
            rule=self.name,
            family=self.family,
            reactants=_terms(left, divisor),
            products=_terms(right, divisor),
            minimum_temperature_c=low,
            maximum_temperature_c=high,
            references=self.references,
            note=note,
        )
        if not found.reactants:
            raise UnbalancedReactionError(f"{self.name}: nothing changes")
        if found.imbalance():
            problem = f"{self.name}: {found.equation} is off by {found.imbalance()}"
            raise UnbalancedReactionError(problem)
        return found


def _merged(amounts: Iterable[Amount]) -> dict[str, Amount]:
    merged: dict[str, Amount] = {}
    for coefficient, species in amounts:
        if not coefficient:
            continue
        identity = species.substance.identity
        earlier = merged.get(identity)
        merged[identity] = (coefficient + (earlier[0] if earlier else 0), species)
    return merged


def _terms(amounts: Mapping[str, Amount], divisor: int) -> tuple[Term, ...]:
    return tuple(
        Term(coefficient // divisor, species.substance, species.label)
        for coefficient, species in amounts.values()
        if coefficient
    )

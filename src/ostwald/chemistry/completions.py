"""Completions of a name that is being typed: the chemicals it may become, most used first."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from ostwald.chemistry.meanings import meanings_of
from ostwald.chemistry.names import folded_key
from ostwald.chemistry.reagent_index import reagent_index
from ostwald.chemistry.substance import Substance
from ostwald.chemistry.tables import cas_numbers, product_aliases, products, reagents, rows
from ostwald.errors import OstwaldError

_LONGEST = 200
_SHORTEST_INSIDE = 2
_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]")
_EXACT, _BEGINS, _WORD_BEGINS, _INSIDE, _ALIKE = range(5)


@dataclass(frozen=True, slots=True)
class Completion:
    """A chemical that a text may become.

    Attributes:
        insert: The name to put in the place of the text; it means this chemical.
        name: Its full name.
        abbreviation: Its short name; for a product its label.
        detail: What tells it from others: formula, role or CAS number, in words.
        is_sure: Whether the text is the beginning of one of its names.
        is_exact: Whether the text is one of its names.
    """

    insert: str
    name: str
    abbreviation: str
    detail: str
    is_sure: bool
    is_exact: bool


class _Haystack:
    """Keys in one long text, so that looking through all of them is one search."""

    def __init__(self, keys: Sequence[tuple[str, int]]) -> None:
        self._spellings = [spelling for _, spelling in keys]
        self._text = "\n" + "\n".join(key for key, _ in keys) + "\n"
        lengths = [len(key) + 1 for key, _ in keys]
        self._ends = list(accumulate(lengths))

    def holding(self, text: str) -> Iterator[int]:
        """Yield the spelling of every key that holds a text; a line break is a key's end."""
        at = self._text.find(text)
        while at >= 0:
            yield self._spellings[bisect_right(self._ends, at)]
            at = self._text.find(text, at + 1)


class _Index:
    """Spellings of n entries, searched from the beginning, the beginnings of words, the inside."""

    def __init__(self, entries: Iterable[Sequence[str]], uses: Sequence[int]) -> None:
        self._uses = uses
        # a name that is not the main or the full one stands behind these
        self._spellings = [
            (name, entry, place > 1)
            for entry, names in enumerate(entries)
            for place, name in enumerate(names)
            if name
        ]
        whole = [(folded_key(name), k) for k, (name, _, _) in enumerate(self._spellings)]
        words = [
            (key, k) for k, (name, _, _) in enumerate(self._spellings) for key in _beginnings(name)
        ]
        self._whole, self._words = _Haystack(whole), _Haystack(words)

    def find(self, text: str, n: int) -> list[tuple[int, int, str]]:
        """Return at most n of (how well it fits, entry, spelling), the best first."""
        key = folded_key(text[:_LONGEST])
        if not key:
            return []
        best: dict[int, tuple[int, bool, int, str]] = {}
        for fit, haystack, sought in (
            (_EXACT, self._whole, f"\n{key}\n"),
            (_BEGINS, self._whole, f"\n{key}"),
            (_WORD_BEGINS, self._words, f"\n{key}"),
            (_INSIDE, self._whole, key if len(key) > _SHORTEST_INSIDE else "\0"),
        ):
            for spelling in haystack.holding(sought):
                shown, entry, is_synonym = self._spellings[spelling]
                rank = (fit, is_synonym, len(shown), shown)
                if entry not in best or rank < best[entry]:
                    best[entry] = rank

        def place(item: tuple[int, tuple[int, bool, int, str]]) -> tuple[int, bool, int, int]:
            entry, (fit, is_synonym, length, _) = item
            # what the text is the very abbreviation of goes before what some also call so
            return fit, fit == _EXACT and is_synonym, -self._uses[entry], length

        order = sorted(best.items(), key=place)
        return [(rank[0], entry, rank[3]) for entry, rank in order[:n]]


def complete_reagent(text: str, n: int = 8) -> list[Completion]:
    """Return the reagents that a text may become, by abbreviation, name, synonym or CAS number.

    Args:
        text: What was typed so far.
        n: How many at most.

    Returns:
        Names that begin with the text first, those of many published recipes before others; near
        matches where no name holds it.

    Examples:
        >>> [one.name for one in complete_reagent("olei", 1)]
        ['oleic acid']
    """
    entries = reagents()
    found = _reagents().find(text, n)
    if not found and len(folded_key(text)) > 2:
        near = reagent_index().names.suggest(text, n)
        places = {id(substance): k for k, substance in enumerate(entries)}
        found = [(_ALIKE, places[id(s)], shown) for shown, s in near]
    return [
        Completion(
            insert=_insert(entries[entry], shown),
            name=entries[entry].name,
            abbreviation=entries[entry].abbreviation,
            detail=_detail(entries[entry]),
            is_sure=fit <= _BEGINS,
            is_exact=fit == _EXACT,
        )
        for fit, entry, shown in found
    ]


def complete_product(text: str, n: int = 8) -> list[Completion]:
    """Return the products that a text may become, by label, name or synonym.

    Args:
        text: What was typed so far.
        n: How many at most.

    Returns:
        As `complete_reagent`.

    Examples:
        >>> [one.insert for one in complete_product("galena", 1)]
        ['PbS']
    """
    entries = products()
    return [
        Completion(
            insert=entries[entry].label,
            name=entries[entry].name,
            abbreviation=entries[entry].label,
            detail=entries[entry].polymorph or entries[entry].materials_class or "",
            is_sure=fit <= _BEGINS,
            is_exact=fit == _EXACT,
        )
        for fit, entry, _ in _products().find(text, n)
    ]


def _beginnings(name: str) -> tuple[str, ...]:
    starts = [match.start() for match in _WORD.finditer(name) if match.start()]
    return tuple(folded_key(name[start:]) for start in starts)


def _insert(substance: Substance, shown: str) -> str:
    """Return a spelling that means this substance and no other."""
    for name in (shown, substance.name, substance.abbreviation):
        try:
            known = reagent_index().in_table(name)
        except OstwaldError:
            continue
        if known is substance and len(meanings_of(name)) < 2:
            return name
    return substance.name


def _detail(substance: Substance) -> str:
    role = substance.roles[0].replace("_", " ") if substance.roles else ""
    return " · ".join(part for part in (substance.formula, role, substance.cas) if part)


@cache
def _uses(kind: str) -> dict[str, int]:
    return {row["name"]: int(row["recipes"]) for row in rows("uses.csv") if row["kind"] == kind}


@cache
def _reagents() -> _Index:
    uses = _uses("reagent")
    numbers = cas_numbers()
    also: dict[str, list[str]] = {}
    for row in rows("abbreviations.csv"):
        meant = reagent_index().in_table(row["meaning"])
        if meant is not None:
            also.setdefault(meant.abbreviation, []).append(row["abbreviation"])
    return _Index(
        (
            (
                s.abbreviation,
                s.name,
                *s.synonyms,
                *(number for number, _ in numbers.get(s.abbreviation, ())),
                *also.get(s.abbreviation, ()),
            )
            for s in reagents()
        ),
        [uses.get(s.abbreviation, 0) for s in reagents()],
    )


@cache
def _products() -> _Index:
    uses = _uses("product")
    aliases: dict[str, list[str]] = {}
    for name, alias in product_aliases().items():
        if alias.phase is None and not alias.dopants:
            aliases.setdefault(alias.formula, []).append(name)
    first: set[str] = set()
    names: list[tuple[str, ...]] = []
    for product in products():
        own = () if product.formula in first else tuple(aliases.get(product.formula, ()))
        first.add(product.formula)
        names.append((product.label, product.name, *product.synonyms, *own))
    return _Index(names, [uses.get(product.label, 0) for product in products()])

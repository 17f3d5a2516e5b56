"""Formulas of salts and complexes read as ions and ligands whose charges add up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ostwald.chemistry.ions import Ion, by_group

MAX_LENGTH = 80
_OPEN = {"(": ")", "[": "]", "{": "}"}
_COUNT = re.compile(r"\d+")
_LONGEST = 24
Terms = tuple[tuple[tuple[Ion, ...], int], ...]


@dataclass(frozen=True, slots=True)
class SaltReading:
    """One way to read a formula as ions.

    Attributes:
        terms: Each ion or ligand with its count, in the order of the formula.
        is_exact: Whether every ion has a definite whole charge (not so in Fe3O4).
    """

    terms: tuple[tuple[Ion, int], ...]
    is_exact: bool = True

    @property
    def cations(self) -> tuple[tuple[Ion, int], ...]:
        """The terms of positive charge."""
        return tuple((ion, count) for ion, count in self.terms if ion.charge > 0)

    @property
    def formula(self) -> str:
        """The formula with every group written out."""
        return "".join(_written(ion, count) for ion, count in self.terms)

    @property
    def smiles(self) -> str | None:
        """The ions as a SMILES; None where all are single atoms or a charge is not definite."""
        if not self.is_exact or all(ion.is_monatomic for ion, _ in self.terms):
            return None
        parts = [ion.smiles for ion, count in self.terms for _ in range(count)]
        if any(ion.charge == 0 for ion, _ in self.terms) and not self.cations:
            return None
        return ".".join(parts)


def read_salt(text: str) -> SaltReading | None:
    """Read a formula as ions and ligands.

    Args:
        text: Such as ``Mn(St)2``, ``Zn(NO3)2``, ``K2PtCl4``, ``Ti(OiPr)4``, without water.

    Returns:
        The reading with the fewest groups whose charges add up; None where there is none.

    Examples:
        >>> read_salt("Cd(Ol)2").formula
        'Cd(C18H33O2)2'
    """
    plain = text.replace(" ", "")
    if not plain or len(plain) > MAX_LENGTH:
        return None
    best: SaltReading | None = None
    for terms in _sequences(plain):
        found = _balanced(terms)
        if found is not None and (best is None or _rank(found) < _rank(best)):
            best = found
    return best


def _rank(reading: SaltReading) -> tuple[bool, int]:
    return not reading.is_exact, len(reading.terms)


def _sequences(text: str) -> Iterator[Terms]:
    """Yield every way to cut a text into groups with counts."""
    stack: list[tuple[int, Terms]] = [(0, ())]
    budget = 4000
    while stack and budget:
        budget -= 1
        at, terms = stack.pop()
        if at == len(text):
            yield terms
            continue
        if text[at] in _OPEN:
            end = _closing(text, at)
            if end is None:
                continue
            count, after = _count(text, end + 1)
            inner = text[at + 1 : end]
            direct = by_group().get(inner)
            if direct:
                stack.append((after, (*terms, (direct, count))))
            else:
                stack += [
                    (after, (*terms, *((ions, n * count) for ions, n in found)))
                    for found in _sequences(inner)
                ]
            continue
        for length in range(1, min(_LONGEST, len(text) - at) + 1):
            ions = by_group().get(text[at : at + length])
            if ions:
                count, after = _count(text, at + length)
                stack.append((after, (*terms, (ions, count))))


def _count(text: str, at: int) -> tuple[int, int]:
    match = _COUNT.match(text, at)
    return (int(match.group()), match.end()) if match else (1, at)


def _closing(text: str, at: int) -> int | None:
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] in _OPEN) - (text[place] in _OPEN.values())
        if depth == 0:
            return place if text[place] == _OPEN[text[at]] else None
    return None


def _balanced(terms: Terms) -> SaltReading | None:
    """Return a reading in which the charges add up, None if there is none."""
    if not terms or any(count <= 0 for _, count in terms):
        return None
    chosen: list[list[tuple[Ion, int]]] = [[]]
    for place, (ions, count) in enumerate(terms):
        options = _options(ions, terms, place)
        if not options or len(chosen) * len(options) > 256:
            return None
        chosen = [[*before, (ion, count)] for before in chosen for ion in options]
    exact = [c for c in chosen if sum(ion.charge * n for ion, n in c) == 0]
    complexes = [c for c in exact if _makes_sense(c)]
    if complexes:
        return SaltReading(tuple(complexes[0]))
    return _between(chosen) or _zero_valent(terms)


def _makes_sense(terms: list[tuple[Ion, int]]) -> bool:
    """Return whether ions whose charges add up can stand beside each other."""
    positive = {ion.formula for ion, _ in terms if ion.charge > 0}
    negative = {ion.formula for ion, _ in terms if ion.charge < 0}
    if not positive or ("H" in negative and len(negative) > 1):
        return False
    return positive != {"H"} or all(ion.charge for ion, _ in terms)


def _zero_valent(terms: Terms) -> SaltReading | None:
    """Return a metal and neutral ligands (Pd2(dba)3), None where there is anything else."""
    first, *rest = [(ions[0], count) for ions, count in terms]
    is_metal = first[0].charge > 0 and first[0].is_monatomic and first[0].formula != "H"
    if is_metal and rest and all(ion.charge == 0 for ion, _ in rest):
        return SaltReading((first, *rest), is_exact=False)
    return None


def _options(ions: tuple[Ion, ...], terms: Terms, place: int) -> list[Ion]:
    """Return what a group may be at its place: hydrogen is a cation only at the start."""
    first_ligand = next((k for k, (i, _) in enumerate(terms) if i[0].charge <= 0), len(terms))
    found = []
    for ion in ions:
        is_late = place > first_ligand
        if ion.charge > 0 and is_late:
            continue
        if ion.formula == "H" and (ion.charge > 0) != (place == 0):
            continue
        found.append(ion)
    return found


def _between(chosen: list[list[tuple[Ion, int]]]) -> SaltReading | None:
    """Return a reading of mixed valence (Fe3O4) of single atoms, None if there is none."""
    if not all(ion.is_monatomic for ion, _ in chosen[0]):
        return None
    sums = [sum(ion.charge * n for ion, n in c) for c in chosen]
    has_cation = any(ion.charge > 0 for ion, _ in chosen[0])
    if has_cation and min(sums) < 0 < max(sums):
        return SaltReading(tuple(chosen[0]), is_exact=False)
    return None


def _written(ion: Ion, count: int) -> str:
    times = str(count) if count > 1 else ""
    if ion.is_monatomic or (not times and ion.formula.isalpha()):
        return f"{ion.formula}{times}"
    return f"({ion.formula}){times}"

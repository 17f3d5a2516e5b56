"""Condensed formulas of molecules: groups around one atom, their valences checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ostwald.chemistry.structures import read_structure
from ostwald.chemistry.tables import rows

MAX_LENGTH = 60
_FIRST_ATOM = re.compile(r"(?:\[[^\]]+\]|Cl|Br|[A-Zc])\d?")
_COUNT = re.compile(r"\d+")
_OPEN = {"(": ")", "[": "]", "{": "}"}
# Bonds of the atom in the middle.
_VALENCES = {
    "N": (3,),
    "P": (3, 5),
    "As": (3, 5),
    "Sb": (3, 5),
    "Bi": (3, 5),
    "B": (3,),
    "Al": (3,),
    "Ga": (3,),
    "In": (3,),
    "Tl": (3,),
    "O": (2,),
    "S": (2,),
    "Se": (2,),
    "Te": (2,),
    "Zn": (2,),
    "Cd": (2,),
    "Hg": (2,),
    "Mg": (2,),
    "Li": (1,),
    "Na": (1,),
    "K": (1,),
    "C": (4,),
    "Si": (4,),
    "Ge": (4, 2),
    "Sn": (4, 2),
    "Pb": (4,),
    "Ti": (4,),
    "Zr": (4,),
    "Hf": (4,),
}
_HALOGENS = frozenset({"F", "Cl", "Br", "I"})
# Oxides, sulfides and selenides of phosphines and the like (Ph3PO, Me2SO is not one).
_DOUBLE = frozenset({"O", "S", "Se", "Te"})

Term = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Radical:
    """A group with one open bond, or an atom that closes one.

    Attributes:
        formula: Its atoms.
        smiles: Its structure, beginning at the atom with the open bond.
    """

    formula: str
    smiles: str


@cache
def radicals() -> dict[str, Radical]:
    """Return the groups by what stands for them, case as written."""
    found = {}
    for row in rows("groups.csv"):
        for sign in row["groups"].split("|"):
            found[sign] = Radical(row["formula"], row["smiles"])
    return found


def read_condensed(text: str) -> str | None:
    """Read a condensed formula of a molecule.

    Args:
        text: Such as ``P(NMe2)3``, ``(TMS)2S``, ``Ph3PO``, ``iPrOH``, ``n-BuLi``.

    Returns:
        Its SMILES; None where it is no such formula, or the bonds do not add up.

    Examples:
        >>> read_condensed("Et3N")
        'CCN(CC)CC'
    """
    plain = re.sub(r"(?<![A-Za-z])([nist]|tert|iso)-(?=[PB])", _joined, text.replace(" ", ""))
    if not plain or len(plain) > MAX_LENGTH:
        return None
    found = {smiles for terms in _cuts(plain) if (smiles := _bonded(terms)) is not None}
    structures = {read_structure(smiles).smiles for smiles in found}
    return structures.pop() if len(structures) == 1 else None


def _joined(match: re.Match[str]) -> str:
    return {"tert": "t", "iso": "i"}.get(match[1], match[1])


def _cuts(text: str) -> Iterator[tuple[Term, ...]]:
    stack: list[tuple[int, tuple[Term, ...]]] = [(0, ())]
    budget = 2000
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
            if inner in radicals():
                stack.append((after, (*terms, (inner, count))))
            else:
                stack += [(after, (*terms, (f"={s}", count))) for s in _substituent(inner)]
            continue
        for length in range(1, min(12, len(text) - at) + 1):
            sign = text[at : at + length]
            if sign in radicals() or sign in _VALENCES or sign in _HALOGENS or sign == "H":
                count, after = _count(text, at + length)
                stack.append((after, (*terms, (sign, count))))


def _substituent(inner: str) -> list[str]:
    """Return the SMILES of a bracket such as (NMe2) or (SiMe3), its first atom bonded outward."""
    found = []
    for terms in _cuts(inner):
        (head, times), *rest = terms
        if times != 1 or head not in _VALENCES:
            continue
        smiles = _star(head, rest, outward=1)
        if smiles is not None:
            found.append(smiles)
    return found


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


def _bonded(terms: tuple[Term, ...]) -> str | None:
    """Return the SMILES of a molecule with one atom in the middle, or of two groups joined."""
    if not any(sign in radicals() or sign.startswith("=") for sign, _ in terms):
        return None
    ends = [term for term in terms if _is_end(term[0])]
    middles = [term for term in terms if not _is_end(term[0])]
    if not middles:
        if len(ends) == 2 and all(count == 1 for _, count in ends):
            return _joined_ends(ends[0][0], ends[1][0])
        if len(ends) == 1 and ends[0][1] == 2:
            return _joined_ends(ends[0][0], ends[0][0])
        return None
    if len(middles) == 2:
        return _two_middles(terms, middles, ends)
    (middle, times), *others = middles
    if others or times != 1:
        return None
    return _star(middle, ends)


def _two_middles(terms: tuple[Term, ...], middles: list[Term], ends: list[Term]) -> str | None:
    """Return a phosphine chalcogenide (Ph3PO) or a disilyl-like chain (PhSeSePh)."""
    (first, one), (second, other) = middles
    if (one, other) == (1, 1) and second in _DOUBLE and first in ("P", "As"):
        if sum(count for _, count in ends) == 3 and terms[-1][0] == second:
            return f"{_atom(first)}(={_atom(second)}){_branches(ends)}"
        return None
    if (first, second, one, other) == ("S", "O", 1, 1) and sum(c for _, c in ends) == 2:
        return f"S(=O){_branches(ends)}" if terms[-1][0] == "O" else None
    chain = first == second and (one, other) == (1, 1) and first in _DOUBLE
    if chain and len(ends) == 2 and all(count == 1 for _, count in ends):
        return f"{_atom(first)}({_end(ends[0][0])}){_atom(second)}{_end(ends[1][0])}"
    return None


def _star(middle: str, ends: list[Term], outward: int = 0) -> str | None:
    if any(not _is_end(sign) for sign, _ in ends):
        return None
    bonds = sum(count for _, count in ends) + outward
    if bonds not in _VALENCES[middle]:
        return None
    return _atom(middle) + _branches(ends)


def _branches(ends: list[Term]) -> str:
    parts = [_end(sign) for sign, count in ends for _ in range(count) if sign != "H"]
    if not parts:
        return ""
    return "".join(f"({part})" for part in parts[:-1]) + parts[-1]


def _atom(symbol: str) -> str:
    return symbol if symbol in ("N", "P", "O", "S", "B", "C") else f"[{symbol}]"


def _is_end(sign: str) -> bool:
    return sign in radicals() or sign in _HALOGENS or sign == "H" or sign.startswith("=")


def _joined_ends(one: str, other: str) -> str | None:
    """Return two groups joined at the atoms with the open bond."""
    first = _FIRST_ATOM.match(_end(one))
    if first is None or "H" in (one, other):
        return None
    return f"{first.group()}({_end(other)}){_end(one)[first.end() :]}"


def _end(sign: str) -> str:
    if sign.startswith("="):
        return sign[1:]
    return radicals()[sign].smiles if sign in radicals() else sign

"""Chemical formulas as chemists write them: reading, writing and weighing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ostwald.chemistry.elements import elements
from ostwald.errors import InputError

MAX_FORMULA_LENGTH = 400
MAX_DEPTH = 40
MAX_COUNT = 100_000

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_SEPARATORS = "·•⋅∙‧・*×"
_PLAIN = str.maketrans(
    "₀₁₂₃₄₅₆₇₈₉（）［］．",
    "0123456789()[].",
)
# In "CuSO4.5H2O" the dot parts salt and water; in "Cu1.4Te" it is a decimal point. So a dot
# between digits is a decimal point unless nothing but a number and H2O comes after it.
_BEFORE_WATER = re.compile(r"[0-9]+(?=\.[0-9]+(?:\.[0-9]+)?H2O(?![0-9a-z]))")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SYMBOL = re.compile(r"[A-Z][a-z]?")


def parse_formula(text: str) -> dict[str, float]:
    """Read a formula into the number of atoms of each element.

    Understands nested brackets, decimal and subscript numbers, and hydrates or adducts parted by
    ``·``, ``.`` or ``*``, such as ``Ni(NO3)2·6H2O``. Charges, isotopes (D, T) and variables (x)
    are not formulas of a substance and are refused.

    Args:
        text: The formula.

    Returns:
        Atoms per formula unit by symbol, in order of appearance.

    Raises:
        InputError: Not a formula; the message names the unknown element or the place.

    Examples:
        >>> parse_formula("InCl(C2O4)")
        {'In': 1.0, 'Cl': 1.0, 'C': 2.0, 'O': 4.0}
    """
    plain = text.strip().translate(_PLAIN)
    if not plain:
        raise InputError("the formula is empty", hint="write one such as PbSe or Cu(NO3)2·3H2O")
    if len(plain) > MAX_FORMULA_LENGTH:
        raise InputError(
            f"a formula of {len(plain)} characters",
            hint=f"formulas may have up to {MAX_FORMULA_LENGTH} characters",
        )
    return _Parser(plain).parse()


def is_formula(text: str) -> bool:
    """Return whether a text can be read as a formula."""
    try:
        parse_formula(text)
    except InputError:
        return False
    return True


def molar_mass(composition: Mapping[str, float]) -> float:
    """Return the molar mass in g/mol of a composition as `parse_formula` returns it."""
    table = elements()
    return sum(count * table[symbol].atomic_mass_g_per_mol for symbol, count in composition.items())


def hill_formula(composition: Mapping[str, float]) -> str:
    """Write a composition in Hill order: C, H, then alphabetical; without C, all alphabetical.

    `parse_formula` reads it back to the same composition.

    Args:
        composition: Atoms per formula unit by symbol.

    Returns:
        The formula, such as ``C18H34O2``.
    """
    first = [s for s in ("C", "H") if s in composition] if "C" in composition else []
    order = first + sorted(symbol for symbol in composition if symbol not in first)
    text = "".join(symbol + _count_text(composition[symbol]) for symbol in order)
    # "N4.5H2O" would read as a hydrate; with its one written out it cannot.
    return re.sub(r"(\.[0-9]+H2O)(?![0-9a-z])", r"\g<1>1", text)


def _count_text(count: float) -> str:
    if count == 1:
        return ""
    if count == int(count):
        return str(int(count))
    return f"{count:.10f}".rstrip("0").rstrip(".")


class _Parser:
    """One pass over one formula, with a stack instead of recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def parse(self) -> dict[str, float]:
        total: dict[str, float] = {}
        while True:
            coefficient = self._count()
            _add(total, self._part(), coefficient)
            if self.at >= len(self.text):
                return total
            self.at += 1  # the separator at which the part ended

    def _part(self) -> dict[str, float]:
        start = self.at
        stack: list[tuple[str, int, dict[str, float]]] = []
        atoms: dict[str, float] = {}
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign in _PAIRS:
                stack.append((sign, self.at, atoms))
                if len(stack) > MAX_DEPTH:
                    raise self._error(f"brackets nested deeper than {MAX_DEPTH}", self.at)
                atoms = {}
                self.at += 1
            elif sign in _PAIRS.values():
                atoms = self._close(stack, atoms)
            elif sign in _SEPARATORS or sign == ".":
                break
            else:
                symbol = self._symbol()
                _add(atoms, {symbol: 1.0}, self._count())
        if stack:
            opening, place, _ = stack[-1]
            raise self._error(f'the bracket "{opening}" is never closed', place)
        if not atoms:
            raise self._error("an element is missing", start)
        return atoms

    def _close(
        self, stack: list[tuple[str, int, dict[str, float]]], atoms: dict[str, float]
    ) -> dict[str, float]:
        sign = self.text[self.at]
        if not stack:
            raise self._error(f'the bracket "{sign}" was never opened', self.at)
        opening, place, outer = stack.pop()
        if _PAIRS[opening] != sign:
            raise self._error(
                f'the bracket "{sign}" closes the "{opening}" of position {place + 1}', self.at
            )
        if not atoms:
            raise self._error("there is nothing inside the brackets", place)
        self.at += 1
        _add(outer, atoms, self._count())
        return outer

    def _symbol(self) -> str:
        match = _SYMBOL.match(self.text, self.at)
        if match is None:
            raise self._error(f'"{self.text[self.at]}" cannot stand here', self.at)
        symbol = match.group()
        if symbol not in elements():
            raise self._error(f'unknown element "{symbol}"', self.at)
        self.at = match.end()
        return symbol

    def _count(self) -> float:
        return self._number() if self._at_digit() else 1.0

    def _number(self) -> float:
        # A coefficient opens a part, so a dot in it is a decimal point even before water.
        opens = self.at == 0 or self.text[self.at - 1] in _SEPARATORS + "."
        match = None if opens else _BEFORE_WATER.match(self.text, self.at)
        match = match or _NUMBER.match(self.text, self.at)
        value = float(match.group()) if match else 0.0
        if match is None or not 0 < value <= MAX_COUNT:
            raise self._error(f"a number of atoms is not in 0-{MAX_COUNT}", self.at)
        self.at = match.end()
        return value

    def _at_digit(self) -> bool:
        sign = self.text[self.at : self.at + 1]
        return sign.isascii() and sign.isdigit()

    def _error(self, problem: str, place: int) -> InputError:
        return InputError(
            f'{problem} at position {place + 1} of the formula "{self.text}"',
            hint="element symbols are case-sensitive; write for example Cd(CH3COO)2 or CuSO4·5H2O",
        )


def _add(total: dict[str, float], part: Mapping[str, float], times: float) -> None:
    for symbol, count in part.items():
        total[symbol] = total.get(symbol, 0.0) + times * count

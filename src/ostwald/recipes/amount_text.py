"""The grammar of amounts as chemists write them: stocks, percentages, equivalents, both ways.

An amount is one of

    QUANTITY                        4 mmol, 250 mg, 3 mL; a bare number is in mmol
    QUANTITY (QUANTITY)             51.4 mg (0.4 mmol): the same, told twice
    QUANTITY of STRENGTH [in SOLVENT]   2 mL of 1 M in trioctylphosphine, 0.5 mL of 37 %
    QUANTITY in VOLUME of SOLVENT   2 mmol in 3 mL of toluene
    STRENGTH [in SOLVENT], QUANTITY     1 M in TOP, 2 mL: the same as the first of the stocks
    NUMBER equiv [to REFERENCE]     2 equiv to Pb, 5 mol% to Zn
    CONCENTRATION                   0.1 M: of a flask whose volume is known
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ostwald.errors import InputError
from ostwald.recipes.limits import AMOUNTS, CONCENTRATIONS, EQUIVALENTS, PERCENT, check_range
from ostwald.recipes.units import plain_text, read_amount, read_one_of

AmountUnit = Literal["mmol", "g", "mL", "equiv", "M"]
StrengthUnit = Literal["M", "g/L", "wt%", "vol%"]

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?"
_EQUIVALENTS = re.compile(
    rf"({_NUMBER})\s*(?:molar\s+)?(equiv(?:alents?|s)?\.?|eqs?\.?|mol\s?%|mol\.?\s?%)"
    r"(?:\s*\(?(?:to|of|with respect to|relative to|rel\. to|vs\.?|versus|per|based on|on)"
    r"\s+(.+?)\)?)?",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"({_NUMBER})\s*(?:%|wt\.?\s?%|w%|vol\.?\s?%|v%|percent)"
    r"\s*\(?(w/w|wt/wt|m/m|v/v|w/v|m/v|by weight|by mass|by volume|wt\.?|vol\.?)?\)?",
    re.IGNORECASE,
)
_MOLAR = re.compile(rf"{_NUMBER}\s*[A-Za-z]+(?:\s*/\s*[A-Za-z]+3?|\s+[A-Za-z]+3?\s?\^?-1)?")
# What follows a strength: "aqueous", the chemical once more, "solution", "in SOLVENT".
_SOLUTION = re.compile(
    r"\s*(?P<watery>\b(?:aqueous|aq\.?)(?=\s|$))?"
    r"\s*(?P<chemical>.*?)"
    r"\s*(?:\b(?:stock\s+)?(?:solution|soln\.?|stock)(?=\s|$|,))?"
    r"(?:,?\s*(?:\bin|dissolved in)\s+(?P<solvent>.+))?",
    re.IGNORECASE,
)
_JOINED = re.compile(
    rf"({_NUMBER}\s*[A-Za-z]+)\s*(?:\bof\s+(?:an?\s+)?|[,;:]\s*|\s(?=[\d.(\[]))(.+)", re.IGNORECASE
)
_DISSOLVED = re.compile(
    rf"({_NUMBER}\s*[A-Za-z]+)\s*(?:dissolved\s+)?in\s+({_NUMBER}\s*[A-Za-z]+)\s+(?:of\s+)?(.+)",
    re.IGNORECASE,
)
_STRENGTH_FIRST = re.compile(
    rf"({_NUMBER}\s*(?:%|[A-Za-z]+%?)(?:[^,;]*?))[,;]\s*({_NUMBER}\s*(?:mL|ml|L|l|uL|ul|g|mg))",
)
_NO_STRENGTH = re.compile(rf"({_NUMBER}\s*[A-Za-z]+)\s+in\s+([A-Za-z].*)", re.IGNORECASE)
_WORDS = {
    "excess": "give the amount that was used",
    "catalytic": "give the amount that was used",
    "trace": "give the amount that was used",
    "a few drops": "a drop is about 0.05 mL: write the volume, such as 0.15 mL for three",
    "q.s.": "give the amount that was used",
}


@dataclass(frozen=True, slots=True)
class Strength:
    """How much of a chemical is in a solution.

    Attributes:
        value: The number.
        unit: ``M`` (mol/L), ``g/L``, ``wt%`` or ``vol%``.
        solvent: What it is dissolved in, as it was written; None if that was not said.
        chemical: What is dissolved, where the amount says it once more (``1 M TOPSe in TOP``).
    """

    value: float
    unit: StrengthUnit
    solvent: str | None = None
    chemical: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenAmount:
    """An amount taken apart.

    Attributes:
        value: The number.
        unit: One of `AmountUnit`; ``M`` is a concentration in the whole flask.
        strength: Of the solution that was measured out; None for the chemical itself.
        solvent: What it was dissolved in before it went in; None if nothing.
        solvent_ml: How much of that, in mL.
        relative_to: What equivalents refer to; None if that was not said.
        same_value: The amount told a second time; None if it was told once.
        same_unit: The unit of `same_value`.
    """

    value: float
    unit: AmountUnit
    strength: Strength | None = None
    solvent: str | None = None
    solvent_ml: float | None = None
    relative_to: str | None = None
    same_value: float | None = None
    same_unit: AmountUnit | None = None


def read_written_amount(written: object) -> WrittenAmount:
    """Take an amount apart.

    Args:
        written: A number (mmol) or a text.

    Returns:
        Its parts.

    Raises:
        InputError: It is not an amount, or is negative, not finite or absurd.
    """
    if not isinstance(written, str):
        return _quantity(written)
    text = plain_text(written)
    if hint := _WORDS.get(text.lower()):
        raise InputError(f"{written!r} is not an amount", hint=hint)
    if match := _EQUIVALENTS.fullmatch(text):
        return _equivalents(match)
    if match := _DISSOLVED.fullmatch(text):
        value, unit = read_amount(match[1])
        volume = read_one_of(match[2], {"mL": AMOUNTS["mL"]})[0]
        return WrittenAmount(value, _amount_unit(unit), solvent=match[3], solvent_ml=volume)
    if (match := _STRENGTH_FIRST.fullmatch(text)) and _is_strength(match[1]):
        return _joined(match[2], match[1], written)
    if match := _JOINED.fullmatch(text):
        return _joined(match[1], match[2].strip(), written)
    if _NO_STRENGTH.fullmatch(text):
        raise InputError(
            f"{written!r} does not say how strong the solution is",
            hint='write such as "2 mL of 1 M in toluene", or "2 mmol in 3 mL of toluene"',
        )
    return _quantity(text)


def read_strength(written: str) -> Strength:
    """Read the strength of a solution.

    Args:
        written: Such as ``1 M in THF``, ``37 %``, ``25 wt% in water`` or ``5 mg/mL``.

    Returns:
        The strength; a percentage without a word is by weight.

    Raises:
        InputError: It is not a strength.
    """
    text = plain_text(written).strip()
    if text[:1] in "([" and text[-1:] in ")]":
        text = text[1:-1].strip()
    if percent := _PERCENT.match(text):
        strength, rest = _percent(percent), text[percent.end() :]
    elif molar := _MOLAR.match(text):
        value, unit = read_one_of(molar[0], CONCENTRATIONS)
        strength, rest = Strength(value, "M" if unit == "M" else "g/L"), text[molar.end() :]
    else:
        raise InputError(f"{written!r} is not a strength", hint=PERCENT.hint)
    match = _SOLUTION.fullmatch(rest)
    parts = match.groupdict() if match else {}
    solvent = "water" if parts.get("watery") else (parts.get("solvent") or "").strip() or None
    if solvent is not None and re.search(r"\s(?:and|or|with)\s|\+|\d\s*:\s*\d", solvent):
        raise InputError(
            f"{solvent!r} is not one solvent",
            hint="write the stock as separate reagents: the chemical in mmol, each solvent in mL",
        )
    chemical = (parts.get("chemical") or "").strip(" ,;") or None
    return Strength(strength.value, strength.unit, solvent, chemical)


def _is_strength(text: str) -> bool:
    try:
        read_strength(text)
    except InputError:
        return False
    return True


def _percent(match: re.Match[str]) -> Strength:
    value = check_range(float(match[1]), PERCENT, match[0])
    how = (match[2] or "").lower().rstrip(".")
    head = match[0].lower()
    if how in {"w/v", "m/v"}:
        return Strength(float(f"{value * 10:.12g}"), "g/L")
    by_volume = how in {"v/v", "by volume", "vol"} or "vol" in head or "v%" in head
    return Strength(value, "vol%" if by_volume else "wt%")


def _joined(quantity: str, second: str, written: str) -> WrittenAmount:
    value, unit = read_amount(quantity)
    inner = second.strip("()[] ")
    try:
        same_value, same_unit = read_amount(inner)
    except InputError:
        return _of_solution(value, unit, inner, written)
    return WrittenAmount(
        value, _amount_unit(unit), same_value=same_value, same_unit=_amount_unit(same_unit)
    )


def _of_solution(value: float, unit: str, inner: str, written: str) -> WrittenAmount:
    if not re.match(_NUMBER, inner):
        raise InputError(
            f"{inner!r} is not understood in {written!r}",
            hint='write such as "2 mL of 1 M in toluene"; the chemical stands in its own field',
        )
    return WrittenAmount(value, _amount_unit(unit), strength=read_strength(inner))


def _equivalents(match: re.Match[str]) -> WrittenAmount:
    value = float(match[1])
    if "%" in match[2]:
        value = float(f"{value / 100:.12g}")
    value = 0.0 if value == 0 else check_range(value, EQUIVALENTS, match[0])
    reference = match[3].strip() if match[3] else None
    return WrittenAmount(value, "equiv", relative_to=reference)


def _quantity(written: object) -> WrittenAmount:
    if _is_nothing(written):
        return WrittenAmount(0.0, "mmol")
    value, unit = read_one_of(written, {**AMOUNTS, "M": CONCENTRATIONS["M"]})
    return WrittenAmount(value, _amount_unit(unit))


def _is_nothing(written: object) -> bool:
    """Tell whether an amount is zero: a flask without the chemical."""
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        return False
    if not isinstance(written, str):
        return written == 0
    match = re.fullmatch(r"([+-]?0*\.?0*)\s*(mmol|mol|[mu]?mol|[mu]?g|kg|[mu]?L|ml|ul|l)?", written)
    return match is not None and "0" in match[1]


def _amount_unit(unit: str) -> AmountUnit:
    match unit:
        case "mmol" | "g" | "mL" | "M" | "equiv":
            return unit
    raise ValueError(unit)

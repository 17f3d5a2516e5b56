"""Salts named as cation and anion, in words or with the groups that chemists abbreviate."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import gcd

from ostwald.chemistry.formula import is_formula
from ostwald.chemistry.ions import Ion, anions_by_name, by_group, cations, cations_by_name
from ostwald.chemistry.names import folded_key
from ostwald.chemistry.salt_formulas import SaltReading, read_salt
from ostwald.errors import InputError

_TIMES = {
    "mono": 1,
    "di": 2,
    "tri": 3,
    "tetra": 4,
    "penta": 5,
    "hexa": 6,
    "hepta": 7,
    "bis": 2,
    "tris": 3,
    "tetrakis": 4,
}
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_CHARGE = re.compile(r"\(([1-8])\+\)|\(\+([1-8])\)|(?<=[a-z])([1-8])\+")
_BARE_ROMAN = re.compile(r"(?<=[a-z])[\s-]+(VIII|VII|VI|IV|III|II|I|V)(?=[\s-])")
_ACID_SALT = re.compile(
    r"(?P<acid>.+?)ic acid,?\s+(?P<times>mono|di|tri)?(?P<cation>[a-z()]+?)\s+salt", re.IGNORECASE
)
_HALF_ABBREVIATED = re.compile(
    r"(?P<metal>[A-Z][a-z]?)(?P<sign>[\s-]?)\(?(?P<group>[A-Za-z0-9,-]+?)\)?(?P<count>\d*)"
)


@dataclass(frozen=True, slots=True)
class NamedSalt:
    """A salt and what had to be assumed of its charges.

    Attributes:
        reading: Its ions.
        name: Its name in words.
        notes: What was assumed.
    """

    reading: SaltReading
    name: str
    notes: tuple[str, ...] = ()


def salt_by_name(text: str) -> NamedSalt | None:
    """Read a name such as ``iron(III) oleate``, ``stannous octoate`` or ``zinc bis(oleate)``.

    Args:
        text: A name without water and grades.

    Returns:
        The salt; None where the text does not begin with a cation and end with an anion.

    Raises:
        InputError: The metal has several charges and the name leaves open which one is meant,
            or the charges do not add up.
    """
    acid = _ACID_SALT.fullmatch(text)
    if acid:
        text = f"{acid['times'] or ''}{acid['cation']} {acid['acid']}ate"
    key = folded_key(_with_roman(text).replace("sulph", "sulf").replace("Sulph", "Sulf"))
    for start, times in _starts(key):
        names = cations_by_name()
        for length in range(len(start), 1, -1):
            head, rest = start[:length], start[length:]
            ions = names.get(f"?{head}") or names.get(head)
            anion = _anion(rest) if ions else None
            if ions is not None and anion is not None:
                return _salt(text, ions, times, *anion)
    return None


def salt_by_groups(text: str) -> NamedSalt | None:
    """Read a formula of ions, or a symbol with the name or abbreviation of an anion.

    Args:
        text: Such as ``Mn(St)2``, ``Cs-oleate``, ``Zn-OA``, without water.

    Returns:
        The salt; None where the text is no such thing.

    Raises:
        InputError: The charges do not add up, or the metal's is open.
    """
    if text.isalpha() and text.isupper() and not is_formula(text):
        return None  # BSA is no boron stearate
    reading = read_salt(text)
    if reading is not None:
        return NamedSalt(reading, _name(reading) if reading.is_exact else text)
    return _half_abbreviated(text)


def _half_abbreviated(text: str) -> NamedSalt | None:
    """Read a symbol beside one organic anion without a right count (``Pb-oleate``, ``PbOA``)."""
    match = _HALF_ABBREVIATED.fullmatch(text)
    if match is None or match["group"] in _ELEMENT_LIKE:
        return None
    metals = tuple(ion for ion in by_group().get(match["metal"], ()) if ion.charge > 0)
    anion = anions_by_name().get(folded_key(match["group"]))
    if anion is None:
        groups = [ion for ion in by_group().get(match["group"], ()) if ion.charge < 0]
        anion = groups[0] if groups else None
    if not metals or anion is None or anion.is_monatomic:
        return None
    if match["count"]:
        found = [m for m in metals if m.charge == -anion.charge * int(match["count"])]
        if not found:
            raise InputError(
                f'the charges in "{text}" do not add up',
                hint=f"{_bare(metals[0])} is {_states(metals)}, {anion.name} is {anion.charge:+d}",
            )
        return _salt(text, tuple(found), None, anion, None)
    found_salt = _salt(text, metals, None, anion, None)
    if found_salt.notes or found_salt.reading.terms[1][1] == found_salt.reading.terms[0][1]:
        return found_salt
    return replace(found_salt, notes=(f"taken as {found_salt.name}",))


# A symbol and one of these is a plain formula and no abbreviation.
_ELEMENT_LIKE = frozenset({"OH", "CN", "SH", "CO", "NO", "NO2", "NO3", "SO3", "SO4", "CO3", "PO4"})


def _with_roman(text: str) -> str:
    text = _CHARGE.sub(lambda m: f"({_ROMAN[int(m[1] or m[2] or m[3]) - 1]})", text)
    return _BARE_ROMAN.sub(r"(\1)", text)


def _starts(key: str) -> list[tuple[str, int | None]]:
    """Return the key as it is and without a multiplier of its cation."""
    found: list[tuple[str, int | None]] = [(key, None)]
    prefixes = [p for p in ("mono", "di", "tri", "tetra") if key.startswith(p)]
    return [*found, *((key[len(prefix) :], _TIMES[prefix]) for prefix in prefixes)]


def _anion(rest: str) -> tuple[Ion, int | None] | None:
    """Return the anion that the rest of a name is, with its multiplier."""
    known = anions_by_name()
    if rest in known:
        return known[rest], None
    if rest.startswith("(") and rest.endswith(")") and rest[1:-1] in known:
        return known[rest[1:-1]], None
    for prefix, times in _TIMES.items():
        if rest.startswith(prefix):
            inner = rest[len(prefix) :]
            for name in (inner, inner[1:-1] if inner[:1] in "([" and inner else inner):
                if name in known:
                    return known[name], times
    return None


def _salt(
    text: str,
    ions: tuple[Ion, ...],
    times: int | None,
    anion: Ion,
    anions: int | None,
) -> NamedSalt:
    notes: tuple[str, ...] = ()
    if anions is not None:
        total = -anion.charge * anions
        # "Arsenic trioxide" leaves out that there are two arsenic.
        fitting = [i for m in (times or 1, 2) for i in ions if i.charge * m == total]
        if not fitting:
            raise InputError(
                f'the charges in "{text}" do not add up',
                hint=f"{_bare(ions[0])} is {_states(ions)}, {anion.name} is {anion.charge:+d}",
            )
        ion = fitting[0]
    elif len(ions) == 1:
        ion = ions[0]
    else:
        usual = [i for i in ions if _has_bare(i)]
        if not usual:
            choices = " or ".join(f"{i.name} {anion.name}" for i in ions)
            raise InputError(f'"{text}" may be {choices}', hint="write the oxidation state")
        ion = usual[0]
        notes = (f"taken as {ion.name} {anion.name}",)
    reading = _neutral(ion, anion)
    return NamedSalt(reading, _name(reading), notes)


def _has_bare(ion: Ion) -> bool:
    return any("(" not in name and name == _bare(ion) for name in ion.names)


def _neutral(cation: Ion, anion: Ion) -> SaltReading:
    common = gcd(cation.charge, -anion.charge)
    return SaltReading(((cation, -anion.charge // common), (anion, cation.charge // common)))


def _bare(ion: Ion) -> str:
    return ion.name.split("(")[0]


def _states(ions: tuple[Ion, ...]) -> str:
    return " or ".join(f"{ion.charge:+d}" for ion in ions)


def _name(reading: SaltReading) -> str:
    positive = [_short(ion) for ion, _ in reading.cations]
    rest = [ion.name for ion, _ in reading.terms if ion.charge <= 0]
    return " ".join(dict.fromkeys([*positive, *rest]))


def _short(ion: Ion) -> str:
    """Return the name of a cation, without its charge where it has but one."""
    same = [other for other in cations() if _bare(other) == _bare(ion)]
    return _bare(ion) if len(same) == 1 else ion.name

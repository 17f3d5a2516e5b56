"""CAS registry numbers: their form and their check digit."""

from __future__ import annotations

import re

from ostwald.errors import InputError

_FORM = re.compile(r"\[?(\d{2,7})[-‐‑–](\d{2})[-‐‑–](\d)\]?")


def read_cas(text: str) -> str | None:
    """Read a CAS number.

    Args:
        text: Perhaps a CAS number.

    Returns:
        The number in its usual form; None where the text does not look like one.

    Raises:
        InputError: It has the form, and its check digit is wrong.

    Examples:
        >>> read_cas("112-80-1")
        '112-80-1'
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        return None
    digits = match[1] + match[2]
    check = sum(place * int(digit) for place, digit in enumerate(reversed(digits), 1)) % 10
    number = f"{match[1]}-{match[2]}-{match[3]}"
    if check != int(match[3]):
        raise InputError(
            f"the CAS number {number} has a wrong check digit (it would be {check})",
            hint="look at the number again, or write the chemical's name",
        )
    return number

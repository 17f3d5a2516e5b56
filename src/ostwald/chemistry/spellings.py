"""Other spellings of a chemical's name that mean the same."""

from __future__ import annotations

import re

_RULES = (
    (re.compile(r"sulph", re.IGNORECASE), "sulf"),
    (re.compile(r"^n[-,]\s*(?=[a-z])"), ""),
    (re.compile(r"(?<=[a-z])[-\s](?:n|normal)-(?=[a-z])", re.IGNORECASE), ""),
    (re.compile(r"\((?:n-)?((?:meth|eth|prop|but|pent|hex|hept|oct|dec|dodec)yl)\)"), r"\1"),
    (re.compile(r"\bt(?:ert)?-(?=but)|\btertiary[- ]", re.IGNORECASE), "tert-"),
    (re.compile(r"\bi(?:so)?-(?=prop|but|oct)", re.IGNORECASE), "iso"),
    (re.compile(r"phosphane\b", re.IGNORECASE), "phosphine"),
    (re.compile(r"(?<=[a-z])\s+(?=amine$|thiol$|ether$)", re.IGNORECASE), ""),
)
_PLURAL = re.compile(r"(?<=ane)s$|(?<=ene)s$", re.IGNORECASE)


def spellings(text: str) -> list[str]:
    """Return other spellings of a name, the nearest first, the name itself not among them.

    Args:
        text: A name without grades.

    Returns:
        Each rule alone, then all of them together.

    Examples:
        >>> spellings("n-dodecanethiol")
        ['dodecanethiol']
    """
    together = text
    found = []
    for pattern, new in _RULES:
        found.append(pattern.sub(new, text))
        together = pattern.sub(new, together)
    found += [together, _PLURAL.sub("", text), _PLURAL.sub("", together)]
    return [name for name in dict.fromkeys(found) if name and name != text]

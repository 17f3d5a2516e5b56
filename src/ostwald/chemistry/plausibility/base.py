"""A flag, and the registry of the rules that raise them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ostwald.chemistry.plausibility.flask import Flask

Severity = Literal["impossible", "doubtful", "note"]
SEVERITIES: tuple[Severity, ...] = ("impossible", "doubtful", "note")


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a flask that a chemist would remark on.

    Attributes:
        severity: ``impossible`` (the product cannot form so), ``doubtful`` or ``note``.
        rule: Name of the rule, a key of `RULES`.
        what: The chemicals and the numbers.
        why: The chemistry behind it.
    """

    severity: Severity
    rule: str
    what: str
    why: str

    def as_json(self) -> dict[str, str]:
        """Return the flag as ``ostwald check`` writes it."""
        return {"severity": self.severity, "rule": self.rule, "what": self.what, "why": self.why}

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.severity}: {self.what} ({self.why})"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one flask; without ``why`` the rule's sentence stands for it."""

    severity: Severity
    what: str
    why: str = ""


Finder = Callable[["Flask"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of plausibility.

    Attributes:
        name: Such as ``no-reductant``.
        sentence: What holds in every flask, in one sentence.
        source: Textbook or DOI.
        find: Says what breaks it.
    """

    name: str
    sentence: str
    source: str
    find: Finder

    def flags(self, flask: Flask) -> Iterator[Flag]:
        """Yield the flags that this rule raises on a flask."""
        for found in self.find(flask):
            yield Flag(found.severity, self.name, found.what, found.why or self.sentence)


RULES: dict[str, Rule] = {}


def rule(name: str, sentence: str, source: str) -> Callable[[Finder], Finder]:
    """Register a function as a rule.

    Args:
        name: Unique, in lower case with hyphens.
        sentence: What holds in every flask.
        source: Textbook or DOI.

    Returns:
        The decorator; the function yields a `Finding` for each breach.
    """

    def register(find: Finder) -> Finder:
        if name in RULES:
            raise ValueError(f"there are two rules {name}")
        RULES[name] = Rule(name, sentence, source, find)
        return find

    return register

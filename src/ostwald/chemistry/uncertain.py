"""The chemicals that are not identified beyond doubt, and why."""

from __future__ import annotations

from collections.abc import Iterable

from ostwald.chemistry.substance import ProductIdentity, Substance
from ostwald.chemistry.tables import products, reagents

_ORDER = {"unidentified": 0, "probable": 1, "mixture": 2}


def uncertain_reagents() -> list[Substance]:
    """Return the reagents whose status is not ``identified``, the most doubtful first."""
    doubtful = (s for s in reagents() if s.status != "identified")
    return sorted(doubtful, key=lambda s: (_ORDER[s.status], s.abbreviation.casefold()))


def uncertain_products() -> list[ProductIdentity]:
    """Return the products whose status is not ``identified``, the most doubtful first."""
    doubtful = (p for p in products() if p.status != "identified")
    return sorted(doubtful, key=lambda p: (_ORDER[p.status], p.label.casefold()))


def markdown() -> str:
    """Return both lists as the table of the documentation."""
    rows = [(s.abbreviation, s.name, s.status, s.note) for s in uncertain_reagents()]
    rows += [(p.label, p.name, p.status, p.note) for p in uncertain_products()]
    head = ("in recipes", "taken for", "status", "why")
    return "\n".join([_line(head), _line(["---"] * len(head)), *(_line(row) for row in rows)])


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

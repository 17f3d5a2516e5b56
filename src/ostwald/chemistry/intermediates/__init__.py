"""What forms in the flask before the crystals do: reactions between the chemicals of a recipe."""

from __future__ import annotations

from ostwald.chemistry.intermediates.base import Reaction, Term
from ostwald.chemistry.intermediates.completion import complete
from ostwald.chemistry.intermediates.flask import apply, apply_all, react, without_gases
from ostwald.chemistry.intermediates.search import find_reactions

__all__ = [
    "Reaction",
    "Term",
    "apply",
    "apply_all",
    "complete",
    "find_reactions",
    "react",
    "without_gases",
]

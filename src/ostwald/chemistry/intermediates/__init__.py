"""What forms in the flask before the crystals do: reactions between the chemicals of a recipe."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_PLACES = {
    "Reaction": "base",
    "Term": "base",
    "apply": "flask",
    "apply_all": "flask",
    "complete": "completion",
    "find_reactions": "search",
    "react": "flask",
    "without_gases": "flask",
}


def __getattr__(name: str) -> Any:
    """Import the rules of reactions when one of the names is asked for; many need none."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)

"""Names made comparable: case, spaces, hyphens, quotes, Greek letters and full-width signs."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "π": "pi",
    "σ": "sigma",
    "ω": "omega",
}
_GREEK_CAPITALS = {sign.upper(): name for sign, name in _GREEK.items()}
_QUOTES = "'\"`´′″‵’‘“”ʹʼ"
_DASHES = "-‐‑‒–—−﹣－_"
_DOTS = "•⋅∙‧・*×"
_MAP = str.maketrans(
    {
        **_GREEK,
        **_GREEK_CAPITALS,
        **dict.fromkeys(_QUOTES + _DASHES, ""),
        **dict.fromkeys(_DOTS, "·"),
        "、": ",",
        ";": ",",
    }
)


@lru_cache(maxsize=100_000)
def name_key(name: str) -> str:
    """Return what is left of a name once spelling habits are taken out, case kept.

    ``1，2-Dichlorobenzene`` and ``1,2 dichlorobenzene`` differ in the case of one letter only.

    Args:
        name: A name, abbreviation or formula as someone wrote it.

    Returns:
        The key; empty for a name without letters and digits.
    """
    plain = unicodedata.normalize("NFKC", name).translate(_MAP)
    return "".join(plain.split())


@lru_cache(maxsize=100_000)
def folded_key(name: str) -> str:
    """Return `name_key` in lower case."""
    return name_key(name).casefold()


def tidy(name: str) -> str:
    """Return a name with its outer blanks taken off and inner ones made single.

    Args:
        name: A name as someone wrote it.

    Returns:
        The name as it is shown to people.
    """
    return " ".join(name.split())

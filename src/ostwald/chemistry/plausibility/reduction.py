"""Rules on metals: ions take electrons from something."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.plausibility.base import Finding, rule
from ostwald.chemistry.plausibility.flask import Flask, Part, degrees

# Olefins, carboxylates and acetylacetonates give electrons when they decompose.
_THERMAL_C = 140.0
# Ions this hard to reduce stay ions at room temperature with mild reductants.
_BASE_METAL_V = -0.2
_BASE_METAL_C = 60.0
_EASY_METAL_V = 0.3
# With less than this share of metal in oxidation state zero, such as in seeds, ions are left.
_ALREADY_METAL = 0.3


def _reduced_mmol(flask: Flask) -> float:
    """Return the mmol of the product's metals that come without charge, as carbonyls do."""
    return sum(
        part.amount_mmol * count
        for part in flask.parts
        if part.traits.is_zero_valent
        for symbol, count in part.traits.metals.items()
        if symbol in flask.metals
    )


def _grade(flask: Flask, part: Part) -> str:
    """Return how a part reduces; what is to be reduced counts only when it decomposes."""
    own = bool(set(part.traits.metals) & set(flask.metals))
    if own and part.traits.reduces != "strong":
        return "hot" if part.traits.has_carbon and flask.hottest_c >= _THERMAL_C else ""
    return part.traits.reduces


@rule(
    "no-reductant",
    "Metal ions become metal only where something gives them electrons.",
    "Xia et al., Angew. Chem. Int. Ed. 48, 60 (2009), 10.1002/anie.200802248",
)
def no_reductant(flask: Flask) -> Iterator[Finding]:
    """Flag metal products whose ions nothing reduces."""
    if not flask.is_metallic or not flask.cation_mmol:
        return
    # The room of the reactions loads RDKit, which importing the rules need not do.
    from ostwald.chemistry.intermediates.metals import POTENTIAL_V

    if _reduced_mmol(flask) >= _ALREADY_METAL * flask.cation_mmol:
        return
    grades = {_grade(flask, part) for part in flask.parts}
    hot = flask.hottest_c >= _THERMAL_C
    product = flask.product.label
    if "strong" in grades:
        return
    if set(flask.metals or flask.needs) == {"Si"}:
        yield Finding(
            "impossible",
            f"only mild reductants are in the flask that is to give {product}",
            "silicon needs a hydride, an active metal or a Zintl salt",
        )
        return
    if "mild" in grades or (hot and "hot" in grades):
        hard = [m for m in flask.metals if POTENTIAL_V.get(m, -1.0) < _BASE_METAL_V]
        if hard and flask.hottest_c < _BASE_METAL_C and set(hard) == set(flask.metals):
            yield Finding(
                "doubtful",
                f"{' and '.join(hard)} ions are to become {product} at "
                f"{degrees(flask.hottest_c)} with mild reductants only",
                "such metals need a hydride, or heat",
            )
        return
    if "weak" in grades or "hot" in grades:
        some = " and ".join(p.label for p in flask.parts if _grade(flask, p) in ("weak", "hot"))
        easy = all(POTENTIAL_V.get(m, -1.0) >= _EASY_METAL_V for m in flask.metals)
        yield Finding(
            "doubtful" if easy else "impossible",
            f"nothing reduces the ions to {product} for sure at {degrees(flask.hottest_c)}; "
            f"only {some} might",
        )
        return
    yield Finding(
        "impossible",
        f"no reductant is in the flask that is to give {product} at {degrees(flask.hottest_c)}",
    )

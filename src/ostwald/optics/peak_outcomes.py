"""Outcomes that are known by their first absorption peak: the size that it means."""

from __future__ import annotations

import math

from ostwald.errors import InputError
from ostwald.optics.curve import SizingCurve
from ostwald.optics.published_curves import curves_of, formula_of, materials
from ostwald.recipes.base import placed
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.size_conventions import to_equal_area
from ostwald.recipes.table import RecipeTable

LABS_SCATTER = 0.075
"""Relative scatter of TEM sizes of 18 papers about the curve of CdSe (``docs/optics.md``)."""

CONTRADICTION = 3.0
"""A size and a peak so many standard errors of curve and laboratory apart are a contradiction."""

# The first peak of these follows their thinnest part, not the size of their projection.
_THIN = frozenset(
    {"rod", "rectangle", "triangle", "four-pointed star", "six-pointed star", "flower"}
)


def with_size(product: str, outcome: Outcome) -> Outcome:
    """Return an outcome with the size that its first absorption peak means.

    Args:
        product: Label of the product.
        outcome: What the recipe gave.

    Returns:
        The outcome with the equal-area diameter and the error of the sizing curve; unchanged where
        the size is known, or the peak is not.

    Raises:
        InputError: The product is not known or has no sizing curve, its shape is not one that a
            curve tells the size of, or the peak is outside the curve's range.
    """
    peak = outcome.absorption_peak_nm
    if outcome.size_nm is not None or peak is None:
        return outcome
    formula = formula_of(product)
    try:
        curve = _curve(formula, outcome.shape)
        size = curve.size_of(peak)
    except InputError as error:
        hint = f"give size_nm; {error.hint}" if error.hint else "give size_nm"
        raise InputError(error.problem, where="absorption_peak_nm", hint=hint) from error
    found = {
        "size_nm": size,
        "size_measure": "equal-area diameter",
        "size_method": "absorption",
        "size_error_percent": 100.0 * curve.relative_error,
    }
    return outcome.model_copy(update=found)


def contradiction(product: str, outcome: Outcome) -> str:
    """Say whether a size and a first absorption peak contradict each other.

    Args:
        product: Label of the product.
        outcome: What the recipe gave.

    Returns:
        One sentence; empty where they agree, or where one of them is not known or the peak does
        not tell a size.
    """
    peak = outcome.absorption_peak_nm
    if outcome.size_nm is None or peak is None or outcome.size_measure == "as reported":
        return ""
    try:
        curve = _curve(formula_of(product), outcome.shape)
        meant = curve.size_of(peak)
        given = to_equal_area(outcome).size_nm or meant
    except InputError:
        return ""
    if abs(math.log(given / meant)) < CONTRADICTION * math.hypot(
        curve.relative_error, LABS_SCATTER
    ):
        return ""
    return (
        f"size_nm is {outcome.size_nm:g}, and absorption_peak_nm {peak:g} means {meant:.2g} nm "
        f"({curve.name}, doi {curve.source}): the size is used, check both"
    )


def sizes_from_peaks(table: RecipeTable, place: str) -> RecipeTable:
    """Give rows that are known by their first absorption peak the size that it means.

    Args:
        table: Recipes and outcomes.
        place: Where they were read from, for the messages.

    Returns:
        The table. Rows whose peak tells no size are among its problems, or, where they stay for
        their shape, among its remarks; so is what was converted, and where a size and a peak
        contradict each other.
    """
    result = RecipeTable(
        problems=[*table.problems],
        ignored_columns=table.ignored_columns,
        remarks=[*table.remarks],
    )
    converted: dict[str, int] = {}
    for row_id, recipe, outcome in table:
        name = f"{place}, recipe {recipe.id or row_id + 1}"
        try:
            sized = with_size(recipe.product, outcome)
        except InputError as error:
            if outcome.shape is None:
                result.problems.append(placed(error, name))
                continue
            result.remarks.append(f"{name}: {error.problem}: only its shape is used")
            sized = outcome
        if sized is not outcome and sized.size_error_percent is not None:
            formula = formula_of(recipe.product)
            converted[formula] = converted.get(formula, 0) + 1
        words = contradiction(recipe.product, outcome)
        if words:
            result.remarks.append(f"{name}: {words}")
        result.add(recipe, sized, row_id)
    result.remarks += [_in_words(formula, n, place) for formula, n in converted.items()]
    return result


def _curve(formula: str, shape: str | None) -> SizingCurve:
    curves = curves_of(formula)
    if not curves:
        raise InputError(
            f"a first absorption peak tells no size of {formula}, which has no sizing curve",
            hint=f"there are curves for {', '.join(materials())}",
        )
    curve = curves[0]
    tetrahedral = curve.measure == "tetrahedron edge" and shape == "triangle"
    if shape in _THIN and not tetrahedral:
        raise InputError(
            f"a first absorption peak tells the size of compact particles, and the shape is {shape}"
        )
    return curve


def _in_words(formula: str, rows: int, place: str) -> str:
    curve = curves_of(formula)[0]
    sizes = "size is" if rows == 1 else "sizes are"
    return (
        f"{place}: {rows} {formula} {sizes} from first absorption peaks ({curve.name}, "
        f"doi {curve.source}), with an error of {100 * curve.relative_error:.0f} %"
    )

"""Predictions as a table, one row a recipe."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ostwald.prediction.result import Prediction
from ostwald.recipes.shapes import SHAPES

COLUMNS = (
    "id",
    "product",
    "size_nm",
    "lower_nm",
    "upper_nm",
    "coverage",
    "shape",
    *(f"probability_{shape.replace(' ', '_').replace('-', '_')}" for shape in SHAPES),
    "first_absorption_peak_nm",
    "in_domain",
    "domain_score",
    "reasons",
    "warnings",
)


def predictions_csv(predictions: Sequence[Prediction]) -> str:
    """Return predictions as the text of a CSV file.

    Args:
        predictions: Any number.

    Returns:
        A header and one row each, columns as `COLUMNS`; several reasons are set apart by
        semicolons, and what is not known is empty.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(one) for one in predictions)
    return text.getvalue()


def _row(one: Prediction) -> list[object]:
    said = one.to_json()
    size = said["size_nm"]
    peak = (said.get("optics") or {}).get("first_absorption_peak_nm", {}).get("estimate")
    return [
        _text(one.id or ""),
        _text(one.product),
        size["estimate"],
        *size["interval"],
        size["coverage"],
        one.shape.label,
        *(round(one.shape.probabilities.get(shape, 0.0), 4) for shape in SHAPES),
        "" if peak is None else peak,
        one.domain.in_domain,
        said["domain"]["score"],
        _text("; ".join(one.domain.reasons)),
        _text("; ".join(one.warnings)),
    ]


def _text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

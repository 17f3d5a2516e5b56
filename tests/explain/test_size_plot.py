"""The picture of sizes and of a curve."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostwald.explain.size_plot import plot_sizes
from ostwald.models.answer import Domain
from ostwald.prediction.result import Prediction, ShapeEstimate, SizeEstimate


def prediction(size_nm: float) -> Prediction:
    return Prediction(
        id="x",
        product="PbSe",
        size=SizeEstimate(size_nm, 0.8 * size_nm, 1.3 * size_nm, 0.9),
        shape=ShapeEstimate("cube", {"cube": 1.0}),
        domain=Domain(True, 0.9),
    )


@pytest.mark.parametrize("published", [(), (3.0, 4.0, 8.0, 20.0)])
def test_sizes_are_drawn_with_and_without_published_ones(tmp_path: Path, published) -> None:
    target = tmp_path / "sizes.svg"
    plot_sizes([("A", prediction(5.0)), ("B", prediction(9.0))], target, published_nm=published)
    assert "<svg" in target.read_text()

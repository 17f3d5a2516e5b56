from __future__ import annotations

import pytest

from ostwald.cli.prediction_table import print_predictions
from ostwald.prediction.result import (
    Domain,
    NearestRecipe,
    Prediction,
    ShapeEstimate,
    SizeEstimate,
)


def prediction(*differences: str) -> Prediction:
    return Prediction(
        id="mine",
        product="PbSe",
        size=SizeEstimate(8.0, 6.0, 10.0, 0.9),
        shape=ShapeEstimate("sphere", {"sphere": 1.0}),
        domain=Domain(True, 1.0),
        nearest=(NearestRecipe("10.1/x", "PbSe", 0.97, 7.9, "sphere", differences),),
    )


@pytest.mark.parametrize(
    ("differences", "expected"),
    [
        (("+40 degC", "no OLA"), "there: +40 degC, no OLA\n"),
        ((), "there: the same recipe, as far as it is told"),
        (tuple(f"also {k}" for k in range(8)), "also 5 and 2 more"),
    ],
)
def test_the_nearest_recipe_is_shown_with_what_differs(
    differences: tuple[str, ...], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_predictions([prediction(*differences)])
    assert expected in capsys.readouterr().out
    assert prediction(*differences).to_json()["nearest"][0]["differences"] == list(differences)

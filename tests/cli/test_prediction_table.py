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


def prediction(*differences: str, similarity: float = 0.97) -> Prediction:
    return Prediction(
        id="mine",
        product="PbSe",
        size=SizeEstimate(8.0, 6.0, 10.0, 0.9),
        shape=ShapeEstimate("sphere", {"sphere": 1.0}),
        domain=Domain(True, 1.0),
        nearest=(NearestRecipe("10.1/x", "PbSe", similarity, 7.9, "sphere", differences),),
    )


@pytest.mark.parametrize(
    ("differences", "expected"),
    [
        (("+40 degC", "no OLA"), "there: +40 degC; no OLA\n"),
        ((), "there: nearly the same recipe, as far as it is told"),
        (tuple(f"also {k}" for k in range(8)), "also 5 and 2 more"),
    ],
)
def test_the_nearest_recipe_is_shown_with_what_differs(
    differences: tuple[str, ...], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_predictions([prediction(*differences)])
    assert expected in capsys.readouterr().out
    assert prediction(*differences).to_json()["nearest"][0]["differences"] == list(differences)


@pytest.mark.parametrize(
    ("similarity", "differences", "figure", "words"),
    [
        (0.9994, (), "similarity 1.00", "there: the same recipe, as far as it is told"),
        (0.9994, ("1.1x OA",), "similarity 0.99", "there: 1.1x OA"),
        (0.97, (), "similarity 0.97", "there: nearly the same recipe"),
    ],
)
def test_word_and_figure_agree_on_what_is_the_same(
    similarity: float,
    differences: tuple[str, ...],
    figure: str,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_predictions([prediction(*differences, similarity=similarity)])
    told = capsys.readouterr().out
    assert figure in told
    assert words in told

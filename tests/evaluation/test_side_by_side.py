from __future__ import annotations

from typing import Any

import pytest

from ostwald.evaluation.side_by_side import few_shot_lines, side_by_side


def summary(protocol: str = "doi", **more: Any) -> dict[str, Any]:
    return {
        "protocol": protocol,
        "model": "m",
        "n": 10,
        "size": {"mae_nm": 3.0, "r2": 0.1},
        "shape": {"accuracy": 0.7, "balanced_accuracy": 0.2},
        "interval": {"coverage": 0.9, "mean_width_nm": 8.0},
        **more,
    }


def test_a_result_of_an_older_version_has_blanks() -> None:
    (line,) = side_by_side([summary()])
    assert (line.mae_nm, line.coverage) == (3.0, 0.9)
    assert line.ece is None
    assert line.in_to_out is None
    assert line.published_mae_nm is None


def test_the_papers_figure_stands_beside_ours() -> None:
    (line,) = side_by_side([summary("published")])
    assert line.published_mae_nm == pytest.approx(1.3995)


def test_compositions_have_a_line_for_all_and_one_for_the_papers_four() -> None:
    table = {name: {"n": 5} for name in ("a", "b", "c")}
    four = {"mae_nm": {"a": 1.0, "b": 2.0}, "mean_mae_nm": 1.5, "published_mean_mae_nm": 2.33}
    part = {
        "compositions": 3,
        "mean_mae_nm": 2.5,
        "by_composition": table,
        "papers_four": four,
    }
    everything, papers = side_by_side([summary("composition", composition=part)])
    assert (everything.protocol, everything.mae_nm) == ("composition (3)", 2.5)
    assert (papers.mae_nm, papers.published_mae_nm, papers.n) == (1.5, 2.33, 10)
    only_four = side_by_side([summary("composition4", composition=part | {"compositions": 2})])
    assert [line.mae_nm for line in only_four] == [1.5]


def test_few_shot_names_the_best_of_the_simple_ways() -> None:
    methods = {
        name: {"mae_nm": error, "cut": 1 - error / 4}
        for name, error in (
            ("adapted", 2.0),
            ("zero_shot", 4.0),
            ("shifted", 3.0),
            ("refit_x", 2.5),
        )
    }
    entry = {"revealed": 3, "papers": 7, "methods": methods, "interval": {"coverage": 0.88}}
    summaries = [summary(), summary("fewshot", fewshot={"curve": [entry]})]
    assert len(side_by_side(summaries)) == 1
    (line,) = few_shot_lines(summaries)
    assert (line.before_nm, line.after_nm, line.cut) == (4.0, 2.0, 0.5)
    assert (line.best_other, line.best_other_nm) == ("refit x", 2.5)

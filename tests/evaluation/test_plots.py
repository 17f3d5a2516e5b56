from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from models_for_tests import ConstantModel, small_split
from ostwald.evaluation.plots import plot_reliability
from ostwald.evaluation.runner import evaluate


def test_it_is_drawn_with_and_without_shapes(tmp_path: Path) -> None:
    rows = evaluate(small_split(), ConstantModel, model_name="constant", seed=0).rows
    plot_reliability(rows, "constant", tmp_path / "with.svg")
    bare = [replace(row, true_shape=None) for row in rows]
    plot_reliability(bare, "constant", tmp_path / "without.svg")
    # The dot of the one bin that has rows.
    with_dot, without = ((tmp_path / name).read_text() for name in ("with.svg", "without.svg"))
    assert "PathCollection" in with_dot
    assert "PathCollection" not in without

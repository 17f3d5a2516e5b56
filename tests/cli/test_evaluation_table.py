from __future__ import annotations

import pytest

from ostwald.cli.evaluation_table import print_side_by_side


def test_numbers_are_whole_and_unknown_ones_blank(capsys: pytest.CaptureFixture[str]) -> None:
    summary = {
        "protocol": "published",
        "model": "gaussian_process",
        "n": 617,
        "size": {"mae_nm": 1.4321, "r2": 0.7},
        "shape": {"accuracy": 0.861, "balanced_accuracy": 0.577},
        "interval": {"coverage": 0.9, "mean_width_nm": 8.0},
    }
    print_side_by_side([summary])
    said = capsys.readouterr().out
    for text in ("published", "gaussian_process", "1.432", "1.40", "0.861", "0.900"):
        assert text in said
    assert "…" not in said
    assert "None" not in said

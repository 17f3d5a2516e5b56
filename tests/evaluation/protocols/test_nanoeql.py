from __future__ import annotations

from pathlib import Path

from ostwald.evaluation.protocols import make_split


def test_nanoeql_split(data_dir: Path) -> None:
    split = make_split("nanoeql", data_dir)
    (fold,) = split.folds
    assert (len(fold.train), len(fold.test)) == (2385, 422)
    assert [split.row_ids[k] for k in fold.test] == list(range(422))

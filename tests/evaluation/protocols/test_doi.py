from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ostwald.evaluation.protocols import make_split
from ostwald.evaluation.protocols.doi import balanced_groups, paper_of


@pytest.mark.parametrize(
    ("doi", "product", "expected"),
    [
        ("10.1021/JA0001 ", "CdSe-1", "10.1021/ja0001"),
        ("self-synthesis", "CdSe-2", "self-synthesis CdSe"),
        ("self-synthesis", "Cs2InCl5-H2O", "self-synthesis Cs2InCl5-H2O"),
        (None, "PbS", "unknown PbS"),
    ],
)
def test_what_counts_as_a_paper(doi: str | None, product: str, expected: str) -> None:
    assert paper_of(doi, product) == expected


def test_groups_are_spread_evenly() -> None:
    groups = ["a"] * 6 + ["b"] * 3 + ["c"] * 3 + ["d"] * 2
    fold_of = balanced_groups(groups, 2)
    assert fold_of == {"a": 0, "b": 1, "c": 1, "d": 0}


def test_no_paper_is_in_training_and_test(data_dir: Path) -> None:
    split = make_split("doi", data_dir)
    papers = np.array(
        [paper_of(o.doi, r.product) for o, r in zip(split.outcomes, split.recipes, strict=True)]
    )
    assert sum(len(fold.test) for fold in split.folds) == 617
    for fold in split.folds:
        assert not set(papers[fold.train]) & set(papers[fold.test])
        assert len(fold.test) > 60

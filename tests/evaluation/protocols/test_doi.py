from __future__ import annotations

from pathlib import Path

import numpy as np

from ostwald.datasets.papers import paper_of
from ostwald.evaluation.protocols import make_split


def test_no_paper_is_in_training_and_test(data_dir: Path) -> None:
    split = make_split("doi", data_dir)
    papers = np.array(
        [paper_of(o.doi, r.product) for o, r in zip(split.outcomes, split.recipes, strict=True)]
    )
    assert sum(len(fold.test) for fold in split.folds) == 617
    for fold in split.folds:
        assert not set(papers[fold.train]) & set(papers[fold.test])
        assert len(fold.test) > 60

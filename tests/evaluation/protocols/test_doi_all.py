from __future__ import annotations

from pathlib import Path

import numpy as np

from ostwald.datasets.papers import paper_of
from ostwald.evaluation.protocols import make_split


def test_every_row_is_tested_with_its_paper_held_out(data_dir: Path) -> None:
    split = make_split("doi_all", data_dir)
    tested = np.sort(np.concatenate([fold.test for fold in split.folds]))
    assert tested.tolist() == list(range(len(split.recipes)))
    assert split.row_ids == list(range(3489))
    assert max(outcome.size_nm or 0.0 for outcome in split.outcomes) > 1000
    papers = np.array(
        [paper_of(o.doi, r.product) for o, r in zip(split.outcomes, split.recipes, strict=True)]
    )
    for fold in split.folds:
        assert not set(papers[fold.train]) & set(papers[fold.test])
        assert len(fold.test) > 600

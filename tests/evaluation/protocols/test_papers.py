from __future__ import annotations

import numpy as np

from ostwald.evaluation.protocols.papers import paper_folds


def test_rows_that_are_not_tested_train_unless_their_paper_is_held_out() -> None:
    papers = ["a", "a", "b", "b", "c"]
    folds = paper_folds(papers, np.array([0, 2]), 2)
    assert [fold.test.tolist() for fold in folds] == [[0], [2]]
    assert [fold.train.tolist() for fold in folds] == [[2, 3, 4], [0, 1, 4]]

from __future__ import annotations

from pathlib import Path

import numpy as np

from models_for_tests import few_shot_task
from ostwald.datasets.papers import paper_of
from ostwald.evaluation.protocols.fewshot import FEWEST_LEFT, draw_episodes, fewshot_split


def test_only_papers_with_enough_rows_and_nothing_tested_that_was_revealed() -> None:
    task = few_shot_task()
    # Paper "10.1/a" has 9 rows, enough to reveal 1 or 3; "10.1/b" has 6, enough for 1 only.
    counts = {(e.paper, len(e.revealed)) for e in task.episodes}
    assert counts == {("10.1/a", 1), ("10.1/a", 3), ("10.1/b", 1)}
    for episode in task.episodes:
        rows = np.concatenate([episode.revealed, episode.tested])
        assert len(episode.tested) >= FEWEST_LEFT
        assert sorted(rows.tolist()) == sorted(task.split.folds[episode.fold].test.tolist())


def test_a_larger_number_reveals_what_a_smaller_one_did() -> None:
    task = few_shot_task()
    shown = {
        (e.draw, len(e.revealed)): set(e.revealed) for e in task.episodes if e.paper[-1] == "a"
    }
    for draw in range(2):
        assert shown[draw, 1] < shown[draw, 3]
    assert shown[0, 3] != shown[1, 3]


def test_draws_do_not_hang_on_the_other_papers() -> None:
    task = few_shot_task()
    papers = [o.doi or "" for o in task.split.outcomes]
    again = draw_episodes(task.split, papers, (3,), draws=1, seed=0)
    before = [e for e in task.episodes if len(e.revealed) == 3 and e.draw == 0]
    assert [e.revealed.tolist() for e in again] == [e.revealed.tolist() for e in before]


def test_the_published_table(data_dir: Path) -> None:
    task = fewshot_split(data_dir)
    papers = [
        paper_of(o.doi, r.product)
        for o, r in zip(task.split.outcomes, task.split.recipes, strict=True)
    ]
    per_count = {k: {e.paper for e in task.episodes if len(e.revealed) == k} for k in (1, 3, 5, 10)}
    assert [len(per_count[k]) for k in (1, 3, 5, 10)] == [119, 70, 39, 15]
    for episode in task.episodes[::50]:
        train = {papers[k] for k in task.split.folds[episode.fold].train}
        assert episode.paper not in train
        assert {papers[k] for k in (*episode.revealed, *episode.tested)} == {episode.paper}
    assert len(fewshot_split(data_dir, capped=False).split.recipes) == 3489

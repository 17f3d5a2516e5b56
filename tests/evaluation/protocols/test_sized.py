from __future__ import annotations

from pathlib import Path

from ostwald.evaluation.protocols.published import sized_rows


def test_the_cap_leaves_the_row_numbers_of_the_file(data_dir: Path) -> None:
    everything, capped = sized_rows(data_dir), sized_rows(data_dir, 20.0)
    assert (len(everything), len(capped)) == (3489, 2593)
    assert all(outcome.size_nm is not None and outcome.size_nm <= 20 for outcome in capped.outcomes)
    for row_id, recipe, outcome in list(capped)[::500]:
        assert everything.recipes[row_id] == recipe
        assert everything.outcomes[row_id] == outcome

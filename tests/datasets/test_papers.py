from __future__ import annotations

import pytest

from ostwald.datasets.papers import balanced_groups, paper_of


@pytest.mark.parametrize(
    ("doi", "product", "expected"),
    [
        ("10.1021/JA0001 ", "CdSe-1", "10.1021/ja0001"),
        ("self-synthesis", "CdSe-2", "self-synthesis CdSe"),
        ("self-synthesis", "Cs2InCl5-H2O", "self-synthesis Cs2InCl5-H2O"),
        (None, "PbS", "unknown PbS"),
        ("", "PbS-1", "unknown PbS"),
    ],
)
def test_what_counts_as_a_paper(doi: str | None, product: str, expected: str) -> None:
    assert paper_of(doi, product) == expected


def test_groups_are_spread_evenly() -> None:
    groups = ["a"] * 6 + ["b"] * 3 + ["c"] * 3 + ["d"] * 2
    fold_of = balanced_groups(groups, 2)
    assert fold_of == {"a": 0, "b": 1, "c": 1, "d": 0}

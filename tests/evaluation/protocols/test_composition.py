from __future__ import annotations

from pathlib import Path

import pytest

from ostwald.evaluation.protocols import make_split
from ostwald.evaluation.protocols.composition import PAPERS_FOUR, formula_of


@pytest.mark.parametrize(
    ("label", "expected"), [("CdSe-1", "CdSe"), ("CdSe", "CdSe"), ("SePb", "PbSe")]
)
def test_polymorphs_and_spellings_are_one_composition(label: str, expected: str) -> None:
    assert formula_of(label) == expected


def test_the_papers_four(data_dir: Path) -> None:
    split = make_split("composition4", data_dir)
    assert set(split.fold_names) == set(PAPERS_FOUR)
    sizes = dict(zip(split.fold_names, [len(fold.test) for fold in split.folds], strict=True))
    assert sizes == {"PbSe": 321, "Ag2S": 59, "Ni": 21, "Cs2NaBiCl6": 12}


def test_a_composition_is_never_in_training_and_test(data_dir: Path) -> None:
    split = make_split("composition", data_dir)
    formulas = [formula_of(recipe.product) for recipe in split.recipes]
    assert len(split.folds) == len(split.fold_names) == len(set(split.fold_names))
    assert len(split.folds) > 50
    for name, fold in zip(split.fold_names, split.folds, strict=True):
        assert {formulas[k] for k in fold.test} == {name}
        assert name not in {formulas[k] for k in fold.train}
        assert len(fold.test) + len(fold.train) == len(formulas)

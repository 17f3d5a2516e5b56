from __future__ import annotations

import pytest

from ostwald.errors import InputError
from ostwald.recipes.outcome import SHAPES, Outcome


def test_nothing_need_be_known():
    outcome = Outcome()
    assert outcome.size_nm is None
    assert outcome.size_measure == "equal-area diameter"


def test_a_shape_s_synonym_becomes_the_label():
    assert Outcome(shape="nanocube").shape == "cube"
    assert len(SHAPES) == 11


@pytest.mark.parametrize(
    "fields",
    [
        {"size_nm": 0},
        {"size_nm": -1},
        {"size_nm": float("nan")},
        {"size_nm": 1e6},
        {"size_nm": "big"},
        {"size_nm": True},
        {"size_distribution_percent": -1},
        {"particles_counted": 0},
        {"particles_counted": 12.5},
        {"shape": "blob"},
        {"shape": 3.5},
        {"doi": ""},
        {"size_measure": "radius"},
        {"size_method": "guess"},
        {"absorption_peak_nm": -5},
        {"collection": ""},
    ],
)
def test_a_wrong_outcome_is_refused_with_its_field(fields):
    with pytest.raises(InputError) as error:
        Outcome(**fields)
    assert error.value.where == next(iter(fields))


def test_the_authors_own_work_keeps_its_mark():
    assert Outcome(doi="self-synthesis").doi == "self-synthesis"

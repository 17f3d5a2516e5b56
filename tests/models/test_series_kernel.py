from __future__ import annotations

import numpy as np
import pytest

from ostwald.models.encoding import RecipeEncoder
from ostwald.models.series_kernel import (
    COMPONENTS,
    SeriesKeys,
    matching_pairs,
    round_significantly,
    series_components,
    series_kernel,
)

from .conftest import make_recipe

RECIPES = [
    make_recipe(180, 5, PbO=4, OA=5),
    make_recipe(180, 20, PbO=4, OA=5),  # the same flask, later
    make_recipe(200, 5, PbO=4, OA=5),  # the same mixture, hotter
    make_recipe(180, 5, PbO=4, OA=6),
    make_recipe(180, 5, "PbS", PbO=4, OA=5),
]


@pytest.fixture(scope="module")
def parts() -> dict[str, np.ndarray]:
    keys = SeriesKeys.of(RecipeEncoder().fit(RECIPES).transform(RECIPES))
    kernels = series_components(keys, keys)
    return {name: part.toarray() for name, part in zip(COMPONENTS, kernels, strict=True)}


def test_flask_needs_equal_amounts_and_temperatures(parts) -> None:
    assert parts["flask"][0].tolist() == [1, 1, 0, 0, 0]
    assert 0 < parts["flask_in_time"][0, 1] < 1


def test_mixture_needs_equal_amounts_and_product(parts) -> None:
    assert parts["mixture"][0].tolist() == [1, 1, 1, 0, 0]
    assert 0 < parts["mixture_in_conditions"][0, 2] < 1


def test_kernels_are_symmetric_and_positive(parts) -> None:
    for part in parts.values():
        assert np.allclose(part, part.T)
        assert np.linalg.eigvalsh(part).min() > -1e-9
        assert np.allclose(np.diag(part), 1.0)


def test_the_whole_is_the_sum_of_its_parts(parts) -> None:
    keys = SeriesKeys.of(RecipeEncoder().fit(RECIPES).transform(RECIPES))
    variances = np.array([0.1, 0.2, 0.3, 0.4])
    whole = series_kernel(keys, keys, variances).toarray()
    expected = sum(v * parts[name] for v, name in zip(variances, COMPONENTS, strict=True))
    assert np.allclose(whole, expected, rtol=1e-6)


def test_an_unknown_reagent_makes_another_mixture() -> None:
    encoder = RecipeEncoder().fit(RECIPES)
    known = SeriesKeys.of(encoder.transform(RECIPES[:1]))
    other = SeriesKeys.of(encoder.transform([make_recipe(180, 5, PbO=4, OA=5, TOP=3)]))
    assert known.mixture[0] != other.mixture[0]


def test_pairs_are_all_found() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.integers(0, 6, 40).astype(np.uint64), rng.integers(0, 6, 30).astype(np.uint64)
    i, j = matching_pairs(a, b)
    assert set(zip(i.tolist(), j.tolist(), strict=True)) == {
        (m, n) for m in range(40) for n in range(30) if a[m] == b[n]
    }


def test_no_pairs_in_nothing() -> None:
    i, j = matching_pairs(np.array([1], np.uint64), np.array([], np.uint64))
    assert len(i) == len(j) == 0


def test_rounds_to_three_digits() -> None:
    rounded = round_significantly(np.array([0.0, 46.875, 47.34, 0.012345]))
    assert rounded.tolist() == pytest.approx([0.0, 46.9, 47.3, 0.0123])

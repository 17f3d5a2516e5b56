"""Filters of whole frames agree with the definitions that SciPy follows."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from ostwald.microscopy.neighbourhood import blurred, evened, highest_around, opened


@pytest.mark.parametrize("reach", [1, 3])
def test_the_highest_label_around_every_pixel_is_exact_up_to_millions(reach: int) -> None:
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 16_000_000, (40, 31)) * (rng.random((40, 31)) < 0.1)
    labels = labels.astype(np.int32)
    found = highest_around(labels, reach)
    assert found.dtype == np.int32
    assert np.array_equal(found, ndimage.maximum_filter(labels, 2 * reach + 1))


def test_truth_grows_by_the_square_and_not_in_from_outside_the_frame() -> None:
    mask = np.zeros((12, 15), bool)
    mask[0, 0] = mask[7, 8] = True
    expected = ndimage.binary_dilation(mask, np.ones((3, 3), bool), iterations=2)
    assert np.array_equal(highest_around(mask, 2), expected)


@pytest.mark.parametrize("sigma", [0.5, 1.4, 3.0])
def test_a_blur_is_the_gaussian_of_a_mirrored_frame(sigma: float) -> None:
    frame = np.random.default_rng(2).normal(size=(33, 50)).astype(np.float32)
    expected = ndimage.gaussian_filter(frame, sigma, truncate=3.0)
    assert blurred(frame, sigma) == pytest.approx(expected, abs=1e-5)


def test_a_blur_may_run_along_rows_only() -> None:
    frame = np.random.default_rng(2).normal(size=(33, 50)).astype(np.float32)
    expected = ndimage.gaussian_filter1d(frame, 1.2, axis=1)
    assert blurred(frame, (0.0, 1.2), reach=4.0) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(("rows", "columns"), [(1, 4), (5, 5), (4, 2)])
def test_opening_keeps_what_a_rectangle_covers(rows: int, columns: int) -> None:
    mask = ndimage.gaussian_filter(np.random.default_rng(3).normal(size=(60, 70)), 1.5) > 0
    expected = ndimage.binary_opening(mask, np.ones((rows, columns), bool))
    assert np.array_equal(opened(mask, rows, columns), expected)


@pytest.mark.parametrize(("rows", "columns"), [(8, 1), (3, 5)])
def test_means_of_rectangles(rows: int, columns: int) -> None:
    frame = np.random.default_rng(4).normal(size=(40, 33)).astype(np.float32)
    expected = ndimage.uniform_filter(frame, (rows, columns))
    assert evened(frame, rows, columns) == pytest.approx(expected, abs=1e-5)

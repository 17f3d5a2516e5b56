import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.microscopy.measure import measure_particles, size_statistics
from ostwald.microscopy.measure.particles import circularity


def labelled(shape, size_px, count=150, spread=0.0, seed=0):
    """Label image of well separated discs or turned squares, and their true diameters."""
    rng = np.random.default_rng(seed)
    cell = int(2.2 * size_px * (1 + 3 * spread)) + 4
    side = int(np.ceil(np.sqrt(count)))
    labels = np.zeros((side * cell, side * cell), np.int32)
    y, x = np.mgrid[:cell, :cell] - cell / 2
    diameters = size_px * (1 + spread * rng.standard_normal(count))
    for number, diameter in enumerate(diameters, start=1):
        dy, dx = rng.uniform(-0.5, 0.5, 2)
        if shape == "disc":
            mask = np.hypot(y - dy, x - dx) < diameter / 2
        else:
            half, angle = diameter * np.sqrt(np.pi) / 4, rng.uniform(0, np.pi)
            u = (x - dx) * np.cos(angle) + (y - dy) * np.sin(angle)
            v = (y - dy) * np.cos(angle) - (x - dx) * np.sin(angle)
            mask = (np.abs(u) < half) & (np.abs(v) < half)
        row, column = divmod(number - 1, side)
        labels[row * cell :, column * cell :][:cell, :cell][mask] = number
    return labels, diameters


@pytest.mark.parametrize("shape", ["disc", "square"])
@pytest.mark.parametrize("size_px", [8, 12, 20, 50])
def test_pixelation_shifts_neither_mean_nor_spread(shape, size_px):
    labels, truth = labelled(shape, size_px, spread=0.1)
    measured = size_statistics(measure_particles(labels).diameter_px)
    assert measured.mean == pytest.approx(truth.mean(), rel=0.02)
    assert measured.std == pytest.approx(truth.std(ddof=1), rel=0.10)


@pytest.mark.parametrize("size_px", [8, 12, 20, 50])
def test_circularity_of_discs_is_near_one(size_px):
    labels, _ = labelled("disc", size_px, count=20)
    assert measure_particles(labels).circularity.mean() > 0.93


def test_circularity_of_a_line_is_near_zero():
    assert circularity(np.ones((1, 60), bool)) < 0.15


def test_one_row_in_full():
    labels = np.zeros((40, 50), np.int32)
    labels[10:20, 20:40] = 1
    pixels = np.full((40, 50), 3.0)
    table = measure_particles(labels, pixels, 0.5, np.array([0.8]))
    assert len(table) == 1
    assert (table.x_px[0], table.y_px[0]) == (29.5, 14.5)
    assert (table.area_px[0], table.area_nm2[0]) == (200, 50)
    assert table.diameter_px[0] == pytest.approx(2 * np.sqrt(200 / np.pi))
    assert table.diameter_nm[0] == pytest.approx(np.sqrt(200 / np.pi))
    assert table.aspect_ratio[0] == pytest.approx(2, rel=0.02)
    assert table.min_feret_nm[0] == pytest.approx(5, rel=0.02)
    assert table.solidity[0] == pytest.approx(1, abs=0.01)
    assert table.shape[0] in ("rectangle", "rod")
    assert (table.score[0], table.mean_intensity[0]) == (0.8, 3.0)
    assert not table.touches_border[0]


@pytest.mark.parametrize(("row", "column"), [(0, 20), (36, 20), (15, 0), (15, 46)])
def test_particles_at_the_border(row, column):
    labels = np.zeros((40, 50), np.int32)
    labels[row : row + 4, column : column + 4] = 1
    labels[20:24, 25:29] = 2
    assert measure_particles(labels).touches_border.tolist() == [True, False]


def test_particles_cut_by_the_scale_bar():
    labels = np.zeros((40, 50), np.int32)
    labels[10:15, 10:15] = 1
    labels[10:15, 30:35] = 2
    excluded = np.zeros((40, 50), bool)
    excluded[15:18, 5:20] = True
    assert measure_particles(labels, excluded=excluded).touches_border.tolist() == [True, False]


def test_no_particles():
    table = measure_particles(np.zeros((20, 20), np.int32))
    assert len(table) == 0
    assert table.to_csv().count("\n") == 1


def test_missing_numbers_are_kept():
    labels = np.zeros((30, 30), np.int32)
    labels[5:9, 5:9] = 7
    assert measure_particles(labels).particle.tolist() == [7]


def test_wrong_labels_and_scores():
    with pytest.raises(InputError, match="cannot be measured"):
        measure_particles(np.zeros((3, 3), float))
    with pytest.raises(InputError, match="2 scores"):
        measure_particles(np.eye(3, dtype=int), scores=np.ones(2))


def test_perimeter_is_croftons():
    from skimage.measure import perimeter_crofton

    rng = np.random.default_rng(2)
    for size in (1, 2, 4, 9, 23):
        mask = rng.random((size, size)) < 0.7
        mask[0, 0] = True
        perimeter = perimeter_crofton(np.pad(mask, 1), directions=4)
        expected = min(1, 4 * np.pi * mask.sum() / perimeter**2)
        assert circularity(mask) == pytest.approx(expected)

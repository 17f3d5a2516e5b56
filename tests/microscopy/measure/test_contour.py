import numpy as np
import pytest

from ostwald.microscopy.measure.contour import (
    outline_of,
    without_ragged_edge,
)
from ostwald.microscopy.measure.signature import radial_signatures


def disc(diameter, offset=(0.0, 0.0)):
    half = int(diameter / 2) + 3
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    return np.hypot(y - offset[0], x - offset[1]) < diameter / 2


def rectangle(length, width, angle_degrees=0.0):
    half = int(np.hypot(length, width) / 2) + 3
    y, x = np.mgrid[-half : half + 1, -half : half + 1] + 0.25
    angle = np.deg2rad(angle_degrees)
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    return (np.abs(along) < length / 2) & (np.abs(across) < width / 2)


@pytest.mark.parametrize("diameter", [8, 12, 25, 80])
def test_feret_diameters_of_discs(diameter):
    rng = np.random.default_rng(1)
    outlines = [outline_of(disc(diameter, rng.uniform(-0.5, 0.5, 2))) for _ in range(30)]
    # The largest of many widths picks up the steps of the pixels, the smallest loses them.
    assert -0.2 < np.mean([o.max_feret_px for o in outlines]) - diameter < 1.0
    assert -0.6 < np.mean([o.min_feret_px for o in outlines]) - diameter < 0.2
    assert np.mean([o.aspect_ratio for o in outlines]) < 1.12
    assert min(o.solidity for o in outlines) > 0.93


@pytest.mark.parametrize("angle", [0, 20, 45, 77])
def test_lengths_of_a_rod_do_not_depend_on_its_direction(angle):
    outline = outline_of(rectangle(60, 15, angle))
    assert outline.aspect_ratio == pytest.approx(4, rel=0.08)
    assert outline.min_feret_px == pytest.approx(15, abs=1)
    assert outline.max_feret_px == pytest.approx(np.hypot(60, 15), abs=1.5)


def test_solidity_of_a_cross():
    mask = rectangle(60, 20) | rectangle(60, 20, 90)
    assert outline_of(mask).solidity == pytest.approx(2000 / (3600 - 4 * 200), rel=0.03)


@pytest.mark.parametrize("mask", [[[1]], [[1, 1]], [[1], [1], [1]], [[1, 0], [0, 1]], [[1] * 40]])
def test_the_smallest_and_thinnest_particles(mask):
    outline = outline_of(np.array(mask, bool))
    assert outline.min_feret_px > 0
    assert np.isfinite(radial_signatures([outline])).all()


def test_a_ragged_edge_is_smoothed():
    rng = np.random.default_rng(0)
    ragged = disc(60)
    edge = ragged ^ np.pad(disc(56), 2)
    ragged = ragged & ~(edge & (rng.random(ragged.shape) < 0.5))
    smooth = without_ragged_edge(ragged)
    assert outline_of(smooth).solidity > outline_of(ragged).solidity + 0.02
    assert smooth.sum() == pytest.approx(ragged.sum(), rel=0.05)


@pytest.mark.parametrize("mask", [[[1]], [[1, 1]], [[1] * 40]])
def test_smoothing_never_makes_a_particle_vanish(mask):
    assert without_ragged_edge(np.array(mask, bool)).any()


def test_hull_agrees_with_qhull_on_ragged_particles():
    from scipy import ndimage
    from scipy.spatial import ConvexHull

    rng = np.random.default_rng(3)
    for size in (1, 2, 3, 5, 9, 20, 41) * 4:
        noise = ndimage.gaussian_filter(rng.standard_normal((size, size)), size / 8)
        outline = outline_of(noise >= np.median(noise))
        expected = ConvexHull(outline.points)
        assert outline.hull_area_px == pytest.approx(expected.volume)
        corners = {tuple(corner) for corner in outline.hull}
        assert len(corners) == len(outline.hull)
        assert corners <= {tuple(point) for point in outline.points}

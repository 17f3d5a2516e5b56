from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from ostwald.microscopy.segmentation.edges import _radius, fit_edges, move_edges
from ostwald.microscopy.synthesis import RenderSettings, render_micrograph


def field(shape, diameter_px, size=256):
    settings = RenderSettings(
        height=size,
        width=size,
        nm_per_px=0.5,
        shapes=(shape,),
        diameter_nm=diameter_px * 0.5,
        coverage=0.2,
        max_overlap=0.0,
        optical_depth=0.8,
    )
    return render_micrograph(settings, 5)


def diameters(labels):
    return 2 * np.sqrt(np.bincount(labels.ravel())[1:] / np.pi)


@pytest.mark.parametrize("shape", ["sphere", "cube"])
@pytest.mark.parametrize("polarity", [1, -1])
def test_wide_outlines_are_told_from_true_ones(shape, polarity):
    rendered = field(shape, 26)
    pixels = polarity * rendered.pixels
    true = fit_edges(pixels, rendered.labels)
    assert true.offset_px == pytest.approx(0, abs=0.12)
    wide = np.where(
        rendered.labels > 0, rendered.labels, ndimage.maximum_filter(rendered.labels, 3)
    )
    excess = np.median(diameters(wide) - diameters(rendered.labels)) / 2
    assert fit_edges(pixels, wide).offset_px == pytest.approx(-excess, abs=0.35)


@pytest.mark.parametrize("shape", ["sphere", "cube", "hexagon"])
def test_edges_of_small_particles_are_where_they_are(shape):
    rendered = field(shape, 12, 512)
    fit = fit_edges(rendered.pixels, rendered.labels)
    assert fit.offset_px == pytest.approx(0, abs=0.12)
    assert np.isinf(fit.absorption) == (shape != "sphere")


def test_large_particles_are_looked_at_reduced():
    rendered = field("cube", 120, 512)
    wide = np.where(
        rendered.labels > 0, rendered.labels, ndimage.maximum_filter(rendered.labels, 9)
    )
    assert fit_edges(rendered.pixels, wide).offset_px == pytest.approx(-4.3, abs=1.2)


def test_frames_that_tell_nothing():
    labels = field("sphere", 20).labels
    noise = np.random.default_rng(0).standard_normal(labels.shape).astype(np.float32)
    assert fit_edges(noise, labels) is None
    assert fit_edges(noise, np.zeros_like(labels)) is None
    assert fit_edges(noise, np.ones_like(labels)) is None
    assert fit_edges(np.zeros_like(noise), labels) is None


def test_moving_changes_the_area_by_the_length_of_the_edge():
    rows, columns = np.mgrid[:80, :80]
    distance = np.hypot(rows - 40, columns - 40)
    reach = (distance < 26).astype(np.int32)
    labels = (distance < 20).astype(np.int32)
    probability = (1 / (1 + np.exp(distance - 20))).astype(np.float32)
    for offset in (-1.5, -0.4, 0.3, 1.2):
        moved = move_edges(labels, reach, probability, offset)
        assert diameters(moved)[0] == pytest.approx(diameters(labels)[0] + 2 * offset, abs=0.25)
    assert np.array_equal(move_edges(labels, reach, probability, 0.0), labels)


def test_edges_between_particles_stay_and_none_vanishes():
    labels = np.zeros((30, 60), np.int32)
    labels[5:25, 5:30], labels[5:25, 30:55], labels[2, 2] = 1, 2, 3
    probability = np.where(labels > 0, 0.9, 0.1).astype(np.float32)
    probability[5:25, 5] = probability[5:25, 54] = 0.5
    moved = move_edges(labels, labels, probability, -1.0)
    assert (moved[8:22, 29] == 1).all()
    assert (moved[8:22, 30] == 2).all()
    assert set(np.unique(moved)) == {0, 1, 2, 3}


def test_no_particles():
    empty = np.zeros((9, 9), np.int32)
    assert not move_edges(empty, empty, np.zeros((9, 9), np.float32), -1.0).any()


def test_rods_count_as_smaller_than_balls_of_their_area():
    rod = np.zeros((80, 160), np.int32)
    rod[30:50, 20:140] = 1
    rows, columns = np.mgrid[:80, :80]
    ball = (np.hypot(rows - 40, columns - 40) < 20).astype(np.int32)
    assert _radius(ball) == pytest.approx(20, rel=0.03)
    assert 10 < _radius(rod) < 0.9 * np.sqrt(rod.sum() / np.pi)
    touching = np.concatenate([ball[:, 15:60], 2 * ball[:, 20:65]], axis=1)
    assert _radius(touching) == pytest.approx(20, rel=0.03)

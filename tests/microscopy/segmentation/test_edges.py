from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from ostwald.microscopy.segmentation.edge_profile import edge_profile, radius_of
from ostwald.microscopy.segmentation.edges import fit_edges, usual_edges
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


def discs(diameter, count=1, blur=1.2, noise=7.0, wide=0.0, side=128, seed=0):
    """Dark discs of 60 on 170 as a blurred, noisy frame, and labels that are too wide."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[: 4 * side, : 4 * side] / 4 - 0.375
    frame, labels = np.zeros((side, side)), np.zeros((side, side), np.int32)
    step = side // 2 if count <= 4 else side // 4
    for number in range(count):
        place = np.array(divmod(number, side // step)) * step + step // 2
        place = place + rng.uniform(-0.5, 0.5, 2)
        away = np.hypot(rows - place[0], columns - place[1])
        frame += (away <= diameter / 2).reshape(side, 4, side, 4).mean(axis=(1, 3))
        fine = np.hypot(*(np.mgrid[:side, :side] - place[:, None, None]))
        labels[fine <= diameter / 2 + wide] = number + 1
    frame = 170 - 110 * ndimage.gaussian_filter(frame, blur)
    return (frame + noise * rng.standard_normal(frame.shape)).astype(np.float32), labels


def fitted(frame, labels, hidden=None):
    numbers = np.arange(1, int(labels.max(initial=0)) + 1)
    profile = edge_profile(frame, labels, numbers, ndimage.find_objects(labels), hidden)
    return None if profile is None else fit_edges(profile)


@pytest.mark.parametrize("shape", ["sphere", "cube"])
@pytest.mark.parametrize("polarity", [1, -1])
def test_wide_outlines_are_told_from_true_ones(shape, polarity):
    rendered = field(shape, 26)
    pixels = polarity * rendered.pixels
    assert fitted(pixels, rendered.labels).offset_px == pytest.approx(0, abs=0.15)
    wide = np.where(
        rendered.labels > 0, rendered.labels, ndimage.maximum_filter(rendered.labels, 3)
    )
    area = [np.bincount(labels.ravel())[1:] for labels in (wide, rendered.labels)]
    excess = np.median(np.sqrt(area[0] / np.pi) - np.sqrt(area[1] / np.pi))
    assert fitted(pixels, wide).offset_px == pytest.approx(-excess, abs=0.35)


@pytest.mark.parametrize("shape", ["sphere", "cube", "hexagon"])
def test_edges_of_small_particles_are_where_they_are(shape):
    rendered = field(shape, 12, 512)
    fit = fitted(rendered.pixels, rendered.labels)
    assert fit.offset_px == pytest.approx(0, abs=0.15)
    assert np.isinf(fit.absorption) == (shape != "sphere")


@pytest.mark.parametrize("diameter", [12, 20, 30])
@pytest.mark.parametrize(("blur", "noise"), [(0.7, 4.0), (1.2, 7.0), (1.8, 7.0)])
def test_one_particle_suffices(diameter, blur, noise):
    frame, labels = discs(diameter, 1, blur, noise, wide=1.5)
    fit = fitted(frame, labels)
    assert fit.offset_px == pytest.approx(-1.5, abs=0.15 if blur < 1.5 else 0.4)
    assert abs(fit.offset_px + 1.5) < 3 * fit.error_px + 0.1


def test_the_edge_does_not_depend_on_the_number_of_particles():
    offsets = [fitted(*discs(20, count, wide=1.0)).offset_px for count in (1, 3, 15)]
    assert offsets == pytest.approx([-1.0] * 3, abs=0.12)


def test_doubt_grows_with_blur_and_noise():
    clear, poor = fitted(*discs(14, 1, 0.8, 4.0)), fitted(*discs(14, 1, 2.2, 18.0))
    assert clear.error_px < 0.15
    assert poor is None or poor.error_px > 2 * clear.error_px


def test_fringes_of_defocus_do_not_move_the_edge():
    frame, labels = discs(20, 4, wide=1.0)
    frame = frame - 5 * ndimage.gaussian_laplace(frame, 1.2)
    assert fitted(frame, labels).offset_px == pytest.approx(-1.0, abs=0.25)


def test_large_particles_are_looked_at_reduced():
    rendered = field("cube", 120, 512)
    wide = np.where(
        rendered.labels > 0, rendered.labels, ndimage.maximum_filter(rendered.labels, 9)
    )
    assert fitted(rendered.pixels, wide).offset_px == pytest.approx(-4.3, abs=1.2)


def test_particles_cut_by_what_is_no_specimen_do_not_count():
    frame, labels = discs(20, 4, wide=1.0)
    hidden = np.zeros(labels.shape, bool)
    hidden[:, 32:64] = True
    frame[hidden] = 0
    labels[hidden] = 0
    assert fitted(frame, labels, hidden).offset_px == pytest.approx(-1.0, abs=0.15)


def test_frames_that_tell_nothing():
    labels = field("sphere", 20).labels
    noise = np.random.default_rng(0).standard_normal(labels.shape).astype(np.float32)
    assert fitted(noise, labels) is None
    assert fitted(noise, np.zeros_like(labels)) is None
    assert fitted(noise, np.ones_like(labels)) is None
    assert fitted(np.zeros_like(noise), labels) is None
    assert usual_edges().error_px > 1


def test_rods_count_as_smaller_than_balls_of_their_area():
    rod = np.zeros((80, 160), bool)
    rod[30:50, 20:140] = True
    rows, columns = np.mgrid[:80, :80]
    ball = np.hypot(rows - 40, columns - 40) < 20
    assert radius_of(ball) == pytest.approx(20, rel=0.03)
    assert 10 < radius_of(rod) < 0.9 * np.sqrt(rod.sum() / np.pi)

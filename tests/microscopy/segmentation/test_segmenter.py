from __future__ import annotations

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.microscopy.segmentation import SegmentationSettings, Segmenter
from ostwald.microscopy.segmentation.network_model import WEIGHTS
from ostwald.microscopy.segmentation.scoring import match
from ostwald.microscopy.synthesis import RenderSettings, render_micrograph


@pytest.fixture(scope="module")
def segmenter():
    return Segmenter.load(threads=1)


@pytest.fixture(scope="module")
def spheres():
    settings = RenderSettings(
        height=256,
        width=320,
        nm_per_px=0.25,
        diameter_nm=7.0,
        coverage=0.3,
        max_overlap=0.0,
        optical_depth=1.0,
    )
    return render_micrograph(settings, seed=11)


def mean_diameter(labels):
    area = np.bincount(labels.ravel())[1:]
    return float(np.mean(2 * np.sqrt(area / np.pi)))


def test_shipped_network_keeps_its_answer(segmenter, spheres):
    """Stored prediction: changes only when the weights or a threshold change."""
    found = segmenter.segment(spheres.pixels)
    assert len(found.scores) == STORED["particles"]
    assert mean_diameter(found.labels) == pytest.approx(STORED["mean_diameter_px"], abs=0.02)
    assert found.labels.max() == len(found.scores)
    assert found.labels.dtype == np.int32


STORED = {"particles": 42, "mean_diameter_px": 24.0007}


def test_shipped_network_finds_rendered_spheres(segmenter, spheres):
    found = segmenter.segment(spheres.pixels)
    assert match(spheres.labels, found.labels)[0.5].average_precision > 0.9
    assert mean_diameter(found.labels) == pytest.approx(mean_diameter(spheres.labels), rel=0.02)


def test_polarity_and_grey_scale_do_not_matter(segmenter, spheres):
    dark = segmenter.segment(spheres.pixels)
    bright = segmenter.segment(4000 - 3000 * spheres.pixels)
    assert abs(len(dark.scores) - len(bright.scores)) <= 2


@pytest.mark.parametrize("magnification", [0.5, 0.9])
def test_labels_do_not_depend_on_the_tile_size(segmenter, spheres, magnification):
    whole = segmenter.segment(spheres.pixels, magnification=magnification, tile_px=2048)
    assert whole.scores.size
    for tile_px in (96, 256):
        tiled = segmenter.segment(spheres.pixels, magnification=magnification, tile_px=tile_px)
        assert np.array_equal(tiled.labels, whole.labels)


def test_magnification_follows_the_particles(segmenter):
    chosen = {}
    for diameter_px in (12, 80):
        settings = RenderSettings(
            height=384, width=384, nm_per_px=1, diameter_nm=diameter_px, coverage=0.3
        )
        chosen[diameter_px] = segmenter.segment(render_micrograph(settings, 3).pixels).magnification
    assert chosen[12] >= 1
    assert chosen[80] < 0.6


def test_nothing_is_found_in_the_excluded_area(segmenter, spheres):
    exclude = np.zeros(spheres.pixels.shape, bool)
    exclude[:, :160] = True
    found = segmenter.segment(spheres.pixels, exclude)
    assert not found.labels[:, :150].any()
    assert found.labels[:, 160:].any()


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((64, 64), np.float32),
        np.full((64, 80), 255, np.uint8),
        np.full((40, 40), np.nan, np.float32),
        np.full((40, 40), np.inf, np.float32),
        np.zeros((1, 1), np.float32),
        np.array([[3.0]]),
        np.zeros((1, 500), np.float32),
    ],
    ids=["black", "white", "nan", "inf", "one pixel", "one grey pixel", "one row"],
)
def test_frames_without_content_have_no_particles(segmenter, pixels):
    found = segmenter.segment(pixels)
    assert found.labels.shape == pixels.shape
    assert found.scores.size == 0


@pytest.mark.parametrize("shape", [(2, 3), (1, 40), (17, 5)])
def test_tiny_noisy_frames_do_not_crash(segmenter, shape):
    pixels = np.random.default_rng(0).normal(size=shape)
    assert segmenter.segment(pixels).labels.shape == shape


def test_some_missing_pixels_do_no_harm(segmenter, spheres):
    pixels = spheres.pixels.copy()
    pixels[::50, ::50] = np.nan
    whole = len(segmenter.segment(spheres.pixels).scores)
    assert abs(len(segmenter.segment(pixels).scores) - whole) <= 2


@pytest.mark.parametrize("shape", [(0, 5), (4, 4, 3), (7,)])
def test_arrays_that_are_no_grey_image_are_refused(segmenter, shape):
    with pytest.raises(InputError, match="shape"):
        segmenter.segment(np.zeros(shape, np.float32))


def test_mask_of_another_shape_is_refused(segmenter):
    with pytest.raises(InputError, match="excluded"):
        segmenter.segment(np.zeros((5, 5)), np.zeros((5, 6), bool))


def test_the_name_tells_the_weights(segmenter):
    assert segmenter.name == f"Segmenter {segmenter.model.description['sha256'][:12]}"


def test_settings_are_obeyed(spheres):
    strict = replace(SegmentationSettings(), least_score=1.01, least_score_small=1.01)
    assert Segmenter.load(settings=strict, threads=1).segment(spheres.pixels).scores.size == 0


def test_folder_without_network_is_named(tmp_path):
    with pytest.raises(InputError, match="no segmentation network"):
        Segmenter.load(tmp_path)


def test_exchanged_weights_and_other_versions_are_refused(tmp_path):
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS, folder)
    description = json.loads((folder / "segmenter.json").read_text())
    (folder / "segmenter.json").write_text(json.dumps({**description, "format_version": 99}))
    with pytest.raises(InputError, match="format 99"):
        Segmenter.load(folder)
    (folder / "segmenter.json").write_text(json.dumps({**description, "sha256": "0" * 64}))
    with pytest.raises(InputError, match="description"):
        Segmenter.load(folder)


def test_weights_are_small_enough():
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < 15e6

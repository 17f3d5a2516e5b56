from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.microscopy.synthesis import (
    OUTLINE_SHAPES,
    BarStyle,
    RenderSettings,
    random_settings,
    render_micrograph,
)


def whole_particles(micrograph):
    """Labels that no edge cuts."""
    labels = micrograph.labels
    cut = set(np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])))
    return [k for k in range(1, len(micrograph.shapes) + 1) if k not in cut]


@pytest.mark.parametrize("shape", OUTLINE_SHAPES)
def test_labels_have_the_stated_diameter(shape):
    settings = RenderSettings(
        shapes=(shape,), diameter_nm=20, nm_per_px=0.5, coverage=0.25, max_overlap=0.0
    )
    micrograph = render_micrograph(settings, seed=3)
    area = np.bincount(micrograph.labels.ravel())
    whole = whole_particles(micrograph)
    assert len(whole) > 8
    measured = 2 * np.sqrt(area[whole] / np.pi) * micrograph.nm_per_px
    stated = micrograph.diameters_nm[np.array(whole) - 1]
    assert measured == pytest.approx(stated, rel=0.03)
    assert set(micrograph.shapes) == {shape}


def test_labels_are_numbered_without_gaps_and_described_once_each():
    settings = RenderSettings(arrangement="clusters", max_overlap=0.6, coverage=0.6)
    micrograph = render_micrograph(settings, seed=1)
    numbers = np.unique(micrograph.labels)
    assert numbers.tolist() == list(range(len(micrograph.shapes) + 1))
    assert micrograph.diameters_nm.shape == (len(micrograph.shapes),)


def test_same_seed_same_micrograph_other_seed_another():
    settings = RenderSettings(height=96, width=128)
    one, again, other = (render_micrograph(settings, seed) for seed in (5, 5, 6))
    assert np.array_equal(one.pixels, again.pixels)
    assert np.array_equal(one.labels, again.labels)
    assert not np.array_equal(one.labels, other.labels)
    assert one.pixels.dtype == np.float32
    assert one.pixels.shape == (96, 128)


@pytest.mark.parametrize(
    ("mode", "darker"), [("bright field", True), ("dark field", False), ("scanning", False)]
)
def test_polarity_follows_the_mode(mode, darker):
    micrograph = render_micrograph(RenderSettings(mode=mode, optical_depth=1.0), seed=2)
    inside = micrograph.labels > 0
    difference = micrograph.pixels[inside].mean() - micrograph.pixels[~inside].mean()
    assert (difference < -0.02) if darker else (difference > 0.02)


def test_more_overlap_is_allowed_only_as_far_as_stated():
    def hidden_share(max_overlap):
        settings = RenderSettings(coverage=0.8, max_overlap=max_overlap, size_spread=0.0)
        micrograph = render_micrograph(settings, seed=4)
        area = np.bincount(micrograph.labels.ravel())
        full = np.pi / 4 * (micrograph.diameters_nm / micrograph.nm_per_px) ** 2
        whole = np.array(whole_particles(micrograph))
        return (1 - area[whole] / full[whole - 1]).max()

    assert hidden_share(0.02) < 0.1
    assert 0.2 < hidden_share(0.4) < 0.5


def test_bar_length_and_text_state_the_pixel_size():
    settings = RenderSettings(nm_per_px=0.5, bar=BarStyle(corner="bottom right", box=1.0))
    micrograph = render_micrograph(settings, seed=1)
    bar = micrograph.bar
    assert bar is not None
    assert bar.value_nm / bar.length_px == pytest.approx(0.5, rel=0.01)
    assert bar.text == f"{bar.value_nm:g} nm"
    row, column = bar.start
    assert (micrograph.pixels[row, column : column + bar.length_px] == 0).all()
    assert bar.mask[row, column]


def test_strip_adds_rows_without_particles():
    settings = RenderSettings(bar=BarStyle(strip=True))
    micrograph = render_micrograph(settings, seed=1)
    assert micrograph.pixels.shape[0] > 512
    assert micrograph.labels.shape == micrograph.pixels.shape
    assert not micrograph.labels[512:].any()
    assert micrograph.bar.mask[512:].all()


def test_empty_film_has_no_particles():
    assert render_micrograph(RenderSettings(coverage=0.0), seed=1).shapes == []


def test_random_settings_can_all_be_rendered():
    rng = np.random.default_rng(0)
    for seed in range(12):
        micrograph = render_micrograph(random_settings(rng, 96), seed)
        assert np.isfinite(micrograph.pixels).all()
        assert micrograph.pixels.min() >= 0
        assert micrograph.pixels.max() <= 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"shapes": ("banana",)}, "shapes"),
        ({"shapes": ()}, "shapes"),
        ({"arrangement": "heap"}, "arrangement"),
        ({"mode": "x-ray"}, "mode"),
        ({"nm_per_px": 0.0}, "nm_per_px"),
        ({"diameter_nm": float("nan")}, "diameter_nm"),
    ],
)
def test_impossible_settings_are_refused_by_name(change, field):
    with pytest.raises(InputError, match=field):
        RenderSettings(**change)


def test_overlaps_are_shared_out_where_the_relatively_nearer_owns_them():
    settings = RenderSettings(
        arrangement="clusters", coverage=0.4, gap=-0.3, max_overlap=0.6, size_spread=0.0
    )
    upper = render_micrograph(settings, seed=3)
    deeper = render_micrograph(replace(settings, owner="deeper"), seed=3)

    def smallest_share(micrograph):
        area = np.bincount(micrograph.labels.ravel())[1:]
        return np.quantile(area / np.median(area), 0.1)

    assert smallest_share(deeper) > smallest_share(upper)


def test_patches_darken_the_film_where_they_lie():
    settings = RenderSettings(coverage=0.0, film_grain=0.0, gradient=0.0, clouds=0.0, dose=1e6)
    clean = render_micrograph(settings, seed=1).pixels
    dirty = render_micrograph(
        replace(settings, patches=0.3, patch_share=0.2, patch_px=8.0), seed=1
    ).pixels
    dark = dirty < clean.mean() * 0.9
    assert 0.1 < dark.mean() < 0.3
    bright = render_micrograph(
        replace(settings, mode="dark field", patches=0.3, patch_share=0.2), seed=1
    ).pixels
    assert bright.max() > 1.15 * np.median(bright)


def test_bands_cross_some_particles_and_leave_the_labels():
    settings = RenderSettings(shapes=("rod",), diameter_nm=20, texture=0.0, dose=1e5)
    plain = render_micrograph(settings, seed=4)
    bent = render_micrograph(replace(settings, bands=1.0), seed=4)
    np.testing.assert_array_equal(plain.labels, bent.labels)
    changed = [
        np.abs(plain.pixels - bent.pixels)[plain.labels == k].max() > 0.02
        for k in range(1, int(plain.labels.max()) + 1)
    ]
    assert 0.3 < np.mean(changed) < 0.7


def test_random_settings_repeat_and_hold_heaps_bands_and_residue():
    settings = random_settings(np.random.default_rng(5), 96)
    again = random_settings(np.random.default_rng(5), 96)
    assert settings == again
    drawn = [random_settings(np.random.default_rng(seed), 96) for seed in range(60)]
    assert any(one.patches > 0 for one in drawn)
    assert any(one.bands > 0 for one in drawn)
    assert any(one.gap < -0.05 and one.arrangement == "clusters" for one in drawn)
    assert all((one.owner == "upper") == (one.mode == "scanning") for one in drawn)

import json

import numpy as np
import pytest
from PIL import Image

from micrographs_for_tests import OtsuFinder, discs, with_bar
from ostwald.errors import InputError
from ostwald.microscopy import Measurement, measure
from ostwald.microscopy.io import Micrograph


def run(image, **options) -> Measurement:
    return measure(image, segmenter=OtsuFinder(), **options)


def test_from_file_to_statistics(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(with_bar(discs(400, 500, 24), "50 nm", 125)).save(path)
    result = run(path)
    assert result.size_nm.mean == pytest.approx(24 * 50 / 125, rel=0.02)
    assert result.shape_label == "sphere"
    assert result.image == "a.png"
    assert len(result.table) == result.labels.max()
    assert result.seconds > 0


def test_summary_has_the_fields_others_rely_on(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(with_bar(discs(), "50 nm", 100)).save(path)
    summary = json.loads(json.dumps(run(path).to_json()))
    assert summary["format_version"] == 1
    assert (summary["image"], summary["width_px"], summary["height_px"]) == ("a.png", 300, 200)
    assert {"nm_per_px", "source", "bar_value_nm", "bar_length_px", "confidence"} <= set(
        summary["scale"]
    )
    assert summary["scale"]["source"] == "scale bar"
    assert set(summary["size_nm"]) == {
        "mean", "std", "median", "distribution_percent", "mean_ci95"
    }  # fmt: skip
    assert set(summary["shape"]) == {"label", "fractions"}
    assert {"particles", "particles_at_border", "seconds", "warnings"} <= set(summary)


def test_arrays_and_micrographs():
    plain = run(discs())
    assert (plain.image, plain.scale.source, plain.size_nm) == ("image", "none", None)
    assert plain.size_px.mean == pytest.approx(20, rel=0.03)
    assert np.isnan(plain.table.diameter_nm).all()
    assert run(Micrograph.from_array(discs(), nm_per_px=0.5)).size_nm.mean == pytest.approx(
        plain.size_px.mean / 2
    )


def test_the_pixel_size_given_wins():
    assert run(discs(), nm_per_px=2.0).size_nm.mean == pytest.approx(40, rel=0.03)


@pytest.mark.parametrize("size", [0.0, -1.0, float("nan"), float("inf")])
def test_impossible_pixel_sizes(size):
    with pytest.raises(InputError, match="not possible"):
        run(discs(), nm_per_px=size)


def test_border_particles_do_not_count():
    picture = discs()
    picture[:30, 100:190] = 60
    result = run(picture)
    assert result.table.touches_border.sum() == 1
    assert result.size_px.count == len(result.table) - 1
    assert result.size_px.mean == pytest.approx(20, rel=0.05)


@pytest.mark.parametrize("value", [0, 255])
def test_black_and_white_frames_hold_no_particles(value):
    result = run(np.full((100, 120), value, np.uint8))
    assert len(result.table) == 0
    assert "the image has the same value everywhere" in result.warnings
    assert "no particles were found" in result.warnings


def test_a_frame_without_particles():
    class Nothing(OtsuFinder):
        def segment(self, pixels, exclude=None):
            found = super().segment(pixels, exclude)
            return type(found)(np.zeros_like(found.labels), np.zeros(0))

    result = measure(discs(), segmenter=Nothing())
    assert (len(result.table), result.size_px, result.shape_label) == (0, None, None)
    assert result.warnings[-1] == "no particles were found"


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (5, 5)])
def test_images_of_a_few_pixels(shape):
    result = run(np.random.default_rng(0).integers(0, 255, shape, np.uint8))
    assert len(result.table) == 0


def test_nan_pixels_are_told():
    picture = discs().astype(float)
    picture[50:52, 50:52] = np.nan
    assert "4 NaN" in run(picture).warnings[0]


def test_small_particles_are_told():
    assert any("uncertain" in w for w in run(discs(diameter_px=6, spacing_px=20)).warnings)


def test_the_network_finds_nothing_on_an_empty_film():
    from ostwald.microscopy.synthesis import RenderSettings, render_micrograph

    film = render_micrograph(RenderSettings(height=256, width=256, coverage=0.0, dose=150), 5)
    result = measure(film.pixels)
    assert len(result.table) == 0
    assert (result.size_px, result.shape_label) == (None, None)


def test_two_populations_are_told():
    large, small = discs(600, 600, 120, 180), discs(600, 600, 16, 60)
    picture = np.vstack([large, small])
    with_scale = run(picture, nm_per_px=0.5)
    (told,) = [w for w in with_scale.warnings if "two groups" in w]
    assert "4 particles of about 60" in told
    assert "of about 8" in told


def test_a_part_that_the_user_chose_is_no_doubt():
    picture = discs(400, 500, 24)
    reasons = run(picture, roi=(0, 0, 200, 200)).trust.reasons
    assert reasons == run(picture[:200, :200]).trust.reasons
    assert not any("specimen" in reason for reason in reasons)

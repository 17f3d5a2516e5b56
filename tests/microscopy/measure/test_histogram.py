import numpy as np
import pytest
from PIL import Image

from ostwald.errors import InputError
from ostwald.microscopy.measure.histogram import (
    bin_edges,
    log_normal_density,
    normal_density,
    write_histogram,
)


@pytest.mark.parametrize("count", [1, 2, 5, 400])
def test_a_picture_is_written(tmp_path, count):
    sizes = np.random.default_rng(0).lognormal(2, 0.2, count)
    write_histogram(sizes, "nm", tmp_path / "h.png", "a.tif")
    assert Image.open(tmp_path / "h.png").size[0] > 500


def test_equal_sizes(tmp_path):
    write_histogram(np.full(20, 8.0), "px", tmp_path / "h.png")
    assert bin_edges(np.full(3, 8.0)).tolist() == [7.5, 8.5]


def test_densities_are_normalised():
    sample = np.random.default_rng(0).lognormal(2, 0.2, 500)
    x = np.linspace(0.01, 40, 20_000)
    for density in (normal_density, log_normal_density):
        assert np.trapezoid(density(x, sample), x) == pytest.approx(1, abs=0.01)


def test_bins_hold_every_particle():
    sample = np.random.default_rng(0).lognormal(2, 0.5, 1000)
    edges = bin_edges(sample)
    assert np.histogram(sample, edges)[0].sum() == 1000
    assert 5 <= len(edges) - 1 <= 60


def test_unwritable(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot write"):
        write_histogram(np.ones(3), "nm", tmp_path / "file" / "h.png")


def test_names_in_letters_that_the_font_lacks_raise_no_warning(tmp_path, recwarn):
    write_histogram(np.full(20, 8.0), "nm", tmp_path / "h.png", "金纳米.tif")
    assert not recwarn.list

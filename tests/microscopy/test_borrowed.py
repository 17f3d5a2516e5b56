import numpy as np
import pytest
import tifffile

from micrographs_for_tests import OtsuFinder, discs, with_bar
from ostwald.errors import InputError
from ostwald.microscopy import measure


def save(path, picture, nm_per_px):
    pixels = 1 / nm_per_px
    tifffile.imwrite(
        path, picture, imagej=True, resolution=(pixels, pixels), metadata={"unit": "nm"}
    )
    return path


def test_a_placeholder_is_half_trusted_until_a_bar_confirms_it(tmp_path):
    plain = measure(save(tmp_path / "a.tif", discs(), 1.0), segmenter=OtsuFinder())
    assert (plain.scale.nm_per_px, plain.scale.confidence) == (1.0, 0.5)
    shown = with_bar(discs(), "100 nm", 100)
    told = measure(save(tmp_path / "b.tif", shown, 1.0), segmenter=OtsuFinder())
    assert told.scale.confidence > 0.9
    sound = measure(save(tmp_path / "c.tif", discs(), 0.8), segmenter=OtsuFinder())
    assert sound.scale.confidence > 0.9


def test_the_scale_of_another_image_only_where_asked_and_of_one_size(tmp_path):
    source = save(tmp_path / "a.tif", discs(), 0.8)
    tifffile.imwrite(tmp_path / "b.tif", discs())
    tifffile.imwrite(tmp_path / "c.tif", discs(150, 200))
    finder = {"segmenter": OtsuFinder()}
    assert measure(tmp_path / "b.tif", **finder).scale.nm_per_px is None
    borrowed = measure(tmp_path / "b.tif", scale_from=source, **finder)
    assert borrowed.scale.nm_per_px == pytest.approx(0.8, rel=1e-3)
    assert borrowed.size_nm.mean == pytest.approx(16, rel=0.03)
    assert any("taken over from a.tif" in warning for warning in borrowed.warnings)
    assert measure(tmp_path / "c.tif", scale_from=source, **finder).scale.nm_per_px is None
    own = measure(source, scale_from=source, **finder)
    assert own.scale.source == "metadata"
    with pytest.raises(InputError, match="no scale that others could use"):
        measure(source, scale_from=tmp_path / "b.tif", **finder)


def test_a_part_beyond_the_picture_is_refused():
    with pytest.raises(InputError, match="reaches beyond"):
        measure(discs(), roi=(250, 0, 100, 50), segmenter=OtsuFinder())
    part = measure(discs(), roi=(60, 40, 120, 100), segmenter=OtsuFinder())
    assert part.labels.shape == discs().shape
    assert not part.labels[:, :60].any()
    assert np.count_nonzero(part.table.whole) > 0


def test_no_scale_is_taken_from_a_figure_of_several_panels(tmp_path):
    bar = with_bar(discs(seed=1), "50 nm", 100)
    gutter = np.full((200, 10), 255, np.uint8)
    tifffile.imwrite(tmp_path / "figure.tif", np.hstack([bar, gutter, discs(seed=2)]))
    tifffile.imwrite(tmp_path / "b.tif", discs())
    with pytest.raises(InputError, match="2 panels"):
        measure(tmp_path / "b.tif", scale_from=tmp_path / "figure.tif", segmenter=OtsuFinder())

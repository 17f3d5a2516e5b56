import numpy as np
import pytest
import tifffile
from PIL import Image

from ostwald.errors import InputError
from ostwald.microscopy.measure import measure_particles
from ostwald.microscopy.review.labels import digest_of, find_corrected, read_corrected
from ostwald.microscopy.review.rois import write_rois

LABELS = np.zeros((20, 30), np.int32)
LABELS[2:6, 2:8], LABELS[10:15, 20:24] = 1, 12


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int32", "uint32", "int64", "float32"])
def test_types_that_programs_save(tmp_path, dtype):
    tifffile.imwrite(tmp_path / "a.tif", LABELS.astype(dtype), compression="zlib")
    corrected = read_corrected(tmp_path / "a.tif", LABELS.shape)
    np.testing.assert_array_equal(corrected.labels, LABELS)
    assert corrected.notes == ()


def test_png(tmp_path):
    Image.fromarray(LABELS.astype(np.uint16)).save(tmp_path / "a.png")
    np.testing.assert_array_equal(read_corrected(tmp_path / "a.png", (20, 30)).labels, LABELS)


def test_a_mask_is_cut_into_its_pieces(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", (255 * (LABELS > 0)).astype(np.uint8))
    corrected = read_corrected(tmp_path / "a.tif", LABELS.shape)
    assert corrected.labels.max() == 2
    assert "2 pieces" in corrected.notes[0]


@pytest.mark.parametrize(
    ("samples", "told"),
    [
        (LABELS[:-1], "shape"),
        (np.zeros((20, 30, 3), np.uint8), "shape"),
        (LABELS + 0.5, "whole numbers"),
        (LABELS - 3, "no numbers of particles"),
        (np.full((20, 30), np.nan, np.float32), "whole numbers"),
    ],
)
def test_what_is_no_label_image(tmp_path, samples, told):
    tifffile.imwrite(tmp_path / "a.tif", samples)
    with pytest.raises(InputError, match=told):
        read_corrected(tmp_path / "a.tif", LABELS.shape)


def test_a_damaged_file(tmp_path):
    for name in ("a.tif", "a.png"):
        (tmp_path / name).write_bytes(b"nonsense")
        with pytest.raises(InputError, match="cannot be read"):
            read_corrected(tmp_path / name, LABELS.shape)


def test_the_file_that_was_changed_counts(tmp_path):
    labels, rois = tmp_path / "a.labels.tif", tmp_path / "a.rois.zip"
    assert find_corrected(tmp_path, ("a",)) is None
    tifffile.imwrite(labels, LABELS)
    assert find_corrected(tmp_path, ("b", "a")) == labels
    write_rois(LABELS, measure_particles(LABELS), rois)
    written = {".labels.tif": digest_of(labels), ".rois.zip": digest_of(rois)}
    assert find_corrected(tmp_path, ("a",), written) == labels
    write_rois(LABELS, measure_particles(LABELS * (LABELS < 5)), rois)
    assert find_corrected(tmp_path, ("a",), written) == rois
    tifffile.imwrite(labels, LABELS * 2)
    with pytest.raises(InputError, match="both changed"):
        find_corrected(tmp_path, ("a",), written)
    with pytest.raises(InputError, match="both changed"):
        find_corrected(tmp_path, ("a",))

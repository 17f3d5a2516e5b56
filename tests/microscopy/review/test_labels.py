import zipfile

import numpy as np
import pytest
import tifffile
from PIL import Image
from roifile import roiread, roiwrite

from ostwald.errors import InputError
from ostwald.microscopy.measure import measure_particles
from ostwald.microscopy.review.labels import (
    find_corrected,
    is_as_written,
    read_corrected,
    write_labels,
)
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


def test_two_particles_painted_with_one_number_are_named(tmp_path):
    labels = LABELS.copy()
    labels[15:18, 2:5] = 12
    tifffile.imwrite(tmp_path / "a.tif", labels)
    corrected = read_corrected(tmp_path / "a.tif", LABELS.shape)
    np.testing.assert_array_equal(corrected.labels, labels)
    assert "1 of the labels lie in several pieces" in corrected.notes[0]
    assert "(12)" in corrected.notes[0]


@pytest.mark.parametrize(
    ("samples", "told"),
    [
        (LABELS[:-1], "shape"),
        (np.zeros((20, 30, 3), np.uint8), "shape"),
        (LABELS + 0.5, "whole numbers"),
        (LABELS - 3, "no numbers of particles"),
        (LABELS * 100_000_000, "no numbers of particles"),
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


def test_the_image_itself_is_no_label_image(tmp_path):
    image = tmp_path / "a.tif"
    tifffile.imwrite(image, LABELS)
    assert find_corrected(tmp_path, ("a",)) == image
    assert find_corrected(tmp_path, ("a",), image=image) is None
    tifffile.imwrite(tmp_path / "a.labels.tif", LABELS)
    assert find_corrected(tmp_path, ("a",), image=image) == tmp_path / "a.labels.tif"


def test_the_file_that_was_changed_counts(tmp_path):
    labels, rois = tmp_path / "a.labels.tif", tmp_path / "a.rois.zip"
    assert find_corrected(tmp_path, ("a",)) is None
    write_labels(LABELS, labels)
    assert find_corrected(tmp_path, ("b", "a")) == labels
    write_rois(LABELS, measure_particles(LABELS), rois)
    assert find_corrected(tmp_path, ("a",)) == labels
    some = roiread(rois)[:1]
    rois.unlink()
    roiwrite(rois, some)
    assert find_corrected(tmp_path, ("a",)) == rois
    tifffile.imwrite(labels, LABELS * 2)
    with pytest.raises(InputError, match="both changed"):
        find_corrected(tmp_path, ("a",))


def test_labels_tell_whether_they_were_changed(tmp_path):
    path = tmp_path / "a.labels.tif"
    write_labels(LABELS, path)
    assert is_as_written(path)
    assert tifffile.imread(path).dtype == np.int32
    with tifffile.TiffFile(path) as tiff:
        description = tiff.pages[0].description
    for samples, told in ((LABELS * 2, description), (LABELS, None), (LABELS, "ImageJ=1.54f")):
        tifffile.imwrite(path, samples, description=told, metadata=None)
        assert not is_as_written(path)
    path.write_bytes(b"nonsense")
    assert not is_as_written(path)


def test_outlines_tell_whether_they_were_changed(tmp_path):
    path = tmp_path / "a.rois.zip"
    for labels in (LABELS, LABELS * 0):
        write_rois(labels, measure_particles(labels), path)
        assert is_as_written(path)
    write_rois(LABELS, measure_particles(LABELS), path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("new.roi", archive.read("00001.roi"))
    assert not is_as_written(path)

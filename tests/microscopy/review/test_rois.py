import zipfile

import numpy as np
import pytest
from roifile import ROI_TYPE, ImagejRoi, roiread, roiwrite
from scipy import ndimage

from micrographs_for_tests import discs
from ostwald.errors import InputError
from ostwald.microscopy.measure import measure_particles
from ostwald.microscopy.review.rois import read_rois, write_rois


@pytest.fixture
def labels():
    found, _ = ndimage.label(discs() < 130)
    found[:20, :20] = 99
    return found.astype(np.int32)


def test_written_and_read_back_without_a_pixel_changed(tmp_path, labels):
    table = measure_particles(labels)
    write_rois(labels, table, tmp_path / "a.rois.zip")
    back, notes = read_rois(tmp_path / "a.rois.zip", labels.shape)
    np.testing.assert_array_equal(back, labels)
    assert notes == ()
    rois = roiread(tmp_path / "a.rois.zip")
    assert [roi.name for roi in rois] == [f"{number:05d}" for number in table.particle]
    assert {roi.roitype for roi in rois} == {ROI_TYPE.TRACED}
    colours = [bytes(roi.stroke_color) for roi in rois]
    assert colours[-1] != colours[0]  # cut by the border


def test_no_particles(tmp_path):
    empty = np.zeros((20, 20), np.int32)
    write_rois(empty, measure_particles(empty), tmp_path / "a.rois.zip")
    back, _ = read_rois(tmp_path / "a.rois.zip", (20, 20))
    assert not back.any()


def test_what_a_person_draws(tmp_path):
    """New outlines have other names; ovals, rectangles and lines are other kinds of ROI."""
    polygon = ImagejRoi.frompoints([[2, 2], [8, 2], [8, 8], [2, 8]], name="00007")
    new = ImagejRoi.frompoints([[10, 10], [16, 10], [16, 16], [10, 16]], name="0013-0013")
    square = ImagejRoi(roitype=ROI_TYPE.RECT, left=20, top=2, right=28, bottom=6, name="7")
    oval = ImagejRoi(roitype=ROI_TYPE.OVAL, left=20, top=20, right=40, bottom=40, name="o")
    line = ImagejRoi(roitype=ROI_TYPE.LINE, x1=0, y1=0, x2=9, y2=9, name="l")
    outside = ImagejRoi.frompoints([[90, 90], [95, 90], [95, 95]], name="far")
    over = ImagejRoi.frompoints([[6, 6], [9, 6], [9, 9], [6, 9]], name="top")
    roiwrite(tmp_path / "a.zip", [polygon, new, square, oval, line, outside, over])
    labels, notes = read_rois(tmp_path / "a.zip", (50, 50))
    assert labels[3, 3] == 7
    areas = np.bincount(labels.ravel())[1:]
    assert sorted(areas[areas > 0].tolist())[:4] == [9, 32, 32, 36]
    assert areas.max() == pytest.approx(np.pi * 100, rel=0.03)
    assert "2 of the ROIs hold no pixel" in notes[0]
    assert "1 of the ROIs lie over others" in notes[1]


@pytest.mark.parametrize("content", [b"", b"Iout", b"PK\x03\x04 not a zip", b"Iout" + bytes(10)])
def test_no_roi_set(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(InputError, match="no ROI set"):
        read_rois(tmp_path / "a.zip", (9, 9))


def test_a_damaged_member(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.roi", b"nonsense")
    with pytest.raises(InputError, match="no ROI set"):
        read_rois(tmp_path / "a.zip", (9, 9))

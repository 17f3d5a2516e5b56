import shutil
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from ostwald.errors import InputError, MissingExtraError
from ostwald.microscopy.io import read_micrograph, rosetta


def test_dm3_ser_and_emd_samples(data_dir):
    folder = data_dir / "formats"
    dm3 = read_micrograph(folder / "stem_image.dm3")
    assert dm3.pixels.shape == (68, 68)
    assert dm3.nm_per_px == pytest.approx(0.24853801727294922)
    assert dm3.metadata_source == "DM3 calibration"
    ser = read_micrograph(folder / "64x64_TEM_images_acquire_1.ser")
    assert ser.pixels.shape == (64, 64)
    assert ser.nm_per_px == pytest.approx(6.281833616298531)
    emd = read_micrograph(folder / "example_image.emd")
    assert (emd.pixels.shape, emd.nm_per_px) == ((3, 3), None)


@pytest.mark.parametrize("name", ["stem_image.dm3", "64x64_TEM_images_acquire_1.ser"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_truncated_samples(data_dir, tmp_path, name, share):
    content = (data_dir / "formats" / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(InputError):
        read_micrograph(path)


def ser_with(data_dir, tmp_path, mode):
    shutil.copy(data_dir / "formats" / "64x64_TEM_images_acquire_1.ser", tmp_path / "a_1.ser")
    text = f"<Data><Label>Mode</Label><Value> {mode}</Value></Data>"
    (tmp_path / "a.emi").write_bytes(b"JK\x00\x02" + text.encode())
    return tmp_path / "a_1.ser"


@pytest.mark.parametrize("mode", ["TEM uP SA Zoom Image", "STEM nP SA Zoom Diffraction"])
def test_an_emi_gives_the_image_of_its_ser(data_dir, tmp_path, mode):
    ser = ser_with(data_dir, tmp_path, mode)
    for path in (ser, tmp_path / "a.emi"):
        assert read_micrograph(path).nm_per_px == pytest.approx(6.2818, rel=1e-4)


def test_a_ser_whose_emi_says_diffraction_is_refused(data_dir, tmp_path):
    ser = ser_with(data_dir, tmp_path, "TEM uP SA Zoom Diffraction")
    for path in (ser, tmp_path / "a.emi"):
        with pytest.raises(InputError, match="diffraction pattern"):
            read_micrograph(path)


def test_an_emi_without_its_ser(tmp_path):
    (tmp_path / "a.emi").write_bytes(b"JK\x00\x02" + bytes(100))
    with pytest.raises(InputError, match=r"SER file \(a_1\.ser\) is missing"):
        read_micrograph(tmp_path / "a.emi")


def test_a_missing_package_is_named_with_its_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "rsciio", None)
    monkeypatch.setitem(sys.modules, "rsciio.digitalmicrograph", None)
    (tmp_path / "a.dm3").write_bytes(b"\x00\x00\x00\x03" + bytes(100))
    with pytest.raises(MissingExtraError, match=r"ostwald\[formats\]"):
        read_micrograph(tmp_path / "a.dm3")


def test_colours_of_digitalmicrograph_become_luminance(tmp_path, monkeypatch):
    """Its reader cannot read them piece by piece and gives records of four bytes."""
    colours = np.zeros((4, 5), dtype=[(name, "u1") for name in "RGBA"])
    colours["G"] = 100
    axis = {"scale": 1.0, "units": ""}
    signal = {"data": colours, "axes": [axis, axis], "metadata": {}, "original_metadata": {}}

    def file_reader(_name, lazy):
        if lazy:
            raise ValueError("Lazy loading of RGBA images is not supported.")
        return [signal]

    reader = SimpleNamespace(file_reader=file_reader)
    monkeypatch.setattr("ostwald._optional.require", lambda *_names: reader)
    (tmp_path / "a.dm3").write_bytes(b"\x00\x00\x00\x03" + bytes(100))
    np.testing.assert_allclose(read_micrograph(tmp_path / "a.dm3").pixels, 58.7, rtol=1e-5)
    assert rosetta.is_image(signal)


def signal_of(data, axes, tags=None):
    return {"data": data, "axes": axes, "metadata": {}, "original_metadata": tags or {}}


@pytest.mark.parametrize(("mode", "is_pattern"), [("DIFFRACTION", True), ("SCANNING", False)])
def test_an_uncalibrated_pattern_of_digitalmicrograph_is_told_by_the_mode(
    tmp_path, monkeypatch, mode, is_pattern
):
    tags: dict = {"Microscope Info": {"Operation Mode": mode, "Imaging Mode": "DIFFRACTION"}}
    for part in ("ImageTags", "TagGroup0", "ImageList"):
        tags = {part: tags}
    axis = {"scale": 1.0, "units": ""}
    signal = signal_of(np.eye(5), [axis, axis], tags)
    reader = SimpleNamespace(file_reader=lambda _name, lazy: [signal])
    monkeypatch.setattr("ostwald._optional.require", lambda *_names: reader)
    (tmp_path / "a.dm3").write_bytes(b"\x00\x00\x00\x03" + bytes(100))
    if is_pattern:
        with pytest.raises(InputError, match="diffraction pattern"):
            read_micrograph(tmp_path / "a.dm3")
    else:
        assert read_micrograph(tmp_path / "a.dm3").nm_per_px is None


def test_a_ser_with_several_images(tmp_path, monkeypatch):
    """Its reader then gives one step an image in place of one number."""
    data = np.stack([np.eye(5), 2 * np.eye(5)])
    axes = [{"navigate": True, "units": ""}, {"units": "m"}, {"units": "m"}]
    steps = {f"CalibrationDelta{axis}": np.array([3e-10, 3e-10]) for axis in "XY"}
    signal = signal_of(data, axes, {"ser_header_parameters": steps})
    reader = SimpleNamespace(file_reader=lambda _name, lazy: [signal])
    monkeypatch.setattr("ostwald._optional.require", lambda *_names: reader)
    (tmp_path / "a_1.ser").write_bytes(b"II\x97\x01" + bytes(100))
    micrograph = read_micrograph(tmp_path / "a_1.ser", frame=2)
    np.testing.assert_array_equal(micrograph.pixels, 2 * np.eye(5))
    assert micrograph.nm_per_px == pytest.approx(0.3)

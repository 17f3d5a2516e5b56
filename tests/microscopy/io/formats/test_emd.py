import json

import h5py
import numpy as np
import pytest

from micrographs_for_tests import write_emd
from ostwald.errors import InputError
from ostwald.microscopy.io import image_numbers, read_micrograph

RAMP = np.arange(80, dtype=np.float32).reshape(8, 10)


def test_emd(tmp_path):
    data = np.arange(80, dtype=np.float32).reshape(8, 10)
    write_emd(tmp_path / "a.emd", data, units=("nm", "nm"))
    micrograph = read_micrograph(tmp_path / "a.emd")
    assert sorted(micrograph.pixels.shape) == [8, 10]
    assert micrograph.nm_per_px == pytest.approx(0.5)


def test_a_diffraction_pattern_is_refused(tmp_path):
    write_emd(tmp_path / "a.emd", np.ones((8, 8), np.float32), units=("1/nm", "1/nm"))
    with pytest.raises(InputError, match="diffraction pattern"):
        read_micrograph(tmp_path / "a.emd")


def test_a_spectrum_and_four_dimensions_are_refused(tmp_path):
    write_emd(tmp_path / "a.emd", np.ones(50, np.float32), units=("eV",))
    write_emd(tmp_path / "b.emd", np.ones((2, 2, 4, 4), np.float32), units=("nm",))
    for name in ("a.emd", "b.emd"):
        with pytest.raises(InputError, match="no image"):
            read_micrograph(tmp_path / name)


def test_an_hdf5_file_without_image_is_refused(tmp_path):
    with h5py.File(tmp_path / "a.emd", "w") as file:
        file["numbers"] = [1, 2, 3]
    with pytest.raises(InputError):
        read_micrograph(tmp_path / "a.emd")


def test_units_of_the_ncem(tmp_path):
    for units, nm in (("[n_m]", 0.5), ("[u_m]", 500.0), ("\\u00C5", 0.05)):
        write_emd(tmp_path / "a.emd", RAMP, units=(units, units))
        assert read_micrograph(tmp_path / "a.emd").nm_per_px == pytest.approx(nm)


def test_rows_and_columns_of_different_size(tmp_path):
    write_emd(tmp_path / "a.emd", RAMP, units=("nm", "Å"))
    micrograph = read_micrograph(tmp_path / "a.emd")
    assert micrograph.pixels.shape == (8, 10)
    assert micrograph.nm_per_px_yx == pytest.approx((0.5, 0.05))


def test_a_stack_of_the_ncem(tmp_path):
    write_emd(tmp_path / "a.emd", np.stack([RAMP, RAMP + 100]), units=("s", "nm", "nm"))
    micrograph = read_micrograph(tmp_path / "a.emd", frame=2)
    np.testing.assert_array_equal(micrograph.pixels, RAMP + 100)
    assert micrograph.nm_per_px == pytest.approx(0.5)


def write_velox(path, images, unit="m"):
    """Images as (detector, samples); beside them a spectrum and the frames of X-rays."""
    with h5py.File(path, "w") as file:
        for number, (detector, samples) in enumerate(images):
            group = file.create_group(f"Data/Image/{number:032x}")
            group["Data"] = samples
            result = {
                "Detector": detector,
                "PixelSize": {"width": "2e-10", "height": "2e-10"},
                "PixelUnitX": unit,
                "PixelUnitY": unit,
            }
            text = np.zeros((2000, samples.shape[2]), np.uint8)
            content = np.frombuffer(json.dumps({"BinaryResult": result}).encode(), np.uint8)
            text[: content.size] = content[:, None]
            group["Metadata"] = text
        file["Data/SpectrumStream/0/Data"] = np.zeros((100, 1), np.uint16)
        file["Data/Spectrum/0/Data"] = np.zeros((50, 1), np.uint32)


def test_velox_prefers_haadf_to_maps_and_other_detectors(tmp_path):
    haadf = np.stack([RAMP, RAMP + 5], axis=2)
    images = [("SuperXG2", RAMP[:, :, None] + 50), ("BF", RAMP[:, :, None] + 70), ("HAADF", haadf)]
    path = tmp_path / "a.emd"
    write_velox(path, images)
    micrograph = read_micrograph(path)
    np.testing.assert_array_equal(micrograph.pixels, RAMP)
    assert (micrograph.nm_per_px, micrograph.info["channel"]) == (pytest.approx(0.2), "HAADF")
    assert "SuperXG2 map" in micrograph.warnings[0]
    np.testing.assert_array_equal(read_micrograph(path, channel="BF").pixels, RAMP + 70)
    np.testing.assert_array_equal(read_micrograph(path, frame=4).pixels, RAMP + 5)
    assert image_numbers(path) == (2, 3, 4)
    assert image_numbers(path, channel="haadf") == (3, 4)


def test_velox_diffraction(tmp_path):
    write_velox(tmp_path / "a.emd", [("BM-Ceta", RAMP[:, :, None])], unit="1/m")
    with pytest.raises(InputError, match="diffraction"):
        read_micrograph(tmp_path / "a.emd")


def test_a_pattern_beside_an_image_is_passed_over(tmp_path):
    path = tmp_path / "a.emd"
    write_velox(path, [("BM-Ceta", RAMP[:, :, None]), ("BM-Ceta", RAMP[:, :, None] + 9)])
    with h5py.File(path, "r+") as file:
        group = next(iter(file["Data/Image"].values()))
        group["Metadata"][...] = np.frombuffer(
            bytes(group["Metadata"][:, 0]).replace(b'"m"', b'"1/m"').ljust(2000)[:2000], np.uint8
        )[:, None]
    micrograph = read_micrograph(path)
    np.testing.assert_array_equal(micrograph.pixels, RAMP + 9)


def test_velox_with_spectra_only(tmp_path):
    write_velox(tmp_path / "a.emd", [])
    with pytest.raises(InputError, match="no image"):
        read_micrograph(tmp_path / "a.emd")


@pytest.mark.parametrize("content", [b"{not json", b"[1, 2]", None])
def test_a_velox_image_without_readable_metadata_has_no_scale(tmp_path, content):
    path = tmp_path / "a.emd"
    write_velox(path, [("HAADF", RAMP[:, :, None])])
    with h5py.File(path, "r+") as file:
        group = next(iter(file["Data/Image"].values()))
        del group["Metadata"]
        if content is not None:
            group["Metadata"] = np.frombuffer(content, np.uint8)[:, None]
    micrograph = read_micrograph(path)
    np.testing.assert_array_equal(micrograph.pixels, RAMP)
    assert micrograph.nm_per_px is None


@pytest.mark.parametrize(
    ("last", "units"),
    [
        (True, ["[n_m]", "[n_m]", "[deg]"]),
        (False, ["[deg]", "[n_m]", "[n_m]"]),
        (True, ["[n_m]", "[n_m]", ""]),
    ],
)
def test_the_axis_of_a_series_is_the_unlike_one(tmp_path, last, units):
    images = [RAMP, RAMP + 1, RAMP + 2, RAMP + 3]
    with h5py.File(tmp_path / "a.emd", "w") as file:
        group = file.create_group("data/tilts")
        group["data"] = np.stack(images, axis=2 if last else 0)
        for number, unit in enumerate(units, 1):
            axis = group.create_dataset(
                f"dim{number}", data=0.5 * np.arange(group["data"].shape[number - 1])
            )
            axis.attrs["units"] = unit
    micrograph = read_micrograph(tmp_path / "a.emd", frame=3)
    np.testing.assert_array_equal(micrograph.pixels, RAMP + 2)
    assert micrograph.nm_per_px == pytest.approx(0.5)


def test_a_series_without_units_is_told_by_its_lengths(tmp_path):
    square = RAMP[:, :8]
    with h5py.File(tmp_path / "a.emd", "w") as file:
        group = file.create_group("data/series")
        group["data"] = np.stack([square, square + 1, square + 2], axis=2)
        for number in (1, 2, 3):
            group[f"dim{number}"] = np.arange(group["data"].shape[number - 1])
    np.testing.assert_array_equal(read_micrograph(tmp_path / "a.emd", frame=2).pixels, square + 1)


def test_a_stopped_scan_and_a_map_larger_than_the_image_do_not_hide_it(tmp_path):
    stopped = ("BF", np.zeros((8, 10, 0), np.float32))
    large = ("SuperXG1", np.tile(RAMP, (4, 4))[:, :, None])
    write_velox(tmp_path / "a.emd", [stopped, large, ("HAADF", RAMP[:, :, None])])
    micrograph = read_micrograph(tmp_path / "a.emd")
    np.testing.assert_array_equal(micrograph.pixels, RAMP)
    write_velox(tmp_path / "b.emd", [stopped])
    with pytest.raises(InputError, match="no image"):
        read_micrograph(tmp_path / "b.emd")


def test_a_small_haadf_image_comes_before_a_large_bright_field_one(tmp_path):
    large = np.tile(RAMP, (2, 2))[:14, :18]
    write_velox(tmp_path / "a.emd", [("BF", large[:, :, None]), ("HAADF", RAMP[:, :, None])])
    assert read_micrograph(tmp_path / "a.emd").info["channel"] == "HAADF"

import h5py
import numpy as np
import pytest

from micrographs_for_tests import write_emd, write_mrc
from ostwald.errors import InputError
from ostwald.microscopy.io import read_micrograph


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


def test_mrc_image_and_stack(tmp_path):
    data = np.arange(2 * 6 * 9).reshape(2, 6, 9)
    write_mrc(tmp_path / "one.mrc", data[:1])
    one = read_micrograph(tmp_path / "one.mrc")
    np.testing.assert_array_equal(one.pixels, data[0])
    assert one.nm_per_px == pytest.approx(0.2)
    write_mrc(tmp_path / "two.mrc", data)
    two = read_micrograph(tmp_path / "two.mrc")
    np.testing.assert_array_equal(two.pixels, data[0])
    assert two.warnings == ("the file holds 2 images; only the first is measured",)


def test_mrc_shorter_than_its_header_says(tmp_path):
    write_mrc(tmp_path / "a.mrc", np.ones((1, 50, 50)))
    content = (tmp_path / "a.mrc").read_bytes()
    (tmp_path / "a.mrc").write_bytes(content[:2000])
    with pytest.raises(InputError):
        read_micrograph(tmp_path / "a.mrc")

import struct

import numpy as np
import pytest

from micrographs_for_tests import write_mrc
from ostwald.errors import InputError
from ostwald.microscopy.io import read_micrograph

DATA = np.arange(54).reshape(1, 6, 9)


def test_mrc_image_and_stack(tmp_path):
    data = np.arange(2 * 6 * 9).reshape(2, 6, 9)
    write_mrc(tmp_path / "one.mrc", data[:1])
    one = read_micrograph(tmp_path / "one.mrc")
    np.testing.assert_array_equal(one.pixels, data[0])
    assert one.nm_per_px == pytest.approx(0.2)
    write_mrc(tmp_path / "two.mrc", data)
    two = read_micrograph(tmp_path / "two.mrc")
    np.testing.assert_array_equal(two.pixels, data[0])
    assert two.warnings[0].startswith("the file holds 2 images; only the first is measured")


def test_mrc_shorter_than_its_header_says(tmp_path):
    write_mrc(tmp_path / "a.mrc", np.ones((1, 50, 50)))
    content = (tmp_path / "a.mrc").read_bytes()
    (tmp_path / "a.mrc").write_bytes(content[:2000])
    with pytest.raises(InputError):
        read_micrograph(tmp_path / "a.mrc")


def patched(path, **floats):
    """Overwrite words of the header."""
    content = bytearray(path.read_bytes())
    for place, (kind, value) in floats.items():
        struct.pack_into("<" + kind, content, 4 * int(place[1:]), value)
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    "words",
    [
        {"w10": ("f", -90.0), "w11": ("f", -60.0)},
        {"w7": ("i", 0), "w8": ("i", 0), "w9": ("i", 0)},
        {"w10": ("f", 0.0), "w11": ("f", 0.0)},
        {"w10": ("f", float("nan"))},
        {"w10": ("f", 0.01), "w11": ("f", 0.01)},
        {"w7": ("i", 1), "w8": ("i", 1)},
    ],
)
def test_marks_of_an_unknown_size_are_no_size(tmp_path, words):
    path = tmp_path / "a.mrc"
    write_mrc(path, DATA)
    patched(path, **words)
    assert read_micrograph(path).nm_per_px is None


def test_exactly_one_angstrom_is_told(tmp_path):
    write_mrc(tmp_path / "a.mrc", DATA, pixel_angstrom=1.0)
    micrograph = read_micrograph(tmp_path / "a.mrc")
    assert micrograph.nm_per_px == pytest.approx(0.1)
    assert "exactly 1 Å" in micrograph.warnings[0]


@pytest.mark.parametrize(("metres", "expected"), [(2e-10, 0.2), (5e-10, None)])
def test_the_extended_header_must_agree(tmp_path, metres, expected):
    path = tmp_path / "a.mrc"
    write_mrc(path, DATA)
    content = bytearray(path.read_bytes())
    extended = bytearray(768)
    struct.pack_into("<dd", extended, 156, metres, metres)
    struct.pack_into("<i", content, 92, len(extended))
    content[104:108] = b"FEI1"
    path.write_bytes(bytes(content[:1024] + extended + content[1024:]))
    micrograph = read_micrograph(path)
    np.testing.assert_array_equal(micrograph.pixels, DATA[0])
    assert micrograph.nm_per_px == (None if expected is None else pytest.approx(expected))


def test_big_endian(tmp_path):
    path = tmp_path / "a.mrc"
    write_mrc(path, DATA)
    content = path.read_bytes()
    head = np.frombuffer(content[:1024], "<i4").byteswap().tobytes()
    samples = np.frombuffer(content[1024:], "<i2").byteswap().tobytes()
    path.write_bytes(head[:208] + b"MAP " + head[212:] + samples)
    np.testing.assert_array_equal(read_micrograph(path).pixels, DATA[0])


def test_a_fourier_transform_and_unknown_samples(tmp_path):
    path = tmp_path / "a.mrc"
    for mode, told in ((4, "Fourier transform"), (101, "not supported")):
        write_mrc(path, DATA, mode=mode)
        with pytest.raises(InputError, match=told):
            read_micrograph(path)


@pytest.mark.parametrize(
    "words",
    [
        {"w38": ("i", 1_146_047_817), "w39": ("i", 0)},
        {"w19": ("f", 0.0), "w20": ("f", 250.0)},
    ],
)
def test_unsigned_bytes_of_old_writers(tmp_path, words):
    path = tmp_path / "a.mrc"
    write_mrc(path, DATA)
    patched(path, w3=("i", 0), **words)
    data = np.arange(200, 254, dtype=np.uint8).reshape(6, 9)
    path.write_bytes(path.read_bytes()[:1024] + data.tobytes())
    np.testing.assert_array_equal(read_micrograph(path).pixels, data)
    patched(path, w38=("i", 1_146_047_817), w39=("i", 1))
    np.testing.assert_array_equal(read_micrograph(path).pixels, data.view(np.int8))


def test_a_cell_of_one_angstrom_is_no_size(tmp_path):
    write_mrc(tmp_path / "a.mrc", DATA)
    patched(tmp_path / "a.mrc", w10=("f", 1.0), w11=("f", 1.0))
    assert read_micrograph(tmp_path / "a.mrc").nm_per_px is None

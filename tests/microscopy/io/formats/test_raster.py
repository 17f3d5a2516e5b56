import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from PIL import Image

from ostwald.errors import InputError
from ostwald.microscopy.io import read_micrograph

RAMP = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20


@pytest.mark.parametrize("suffix", [".png", ".bmp"])
def test_grey_is_read_exactly(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    Image.fromarray(RAMP).save(path)
    micrograph = read_micrograph(path)
    np.testing.assert_array_equal(micrograph.pixels, RAMP)
    assert (micrograph.dtype, micrograph.bit_depth, micrograph.nm_per_px) == ("uint8", 8, None)


def test_jpeg(tmp_path):
    path = tmp_path / "a.jpg"
    Image.fromarray(np.full((20, 30), 90, np.uint8)).save(path)
    assert read_micrograph(path).pixels.shape == (20, 30)


def test_png_of_16_bits(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(RAMP.astype(np.uint16) * 200).save(path)
    micrograph = read_micrograph(path)
    np.testing.assert_array_equal(micrograph.pixels, RAMP.astype(float) * 200)
    assert micrograph.bit_depth in (16, 32)


def test_colour_palette_and_alpha(tmp_path):
    colour = np.stack([RAMP] * 3, axis=2)
    for mode in ("RGB", "RGBA", "P", "LA"):
        path = tmp_path / f"{mode}.png"
        picture = Image.fromarray(colour)
        (picture.quantize(32) if mode == "P" else picture.convert(mode)).save(path)
        np.testing.assert_allclose(read_micrograph(path).pixels, RAMP, atol=3)


def test_print_resolution_is_no_scale_but_a_microscopic_one_is(tmp_path):
    for dpi, expected in ((72, None), (300, None), (2.54e7 / 0.5, 0.5)):
        path = tmp_path / "a.png"
        Image.fromarray(RAMP).save(path, dpi=(dpi, dpi))
        size = read_micrograph(path).nm_per_px
        assert size == (None if expected is None else pytest.approx(expected, rel=1e-3))


def test_decompression_bombs_are_refused(tmp_path, monkeypatch):
    from ostwald.microscopy.io import limits

    path = tmp_path / "bomb.png"
    Image.fromarray(np.zeros((200, 200), np.uint8)).save(path)
    monkeypatch.setattr(limits, "MAX_PIXELS", 39_999)
    with pytest.raises(InputError, match="200 x 200 pixels"):
        read_micrograph(path)
    monkeypatch.undo()
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(InputError, match="decompression bomb"):
        read_micrograph(path)


def test_a_real_decompression_bomb_is_refused_before_it_is_decoded(tmp_path):
    """A PNG of 200 kB that would unpack to 40,000 x 40,000 pixels."""
    import struct
    import zlib

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(200_000_000), 9)
    path = tmp_path / "bomb.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
    tracemalloc.start()
    with pytest.raises(InputError, match=r"40,?000 x 40,?000|decompression bomb"):
        read_micrograph(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50e6


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp"])
def test_truncated_files_are_refused(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (60, 60), np.uint8)).save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputError, match="damaged"):
        read_micrograph(path)


@pytest.mark.parametrize("most", [2**31 - 1, 2**32 - 1])
def test_the_largest_resolution_of_a_png_is_no_scale(tmp_path, most):
    Image.fromarray(RAMP).save(tmp_path / "a.png")
    content = (tmp_path / "a.png").read_bytes()
    chunk = b"pHYs" + struct.pack(">IIB", most, most, 1)
    chunk = struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk))
    (tmp_path / "a.png").write_bytes(content[:33] + chunk + content[33:])
    assert read_micrograph(tmp_path / "a.png").nm_per_px is None


def test_the_largest_resolution_of_a_jpeg_is_no_scale(tmp_path):
    Image.fromarray(RAMP).save(tmp_path / "a.jpg", dpi=(65535, 65535))
    assert read_micrograph(tmp_path / "a.jpg").nm_per_px is None

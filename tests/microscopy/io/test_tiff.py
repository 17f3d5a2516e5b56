import numpy as np
import pytest
import tifffile
from PIL import Image

from ostwald.errors import InputError
from ostwald.microscopy.io import limits, read_micrograph

RAMP = np.arange(600, dtype=np.uint16).reshape(20, 30)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", "int16", "float32", "float64"])
def test_depths(tmp_path, dtype):
    data = (RAMP % 250).astype(dtype)
    tifffile.imwrite(tmp_path / "a.tif", data)
    micrograph = read_micrograph(tmp_path / "a.tif")
    np.testing.assert_array_equal(micrograph.pixels, data)
    assert micrograph.dtype == dtype
    assert micrograph.bit_depth == 8 * np.dtype(dtype).itemsize
    assert micrograph.warnings == ()


def test_colour_both_ways_of_storing(tmp_path):
    colour = np.stack([RAMP % 200] * 3, axis=2).astype(np.uint8)
    tifffile.imwrite(tmp_path / "a.tif", colour, photometric="rgb")
    planes = np.moveaxis(colour, 2, 0)
    tifffile.imwrite(tmp_path / "b.tif", planes, photometric="rgb", planarconfig="separate")
    for name in ("a.tif", "b.tif"):
        np.testing.assert_allclose(read_micrograph(tmp_path / name).pixels, RAMP % 200, atol=1e-3)


def test_palette_and_white_is_zero(tmp_path):
    data = (RAMP % 256).astype(np.uint8)
    reversed_greys = np.tile(np.arange(255, -1, -1, dtype=np.uint16) * 257, (3, 1))
    tifffile.imwrite(tmp_path / "p.tif", data, photometric="palette", colormap=reversed_greys)
    tifffile.imwrite(tmp_path / "w.tif", data, photometric="miniswhite")
    palette = read_micrograph(tmp_path / "p.tif").pixels
    np.testing.assert_allclose(palette, (255 - data.astype(float)) * 257, rtol=1e-4, atol=1)
    np.testing.assert_array_equal(read_micrograph(tmp_path / "w.tif").pixels, 255 - data)


@pytest.mark.parametrize("compression", ["tiff_lzw", "jpeg", "tiff_adobe_deflate", "packbits"])
def test_compressed(tmp_path, compression):
    data = np.full((32, 32), 77, np.uint8)
    Image.fromarray(data).save(tmp_path / "a.tif", compression=compression)
    np.testing.assert_allclose(read_micrograph(tmp_path / "a.tif").pixels, 77, atol=1)


def test_of_several_pages_the_first_is_read_with_a_warning(tmp_path):
    stack = np.stack([RAMP, RAMP + 1000, RAMP + 2000])
    tifffile.imwrite(tmp_path / "a.tif", stack, photometric="minisblack")
    tifffile.imwrite(tmp_path / "b.tif", stack, imagej=True)
    for name in ("a.tif", "b.tif"):
        micrograph = read_micrograph(tmp_path / name)
        np.testing.assert_array_equal(micrograph.pixels, RAMP)
        assert micrograph.warnings == ("the file holds 3 images; only the first is measured",)


def test_a_thumbnail_is_no_second_image(tmp_path):
    with tifffile.TiffWriter(tmp_path / "a.tif") as writer:
        writer.write(RAMP, photometric="minisblack")
        writer.write(RAMP[::4, ::4], photometric="minisblack")
    assert read_micrograph(tmp_path / "a.tif").warnings == ()


def test_truncated(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((200, 200), np.uint16))
    path.write_bytes(path.read_bytes()[:30_000])
    with pytest.raises(InputError, match="truncated"):
        read_micrograph(path)


def test_too_many_pixels(tmp_path, monkeypatch):
    tifffile.imwrite(tmp_path / "a.tif", RAMP)
    monkeypatch.setattr(limits, "MAX_PIXELS", 599)
    with pytest.raises(InputError, match="more than"):
        read_micrograph(tmp_path / "a.tif")


def test_nan_pixels(tmp_path):
    data = RAMP.astype(np.float32)
    data[3, 3] = np.nan
    tifffile.imwrite(tmp_path / "a.tif", data)
    micrograph = read_micrograph(tmp_path / "a.tif")
    assert np.isfinite(micrograph.pixels).all()
    assert "NaN" in micrograph.warnings[0]

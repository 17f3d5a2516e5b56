import struct

import numpy as np
import pytest
import tifffile
from PIL import Image

from ostwald.errors import InputError, MissingExtraError
from ostwald.microscopy.io import image_numbers, limits, read_micrograph

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
        (note,) = micrograph.warnings
        assert note.startswith("the file holds 3 images; only the first is measured")


@pytest.mark.parametrize("flag", [0, 1])
@pytest.mark.parametrize("first", [True, False])
def test_a_thumbnail_before_or_behind_is_named_and_not_measured(tmp_path, flag, first):
    pages = [(RAMP[::4, ::4], flag), (RAMP, 0)]
    with tifffile.TiffWriter(tmp_path / "a.tif") as writer:
        for samples, kind in pages if first else pages[::-1]:
            writer.write(samples, photometric="minisblack", subfiletype=kind)
    micrograph = read_micrograph(tmp_path / "a.tif")
    np.testing.assert_array_equal(micrograph.pixels, RAMP)
    assert not first or "page 1, 8 x 5 px" in micrograph.warnings[0]
    assert image_numbers(tmp_path / "a.tif") == ((2,) if first else (1,))


def test_a_frame_by_its_number(tmp_path):
    stack = np.stack([RAMP, RAMP + 1000, RAMP + 2000])
    tifffile.imwrite(tmp_path / "a.tif", stack, photometric="minisblack")
    tifffile.imwrite(tmp_path / "b.tif", stack, imagej=True)
    for name in ("a.tif", "b.tif"):
        micrograph = read_micrograph(tmp_path / name, frame=2)
        np.testing.assert_array_equal(micrograph.pixels, RAMP + 1000)
        assert micrograph.warnings == ()
        assert image_numbers(tmp_path / name) == (1, 2, 3)
        for number in (0, 4):
            with pytest.raises(InputError, match="counted from 1"):
                read_micrograph(tmp_path / name, frame=number)


def test_a_channel_by_its_name(tmp_path):
    stack = np.stack([RAMP, RAMP + 1000])
    names = {"axes": "CYX", "Channel": {"Name": ["BF", "HAADF"]}}
    tifffile.imwrite(tmp_path / "a.ome.tif", stack, metadata=names)
    tifffile.imwrite(tmp_path / "b.tif", stack, imagej=True, metadata={"Labels": ["BF", "HAADF"]})
    for name in ("a.ome.tif", "b.tif"):
        for channel, offset in (("bf", 0), ("HAADF", 1000), (None, 1000)):
            pixels = read_micrograph(tmp_path / name, channel=channel).pixels
            np.testing.assert_array_equal(pixels, RAMP + offset)
        with pytest.raises(InputError, match=r"no image called 'DF'.*HAADF"):
            read_micrograph(tmp_path / name, channel="DF")


@pytest.mark.parametrize("width", [30, 31])
def test_twelve_bits_packed(tmp_path, width):
    data = np.random.default_rng(0).integers(0, 4096, (20, width)).astype(np.uint16)
    path = tmp_path / "a.tif"
    write_packed(path, data)
    micrograph = read_micrograph(path)
    np.testing.assert_array_equal(micrograph.pixels, data)
    assert micrograph.bit_depth == 12


def test_a_missing_decoder_is_named_with_its_extra(tmp_path, monkeypatch):
    tifffile.imwrite(tmp_path / "a.tif", RAMP.astype(np.uint8), compression="jpeg2000")

    def absent(*_args, **_kwargs):
        raise ValueError("<COMPRESSION.JPEG2000: 34712> requires the 'imagecodecs' package")

    monkeypatch.setattr(tifffile.TiffPage, "asarray", absent)
    with pytest.raises(InputError, match="not supported"):
        read_micrograph(tmp_path / "a.tif")
    monkeypatch.setattr("ostwald.microscopy.io.reader.find_spec", lambda _name: None)
    with pytest.raises(MissingExtraError, match=r"imagecodecs.*ostwald\[formats\]"):
        read_micrograph(tmp_path / "a.tif")


def write_packed(path, data):
    """Grey TIFF of 12 bits a sample, written by hand: no library packs them."""
    height, width = data.shape
    bits = (data[:, :, None] >> np.arange(11, -1, -1)) & 1
    rows = np.packbits(bits.reshape(height, -1).astype(np.uint8), axis=1)
    entries = [
        (256, width),
        (257, height),
        (258, 12),
        (259, 1),
        (262, 1),
        (273, 8 + 2 + 8 * 12 + 4),
    ]
    entries += [(278, height), (279, rows.size)]
    directory = struct.pack("<H", len(entries))
    directory += b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    path.write_bytes(b"II*\x00" + struct.pack("<I", 8) + directory + bytes(4) + rows.tobytes())


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


@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32"])
def test_white_is_zero_in_every_type(tmp_path, dtype):
    data = (RAMP % 100).astype(dtype)
    tifffile.imwrite(tmp_path / "a.tif", data, photometric="miniswhite")
    pixels = read_micrograph(tmp_path / "a.tif").pixels
    np.testing.assert_array_equal(pixels - pixels.max(), data.min() - data.astype(float))


def test_white_is_zero_in_a_stack_behind_one_directory(tmp_path):
    stack = np.stack([RAMP, RAMP + 50])
    path = tmp_path / "a.tif"
    text = "ImageJ=1.53t\nimages=2\nslices=2\n"
    tifffile.imwrite(path, stack[0], photometric="miniswhite", description=text, metadata=None)
    path.write_bytes(path.read_bytes() + stack[1].tobytes())
    pixels = read_micrograph(tmp_path / "a.tif", frame=2).pixels
    np.testing.assert_array_equal(pixels, 65535 - stack[1].astype(float))


@pytest.mark.parametrize("white", [False, True])
def test_libtiff_in_place_of_a_missing_decoder_gives_the_same(tmp_path, monkeypatch, white):
    data = (RAMP % 250).astype(np.uint8)
    kind = "miniswhite" if white else "minisblack"
    tifffile.imwrite(tmp_path / "a.tif", data, photometric=kind, compression="lzw")
    expected = read_micrograph(tmp_path / "a.tif").pixels

    def asarray(*_arguments, **_options):
        raise ValueError("requires the imagecodecs package")

    monkeypatch.setattr(tifffile.TiffPage, "asarray", asarray)
    np.testing.assert_array_equal(read_micrograph(tmp_path / "a.tif").pixels, expected)


def test_printing_colours(tmp_path):
    ink = np.zeros((20, 30, 4), np.uint8)
    ink[..., 0] = ink[..., 1] = ink[..., 2] = RAMP % 200
    ink[:10, :, 3] = 255
    tifffile.imwrite(tmp_path / "a.tif", ink, photometric="separated")
    expected = np.where(np.arange(20)[:, None] < 10, 0, 255 - RAMP % 200)
    np.testing.assert_allclose(read_micrograph(tmp_path / "a.tif").pixels, expected, atol=0.01)


@pytest.mark.parametrize("photometric", ["ycbcr", "cielab"])
def test_of_luminance_and_colour_the_luminance_is_taken(tmp_path, photometric):
    colour = np.dstack([RAMP % 200, 255 - RAMP % 200, RAMP % 7]).astype(np.uint8)
    tifffile.imwrite(tmp_path / "a.tif", colour, photometric=photometric)
    np.testing.assert_array_equal(read_micrograph(tmp_path / "a.tif").pixels, RAMP % 200)


@pytest.mark.parametrize("planar", ["contig", "separate"])
@pytest.mark.parametrize("count", [3, 5])
def test_values_that_are_no_colours_are_told(tmp_path, planar, count):
    data = np.stack([RAMP + 100 * k for k in range(count)], 2 if planar == "contig" else 0)
    tifffile.imwrite(
        tmp_path / "a.tif", data, photometric="minisblack", planarconfig=planar, metadata=None
    )
    micrograph = read_micrograph(tmp_path / "a.tif")
    np.testing.assert_array_equal(micrograph.pixels, RAMP)
    assert f"each pixel has {count} values" in micrograph.warnings[0]


@pytest.mark.parametrize("step", [2, 3])
def test_of_an_image_and_the_same_reduced_the_larger_is_measured(tmp_path, step):
    with tifffile.TiffWriter(tmp_path / "a.tif") as writer:
        for data in (RAMP[::step, ::step], RAMP):
            writer.write(data, photometric="minisblack", metadata=None)
    micrograph = read_micrograph(tmp_path / "a.tif")
    np.testing.assert_array_equal(micrograph.pixels, RAMP)
    assert "15 x 10 px" in micrograph.warnings[0] or step == 3


def test_of_images_of_other_shapes_the_first_is_measured(tmp_path):
    with tifffile.TiffWriter(tmp_path / "a.tif") as writer:
        for data in (RAMP[:, :25], RAMP):
            writer.write(data, photometric="minisblack", metadata=None)
    assert read_micrograph(tmp_path / "a.tif").width_px == 25
    assert image_numbers(tmp_path / "a.tif") == (1, 2)


@pytest.mark.parametrize("flag", [0, 1])
def test_the_preview_of_a_diffraction_pattern_is_not_measured(tmp_path, flag):
    pattern = [(65003, "s", 0, "1/nm", False), (65009, "d", 1, 0.01, False)]
    with tifffile.TiffWriter(tmp_path / "a.tif") as writer:
        writer.write(RAMP, photometric="minisblack", metadata=None, extratags=pattern)
        writer.write(
            RAMP[::4, ::4].copy(), photometric="minisblack", metadata=None, subfiletype=flag
        )
    with pytest.raises(InputError, match="diffraction pattern"):
        read_micrograph(tmp_path / "a.tif")


def test_missing_pieces_are_told(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, RAMP, photometric="minisblack", rowsperstrip=5, metadata=None)
    with tifffile.TiffFile(path, mode="r+") as tiff:
        offsets, counts = tiff.pages[0].dataoffsets, tiff.pages[0].databytecounts
        tiff.pages[0].tags["StripOffsets"].overwrite([*offsets[:2], 0, 0])
        tiff.pages[0].tags["StripByteCounts"].overwrite([*counts[:2], 0, 0])
    with pytest.raises(InputError, match="parts of the image are missing: 2 of its 4"):
        read_micrograph(path)


def test_a_stack_of_imagej_that_ends_early_is_told(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.stack([RAMP] * 4), imagej=True)
    path.write_bytes(path.read_bytes()[:-1300])
    assert "announces 4 images" in read_micrograph(path).warnings[-1]


def write_ome_set(folder, names, planes):
    """One stack of as many planes as names, one a file; only the planes given are written."""
    parts = "".join(
        f'<TiffData IFD="0" FirstZ="{z}" PlaneCount="1">'
        f'<UUID FileName="{name}">urn:uuid:{z}</UUID></TiffData>'
        for z, name in enumerate(names)
    )
    for z, data in planes.items():
        xml = (
            '<?xml version="1.0"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" '
            f'UUID="urn:uuid:{z}"><Image ID="Image:0"><Pixels ID="Pixels:0" Type="uint16" '
            f'DimensionOrder="XYZCT" SizeX="30" SizeY="20" SizeZ="{len(names)}" SizeC="1" '
            f'SizeT="1"><Channel ID="Channel:0:0" SamplesPerPixel="1"/>{parts}'
            "</Pixels></Image></OME>"
        )
        tifffile.imwrite(
            folder / names[z], data, photometric="minisblack", description=xml, metadata=None,
            compression="deflate" if z == 0 else None,
        )  # fmt: skip


def test_a_set_of_files_is_read_where_they_all_are(tmp_path):
    names = ("a.ome.tif", "b.ome.tif", "gone.ome.tif")
    write_ome_set(tmp_path, names, {0: RAMP * 0, 1: RAMP})
    path = tmp_path / "a.ome.tif"
    np.testing.assert_array_equal(read_micrograph(path, frame=2).pixels, RAMP)
    with pytest.raises(InputError, match="another file of its set, which is missing"):
        read_micrograph(path, frame=3)


def test_a_decoder_whose_stand_in_is_missing_too_is_named_by_its_package(tmp_path, monkeypatch):
    tifffile.imwrite(tmp_path / "a.tif", RAMP.astype(np.uint8), compression="jpeg2000")

    def absent(*_arguments, **_options):
        raise ModuleNotFoundError("No module named 'compression'", name="compression")

    monkeypatch.setattr(tifffile.TiffPage, "asarray", absent)
    with pytest.raises(MissingExtraError, match="needs the package imagecodecs"):
        read_micrograph(tmp_path / "a.tif")


def write_pages(path, *sizes_nm):
    with tifffile.TiffWriter(path) as writer:
        for number, size in enumerate(sizes_nm):
            per_cm = (1e7 / size, 1e7 / size)
            writer.write(
                RAMP + number, photometric="minisblack", metadata=None, contiguous=False,
                resolution=per_cm, resolutionunit="CENTIMETER",
            )  # fmt: skip


def test_each_page_keeps_its_own_calibration(tmp_path):
    path = tmp_path / "a.tif"
    write_pages(path, 0.5, 0.5, 2.0)
    for number, size in enumerate((0.5, 0.5, 2.0), 1):
        micrograph = read_micrograph(path, frame=number)
        assert micrograph.nm_per_px == pytest.approx(size)
        np.testing.assert_array_equal(micrograph.pixels, RAMP + number - 1)
    assert image_numbers(path) == (1, 2, 3)
    write_pages(path, 0.5, 0.5, 0.5)
    assert "only the first" in read_micrograph(path).warnings[0]


def test_of_pages_alike_the_calibrated_one_is_measured(tmp_path):
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path) as writer:
        writer.write(RAMP, photometric="minisblack", metadata=None)
        writer.write(
            RAMP + 1, photometric="minisblack", metadata=None, contiguous=False,
            resolution=(2e7, 2e7), resolutionunit="CENTIMETER",
        )  # fmt: skip
    micrograph = read_micrograph(path)
    assert micrograph.nm_per_px == pytest.approx(0.5)
    assert micrograph.info["channel"] == "page 2"

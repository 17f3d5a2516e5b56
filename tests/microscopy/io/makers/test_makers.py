from types import SimpleNamespace

import numpy as np
import pytest
import tifffile

from ostwald.errors import InputError
from ostwald.microscopy.io import read_micrograph
from ostwald.microscopy.io.makers import makers, olympus

BLANK = np.zeros((16, 64), np.uint8)
BLANK[4:8] = 90

JEOL = """<TemReporter><Eos><EosMode>eosTEM</EosMode></Eos><ImageFormingSystem>
<ModeString>{mode}</ModeString><SelectorValue>{value}</SelectorValue></ImageFormingSystem>
</TemReporter>"""


def read(tmp_path, **options):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, BLANK, **options)
    micrograph = read_micrograph(path)
    return micrograph.nm_per_px, micrograph.metadata_source


@pytest.mark.parametrize(
    ("unit", "nm"), [("nm", 1), ("\\u00B5m", 1e3), ("micron", 1e3), ("Å", 0.1)]
)
def test_imagej(tmp_path, unit, nm):
    path = tmp_path / "a.tif"
    description = f"ImageJ=1.53t\nunit={unit}\n".encode("latin-1", "backslashreplace")
    tifffile.imwrite(
        path, BLANK, description=description, metadata=None, resolution=(4, 4), resolutionunit=1
    )
    micrograph = read_micrograph(path)
    assert micrograph.nm_per_px == pytest.approx(0.25 * nm)
    assert micrograph.metadata_source == "ImageJ calibration"


def test_imagej_in_inches_is_a_print_resolution(tmp_path):
    tifffile.imwrite(
        tmp_path / "a.tif", BLANK, imagej=True, resolution=(300, 300), metadata={"unit": "inch"}
    )
    assert read_micrograph(tmp_path / "a.tif").nm_per_px is None


@pytest.mark.parametrize("dpi", [72, 96, 300, 600, 1200])
def test_print_resolutions(tmp_path, dpi):
    assert read(tmp_path, resolution=(dpi, dpi), resolutionunit="INCH") == (None, None)


def test_microscopic_resolution_in_centimetres(tmp_path):
    per_cm = 1e7 / 0.8
    size, source = read(tmp_path, resolution=(per_cm, per_cm), resolutionunit="CENTIMETER")
    assert size == pytest.approx(0.8, rel=1e-6)
    assert source == "resolution tags"


def test_gatan_tags(tmp_path):
    tags = [(65003, "s", 0, "nm", False), (65009, "d", 1, 0.31, False)]
    assert read(tmp_path, extratags=tags) == (pytest.approx(0.31), "Gatan tags")


def test_gatan_diffraction_pattern(tmp_path):
    tags = [(65003, "s", 0, "1/nm", False), (65009, "d", 1, 0.01, False)]
    with pytest.raises(InputError, match="diffraction pattern"):
        read(tmp_path, extratags=tags)


def test_fei_tags(tmp_path):
    text = "[User]\r\nDate=1\r\n[Scan]\r\nPixelWidth=2.5e-010\r\nPixelHeight=2.5e-010\r\n"
    tags = [(34680, "s", 0, text, False)]
    assert read(tmp_path, extratags=tags) == (pytest.approx(0.25), "FEI tags")


def test_thermo_xml(tmp_path):
    xml = '<BinaryResult><PixelSize><X unit="m">1.5E-10</X><Y unit="m">1.5E-10</Y></PixelSize>'
    size, source = read(tmp_path, description=xml, metadata=None)
    assert (size, source) == (pytest.approx(0.15), "Thermo Fisher XML")


def test_zeiss_tags(tmp_path):
    text = "AP_IMAGE_PIXEL_SIZE\r\nImage Pixel Size = 1.116 µm\r\n"
    size, source = read(tmp_path, extratags=[(34118, "s", 0, text.encode("cp1252"), False)])
    assert (size, source) == (pytest.approx(1116.0), "Zeiss tags")


def test_jeol_image_and_diffraction(tmp_path):
    options = {"metadata": None, "resolution": (1000, 1000), "resolutionunit": "CENTIMETER"}
    make = [(271, "s", 0, "JEOL Ltd.", False)]
    image = JEOL.format(mode="MAG", value="100000")
    # 10 µm of camera a pixel over a magnification of 100,000 is 0.1 nm.
    found = read(tmp_path, description=image, extratags=make, **options)
    assert found == (pytest.approx(0.1), "JEOL tags")
    pattern = JEOL.format(mode="DIFF", value="800")
    with pytest.raises(InputError, match="diffraction"):
        read(tmp_path, description=pattern, extratags=make, **options)


def zeiss(tmp_path, columns, **entries):
    names = {
        "width": ("AP_WIDTH", "Width"),
        "image": ("AP_IMAGE_PIXEL_SIZE", "Image Pixel Size"),
        "display": ("AP_PIXEL_SIZE", "Pixel Size"),
        "magnification": ("AP_MAG", "Mag"),
    }
    text = "".join(f"{names[k][0]}\r\n{names[k][1]} = {v}\r\n" for k, v in entries.items())
    path = tmp_path / "z.tif"
    tags = [(34118, "s", 0, text.encode("cp1252"), False)]
    tifffile.imwrite(path, np.ones((16, columns), np.uint8), extratags=tags)
    return read_micrograph(path)


@pytest.mark.parametrize(
    ("columns", "entries", "expected"),
    [
        (512, {"display": "5.825 nm", "width": "5.965 µm"}, 11.65),
        (2048, {"display": "5.825 nm", "width": "5.965 µm"}, 2.9126),
        (1024, {"display": "5.825 nm", "width": "5.965 µm"}, 5.825),
        (512, {"display": "5.825 nm"}, 11.65),
        (2048, {"image": "2.913 nm", "display": "5.825 nm", "width": "5.965 µm"}, 2.9126),
        (700, {"image": "2.913 nm", "display": "5.825 nm", "width": "5.965 µm"}, None),
        (700, {"image": "2.913 nm", "width": "5.965 µm"}, None),
    ],
)
def test_zeiss_figures_must_agree(tmp_path, columns, entries, expected):
    micrograph = zeiss(tmp_path, columns, **entries)
    if expected is None:
        assert micrograph.nm_per_px is None
        assert "contradict" in micrograph.warnings[0]
    else:
        assert micrograph.nm_per_px == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("width_px", "field_m", "expected"), [(64, 6.4e-8, 1.0), (32, 3.2e-8, None), (64, 5e-8, None)]
)
def test_fei_figures_must_agree(tmp_path, width_px, field_m, expected):
    text = (
        f"[Scan]\r\nPixelWidth=1e-009\r\nPixelHeight=1e-009\r\nHorFieldsize={field_m}\r\n"
        f"[Image]\r\nResolutionX={width_px}\r\nResolutionY=16\r\n"
    )
    assert read(tmp_path, extratags=[(34680, "s", 0, text, False)])[0] == expected


def test_pixels_that_are_not_square(tmp_path):
    gatan = [(65003, "s", 0, "nm", False), (65009, "d", 1, 0.5, False)]
    gatan += [(65004, "s", 0, "nm", False), (65010, "d", 1, 5.0, False)]
    tifffile.imwrite(tmp_path / "a.tif", BLANK, extratags=gatan)
    tifffile.imwrite(
        tmp_path / "b.tif", BLANK, imagej=True, resolution=(2, 0.2), metadata={"unit": "nm"}
    )
    tifffile.imwrite(
        tmp_path / "c.ome.tif",
        BLANK,
        metadata={
            "PhysicalSizeX": 0.5, "PhysicalSizeXUnit": "nm",
            "PhysicalSizeY": 50, "PhysicalSizeYUnit": "Å",
        },
    )  # fmt: skip
    per_cm = (1e7 / 0.5, 1e7 / 5.0)
    tifffile.imwrite(tmp_path / "d.tif", BLANK, resolution=per_cm, resolutionunit="CENTIMETER")
    for name in ("a.tif", "b.tif", "c.ome.tif", "d.tif"):
        micrograph = read_micrograph(tmp_path / name)
        assert micrograph.nm_per_px == pytest.approx(np.sqrt(2.5), rel=1e-4), name
        assert micrograph.nm_per_px_yx == pytest.approx((5.0, 0.5), rel=1e-4)
        assert "not square" in micrograph.warnings[0]


def test_the_size_of_a_second_ome_image_is_not_that_of_the_first(tmp_path):
    path = tmp_path / "a.ome.tif"
    with tifffile.TiffWriter(path, ome=True) as writer:
        writer.write(BLANK)
        writer.write(BLANK + 1, metadata={"PhysicalSizeX": 0.2, "PhysicalSizeXUnit": "nm"})
    first = read_micrograph(path)
    assert (first.nm_per_px, first.info["frame"]) == (None, 1)
    assert "2 (Image1" in first.warnings[0]
    assert read_micrograph(path, frame=2).nm_per_px == pytest.approx(0.2)


def test_olympus_belongs_to_the_page_that_has_the_tag():
    facts = {"pixelsizex": 2.4e-11, "pixelsizey": 2.4e-11}
    page = SimpleNamespace(tags={33560: SimpleNamespace(value=facts)})
    assert olympus.read(None, page, 0).nm_per_px == pytest.approx((0.024, 0.024))
    assert olympus.read(None, SimpleNamespace(tags={}), 0) is None


@pytest.mark.parametrize("unit", ["(1/nm)", "1/nm", "nm^-1", "1 / um", "mrad", "[n_m^-1]"])
def test_imagej_diffraction(tmp_path, unit):
    tifffile.imwrite(
        tmp_path / "a.tif", BLANK, imagej=True, resolution=(20, 20), metadata={"unit": unit}
    )
    with pytest.raises(InputError, match="diffraction pattern"):
        read_micrograph(tmp_path / "a.tif")


def test_exactly_one_is_a_placeholder(tmp_path):
    tifffile.imwrite(
        tmp_path / "a.tif", BLANK, imagej=True, resolution=(1, 1), metadata={"unit": "nm"}
    )
    micrograph = read_micrograph(tmp_path / "a.tif")
    assert micrograph.nm_per_px == 1.0
    assert "exactly 1 nm" in micrograph.warnings[0]


def test_every_maker_says_what_is_believed():
    assert len(makers()) >= 11
    assert all(maker.believed for maker in makers())


def test_damaged_tags_do_not_stop_the_reading(tmp_path):
    tags = [(65003, "s", 0, "nm", False), (65009, "s", 0, "not a number", False)]
    assert read(tmp_path, extratags=tags) == (None, None)


def test_an_impossible_size_is_ignored(tmp_path):
    tags = [(65003, "s", 0, "m", False), (65009, "d", 1, 1.0, False)]
    assert read(tmp_path, extratags=tags) == (None, None)


def test_a_zeiss_display_pixel_alone_is_believed_with_a_warning(tmp_path):
    assert "nothing in the file confirms" in zeiss(tmp_path, 512, display="5.825 nm").warnings[0]
    assert zeiss(tmp_path, 1024, display="5.825 nm").warnings == ()


@pytest.mark.parametrize(
    "entries",
    [
        {"width": "5.716 mm", "display": "5.582 nm"},
        {"width": "5.716 µm", "magnification": "20.00 X"},
        {"width": "5.716 µm", "magnification": "900.00 K X"},
    ],
)
def test_zeiss_figures_of_another_order_contradict(tmp_path, entries):
    micrograph = zeiss(tmp_path, 1024, **entries)
    assert micrograph.nm_per_px is None
    assert "contradict" in micrograph.warnings[0]
    sound = zeiss(tmp_path, 1024, width="5.716 µm", magnification="20.00 K X")
    assert sound.nm_per_px == pytest.approx(5.582, rel=1e-3)


ION = "[Beam]\r\nBeam=IBeam\r\nScan=IScan\r\n[EBeam]\r\nHFW=1.28e-7\r\n[IBeam]\r\nHFW=6.4e-8\r\n"
ION_SCANS = (
    "[EScan]\r\nPixelWidth=2e-9\r\nPixelHeight=2e-9\r\n"
    "[IScan]\r\nPixelWidth=1e-9\r\nPixelHeight=1e-9\r\n"
)


@pytest.mark.parametrize("text", [ION, ION + ION_SCANS])
def test_fei_figures_are_those_of_the_beam_that_imaged(tmp_path, text):
    found, _ = read(tmp_path, extratags=[(34682, "s", 0, text, False)])
    assert found == pytest.approx(1.0)


@pytest.mark.parametrize("replaced", [("eosTEM", "modeASID"), ("MAG", "Ronchigram")])
def test_jeol_modes_without_magnification_of_the_camera(tmp_path, replaced):
    text = JEOL.format(mode="MAG", value="100000").replace(*replaced)
    make = [(271, "s", 0, "JEOL Ltd.", False)]
    options = {"metadata": None, "resolution": (1000, 1000), "resolutionunit": "CENTIMETER"}
    assert read(tmp_path, description=text, extratags=make, **options) == (None, None)


OME_IMAGE = (
    "<Image ID='Image:{n}'><Pixels ID='Pixels:{n}' DimensionOrder='XYZCT' Type='uint8' SizeX='64'"
    " SizeY='16' SizeZ='1' SizeC='1' SizeT='1' {size}>"
    "<Channel ID='Channel:{n}:0' SamplesPerPixel='1'/>{data}</Pixels></Image>"
)
OME_SIZE = "PhysicalSizeX='0.5' PhysicalSizeXUnit='nm' PhysicalSizeY='0.5' PhysicalSizeYUnit='nm'"
ELSEWHERE = "<TiffData IFD='0'><UUID FileName='gone.ome.tif'>urn:uuid:1</UUID></TiffData>"


def ome(tmp_path, *images):
    namespace = "http://www.openmicroscopy.org/Schemas/OME/2016-06"
    xml = f"<?xml version='1.0'?><OME xmlns='{namespace}'>{''.join(images)}</OME>"
    tifffile.imwrite(tmp_path / "a.tif", BLANK, description=xml.encode(), metadata=None)
    return read_micrograph(tmp_path / "a.tif")


def test_ome_attributes_in_single_quotes(tmp_path):
    image = OME_IMAGE.format(n=0, size=OME_SIZE, data="<TiffData/>")
    assert ome(tmp_path, image).nm_per_px == pytest.approx(0.5)


def test_the_size_of_an_ome_image_in_a_missing_file_is_not_taken(tmp_path):
    gone = OME_IMAGE.format(n=0, size=OME_SIZE, data=ELSEWHERE)
    here = OME_IMAGE.format(n=1, size="", data="<TiffData IFD='0'/>")
    micrograph = ome(tmp_path, gone, here)
    assert micrograph.nm_per_px is None
    assert "2 images, of which the file holds 1" in micrograph.warnings[-1]


def test_a_resolution_of_all_bits_is_none(tmp_path):
    most = (2**32 - 1, 1)
    assert read(tmp_path, resolution=(most, most), resolutionunit="INCH") == (None, None)


@pytest.mark.parametrize(
    ("units", "sizes", "told"),
    [(("nm", ""), (0.3, 1.0), "one direction"), (("mm", "mm"), (3.0, 3.0), "no electron")],
)
def test_half_a_size_and_an_absurd_one_are_told(tmp_path, units, sizes, told):
    tags = [(65003, "s", 0, units[0], False), (65004, "s", 0, units[1], False)]
    tags += [(65009, "d", 1, sizes[0], False), (65010, "d", 1, sizes[1], False)]
    tifffile.imwrite(tmp_path / "a.tif", BLANK, extratags=tags)
    micrograph = read_micrograph(tmp_path / "a.tif")
    assert micrograph.nm_per_px is None
    assert told in micrograph.warnings[0]


def test_a_zeiss_pixel_without_width_must_fit_that_of_the_display(tmp_path):
    cropped = zeiss(tmp_path, 700, image="2.791 nm", display="5.582 nm")
    assert cropped.nm_per_px is None
    assert "contradict" in cropped.warnings[0]
    whole = zeiss(tmp_path, 2048, image="2.791 nm", display="5.582 nm")
    assert whole.nm_per_px == pytest.approx(2.791)


@pytest.mark.parametrize(
    ("resolution", "unit", "expected"),
    [
        (300, "INCH", None),
        (28.346, "CENTIMETER", None),
        (4, "INCH", 0.25),
        (72, "NONE", 1 / 72),
    ],
)
def test_imagej_files_saved_again_by_a_picture_editor(tmp_path, resolution, unit, expected):
    path = tmp_path / "a.tif"
    tifffile.imwrite(
        path, BLANK, description="ImageJ=1.53t\nunit=nm\n", metadata=None,
        resolution=(resolution, resolution), resolutionunit=unit,
    )  # fmt: skip
    micrograph = read_micrograph(path)
    if expected is None:
        assert micrograph.nm_per_px is None
        assert "contradict" in micrograph.warnings[0]
    else:
        assert micrograph.nm_per_px == pytest.approx(expected)

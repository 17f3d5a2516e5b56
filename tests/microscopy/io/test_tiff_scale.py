import numpy as np
import pytest
import tifffile

from ostwald.errors import InputError
from ostwald.microscopy.io import read_micrograph

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


def test_damaged_tags_do_not_stop_the_reading(tmp_path):
    tags = [(65003, "s", 0, "nm", False), (65009, "s", 0, "not a number", False)]
    assert read(tmp_path, extratags=tags) == (None, None)


def test_an_impossible_size_is_ignored(tmp_path):
    tags = [(65003, "s", 0, "m", False), (65009, "d", 1, 1.0, False)]
    assert read(tmp_path, extratags=tags) == (None, None)

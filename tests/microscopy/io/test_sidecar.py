import numpy as np
import pytest
from PIL import Image

from ostwald.microscopy.io import read_micrograph

HITACHI = """[SemImageFile]
InstructName=SU8000
ImageName=a.png
DataSize={size}
PixelSize=9.921875
Magnification={magnification}
MicronMarker=5000
"""
JEOL = "$CM_FULL_SIZE {size} 960\n$$SM_MICRON_BAR 192\n$$SM_MICRON_MARKER 500nm\n"


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(np.eye(1280, dtype=np.uint8)[:960]).save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932"])
def test_hitachi(image, encoding):
    text = HITACHI.format(size="1280x960", magnification=10000)
    image.with_suffix(".txt").write_text(text, encoding=encoding)
    micrograph = read_micrograph(image)
    assert micrograph.nm_per_px == pytest.approx(9.921875)
    assert micrograph.metadata_source == "Hitachi text"


@pytest.mark.parametrize(
    ("size", "magnification"), [("640x480", 10000), ("1280x960", 900000), ("1280x960", 10)]
)
def test_hitachi_figures_must_agree(image, size, magnification):
    text = HITACHI.format(size=size, magnification=magnification)
    image.with_suffix(".txt").write_text(text)
    micrograph = read_micrograph(image)
    assert micrograph.nm_per_px is None
    assert "contradict" in micrograph.warnings[0]


def test_jeol(image):
    image.with_suffix(".txt").write_text(JEOL.format(size=1280))
    assert read_micrograph(image).nm_per_px == pytest.approx(500 / 192)
    image.with_suffix(".txt").write_text(JEOL.format(size=2560))
    assert read_micrograph(image).nm_per_px is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1", "cp932", "gbk"])
def test_a_bar_in_micrometres_in_any_encoding(image, encoding):
    sign = "µ" if encoding == "latin-1" else "μ"
    text = JEOL.format(size=1280).replace("500nm", f"1{sign}m")
    image.with_suffix(".txt").write_text(text, encoding=encoding)
    assert read_micrograph(image).nm_per_px == pytest.approx(1000 / 192)


def test_any_other_text_is_passed_over(image):
    for text in ("", "notes of mine: 5 nm", "PixelSize=abc\nDataSize=1280x960\n", "\x00" * 99):
        image.with_suffix(".txt").write_text(text)
        micrograph = read_micrograph(image)
        assert (micrograph.nm_per_px, micrograph.warnings) == (None, ())


def test_a_closed_text_is_as_good_as_none(image, monkeypatch):
    def closed(_path):
        raise PermissionError(13, "Permission denied")

    image.with_suffix(".txt").write_text("PixelSize=2")
    monkeypatch.setattr(type(image), "read_bytes", closed)
    assert read_micrograph(image).nm_per_px is None

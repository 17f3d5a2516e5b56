import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from micrographs_for_tests import write_emd, write_mrc
from ostwald.errors import InputError
from ostwald.microscopy.io import image_suffixes, read_micrograph

HEADS = [
    b"II*\x00\x08\x00\x00\x00",
    b"MM\x00*\x00\x00\x00\x08",
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    b"\xff\xd8\xff\xe0\x00\x10JFIF",
    b"BM",
    b"\x89HDF\r\n\x1a\n",
    b"\x00\x00\x00\x03\x00\x00\x10\x00\x00\x00\x00\x01",
    b"\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x10\x00\x00\x00\x00\x01",
    b"II\x97\x01\x10\x02\x20\x41",
    b"",
]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(HEADS), st.binary(max_size=400), st.sampled_from(image_suffixes()))
def test_any_bytes_give_an_image_or_a_clear_error(tmp_path, head, body, suffix):
    path = tmp_path / f"fuzz{suffix}"
    path.write_bytes(head + body)
    try:
        micrograph = read_micrograph(path)
    except InputError as error:
        where = str(error)
    else:
        where = str(path)
        assert np.isfinite(micrograph.pixels).all()
    assert str(path) in where


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_flipped_bytes_in_a_tiff(tmp_path, data):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.arange(64, dtype=np.uint8).reshape(8, 8))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content))
    try:
        micrograph = read_micrograph(path)
    except InputError:
        return
    assert micrograph.pixels.ndim == 2


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from([".png", ".bmp", ".jpg", ".mrc", ".emd"]), st.data())
def test_flipped_and_lost_bytes_in_other_formats(tmp_path, suffix, data):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(sound_file(suffix))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        # Most faults go into the header, where they do most harm.
        reach = data.draw(st.sampled_from([min(64, len(content)), len(content)]))
        content[data.draw(st.integers(0, reach - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.sampled_from([len(content), len(content) // 2]))
    path.write_bytes(bytes(content[:end]))
    try:
        micrograph = read_micrograph(path)
    except InputError as error:
        told = str(error)
    else:
        told = str(path)
        assert np.isfinite(micrograph.pixels).all()
    assert str(path) in told


@lru_cache
def sound_file(suffix):
    """Bytes of a small file without faults."""
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        if suffix == ".mrc":
            write_mrc(path, ramp[None])
        elif suffix == ".emd":
            write_emd(path, ramp)
        else:
            Image.fromarray(ramp).save(path)
        return path.read_bytes()


@pytest.mark.parametrize("suffix", [".png", ".bmp", ".jpg", ".mrc", ".emd"])
def test_the_files_to_be_damaged_are_sound(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(sound_file(suffix))
    assert read_micrograph(path).pixels.shape == (16, 16)


def test_the_content_decides_and_a_wrong_name_is_told(tmp_path):
    path = tmp_path / "really_a_png.tif"
    Image.fromarray(np.eye(10, dtype=np.uint8) * 99).save(path, format="PNG")
    micrograph = read_micrograph(path)
    assert micrograph.info["format"] == "PNG"
    assert micrograph.warnings == ("the file is called .tif but is PNG; it was read as PNG",)


def test_a_renamed_text_file(tmp_path):
    path = tmp_path / "notes.tif"
    path.write_text("not an image")
    with pytest.raises(InputError, match=r"is called \.tif but its content is not TIFF"):
        read_micrograph(path)


def test_another_format(tmp_path):
    path = tmp_path / "movie.avi"
    path.write_bytes(b"RIFF" + bytes(100))
    with pytest.raises(InputError, match="not an image format"):
        read_micrograph(path)


def test_every_error_says_how_to_mend_it(tmp_path):
    (tmp_path / "a.dm3").write_bytes(HEADS[6] + bytes(300))
    with pytest.raises(InputError) as caught:
        read_micrograph(tmp_path / "a.dm3")
    assert caught.value.hint


def test_only_the_reader_needed_is_imported(tmp_path):
    path = tmp_path / "a.png"
    Image.fromarray(np.zeros((4, 4), np.uint8)).save(path)
    code = (
        "import sys; from ostwald.microscopy.io import read_micrograph;"
        f"read_micrograph({str(path)!r});"
        "print([m for m in ('tifffile','rsciio','rapidocr','skimage','torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

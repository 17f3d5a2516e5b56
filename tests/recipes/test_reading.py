from __future__ import annotations

import pytest

from ostwald.errors import InputError
from ostwald.recipes.reading import decode_text, read_bytes


def test_a_file_is_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    assert read_bytes(path, 10) == b"abc"


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_bytes(tmp_path / "a.txt", 10)


def test_a_folder(tmp_path):
    with pytest.raises(InputError, match="not a file"):
        read_bytes(tmp_path, 10)


def test_an_empty_file(tmp_path):
    (tmp_path / "a.txt").touch()
    with pytest.raises(InputError, match="empty"):
        read_bytes(tmp_path / "a.txt", 10)


def test_a_large_file_is_refused_unread(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(51_000_000)  # a hole: takes no space on disk
    with pytest.raises(InputError, match=r"51\.0 MB, more than the 50 MB limit"):
        read_bytes(path, 50_000_000)


def test_a_name_with_a_nul(tmp_path):
    with pytest.raises(InputError):
        read_bytes(tmp_path / "a\0b", 10)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_decoded(encoding):
    assert decode_text("100 µL".encode(encoding), None).text == "100 µL"


def test_windows_text_is_read_and_remarked():
    decoded = decode_text("name\n100 µL of Schröder’s".encode("cp1252"), None)
    assert decoded.text.endswith("100 µL of Schröder’s")
    assert "in line 2" in decoded.remark


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read_and_remarked(encoding):
    decoded = decode_text("id,product\na,PbSe\n".encode(encoding), None)
    assert decoded.text == "id,product\na,PbSe\n"
    assert encoding.upper() in decoded.remark


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "binary"),
        (b"a\0b", "binary"),
        ("100 \u0178\u203aL".encode("cp1252"), r"not UTF-8 text \(byte 5\)"),
        (b" \n\t", "empty"),
        (b"\xff\xfea", "damaged UTF-16"),
    ],
)
def test_what_is_no_text_is_refused(content, words):
    with pytest.raises(InputError, match=words):
        decode_text(content, "file")

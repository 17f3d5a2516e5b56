import os

import pytest

from ostwald.errors import InputError
from ostwald.microscopy.io import limits


def test_missing_folder_and_empty_files(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        limits.check_file(tmp_path / "none.tif")
    with pytest.raises(InputError, match="not a file"):
        limits.check_file(tmp_path)
    (tmp_path / "empty.tif").touch()
    with pytest.raises(InputError, match="empty"):
        limits.check_file(tmp_path / "empty.tif")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind this user"
)
def test_file_without_rights(tmp_path):
    path = tmp_path / "secret.tif"
    path.write_bytes(b"x")
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be opened"):
        limits.check_file(path)


def test_file_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 10)
    (tmp_path / "big.tif").write_bytes(b"x" * 11)
    with pytest.raises(InputError, match="more than"):
        limits.check_file(tmp_path / "big.tif")


def test_shapes():
    limits.check_shape(1, 1, "a")
    limits.check_shape(13_000, 13_000, "a")
    for height, width in ((0, 5), (5, 0), (13_001, 13_000)):
        with pytest.raises(InputError):
            limits.check_shape(height, width, "a")


def test_a_link_to_nothing_and_a_name_that_is_too_long(tmp_path):
    (tmp_path / "a.tif").symlink_to(tmp_path / "nowhere.tif")
    with pytest.raises(InputError, match="a link to a file that is not there"):
        limits.check_file(tmp_path / "a.tif")
    with pytest.raises(InputError, match="cannot be opened"):
        limits.check_file(tmp_path / ("x" * 300 + ".tif"))

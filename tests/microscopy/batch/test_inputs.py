import pytest

from ostwald.errors import InputError
from ostwald.microscopy.batch.inputs import collect_images


@pytest.fixture
def folder(tmp_path):
    for name in ("b.tif", "a.PNG", "notes.txt", "a.labels.tif", "a.overlay.png", ".hidden.png"):
        (tmp_path / name).touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.dm3").touch()
    return tmp_path


def names(*inputs, out="out"):
    from pathlib import Path

    return [path.name for path in collect_images([str(i) for i in inputs], Path(out))]


def test_folder_with_subfolders_without_results_and_other_files(folder):
    assert names(folder) == ["a.PNG", "b.tif", "c.dm3"]


def test_the_folder_of_the_results_is_left_out_of_its_parent(folder):
    assert names(folder, out=folder / "sub") == ["a.PNG", "b.tif"]
    assert names(folder, out=folder) == ["a.PNG", "b.tif", "c.dm3"]


def test_hidden_folders_are_left_out(folder):
    (folder / ".cache").mkdir()
    (folder / ".cache" / "d.png").touch()
    assert "d.png" not in names(folder)


def test_patterns(folder):
    assert names(folder / "*.tif") == ["b.tif"]
    assert names(folder / "**" / "*.dm3") == ["c.dm3"]


def test_files_are_kept_as_named_even_if_absent(folder):
    assert names(folder / "none.tif", folder / "notes.txt") == ["none.tif", "notes.txt"]


def test_each_file_once(folder):
    assert names(folder / "b.tif", folder, folder / "b.tif") == ["b.tif", "a.PNG", "c.dm3"]


def test_a_file_whose_name_looks_like_a_pattern(tmp_path):
    (tmp_path / "a[1].png").touch()
    assert names(tmp_path / "a[1].png") == ["a[1].png"]


def test_emi_and_its_ser_are_one(tmp_path):
    for name in ("x.emi", "x_1.ser", "y.emi"):
        (tmp_path / name).touch()
    assert names(tmp_path) == ["x_1.ser", "y.emi"]


def test_nothing_to_measure(tmp_path):
    for given in ([], [str(tmp_path)], [str(tmp_path / "*.tif")]):
        with pytest.raises(InputError):
            collect_images(given, tmp_path / "out")

import os

import pytest

from ostwald.errors import InputError
from ostwald.microscopy.batch.inputs import collect_images, every_frame


@pytest.fixture
def folder(tmp_path):
    for name in ("b.tif", "a.PNG", "notes.txt", "a.labels.tif", "a.overlay.png", ".hidden.png"):
        (tmp_path / name).touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.dm3").touch()
    return tmp_path


def names(*inputs, out="out"):
    return [image.name for image in collect_images([str(i) for i in inputs], str(out)).images]


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
            collect_images(given, str(tmp_path / "out"))


def test_other_kinds_of_file_are_counted_and_results_are_not(folder):
    for name in ("b.txt", "c.PDF", "d", "a.particles.csv", "a.measurement.json", "summary.csv"):
        (folder / name).touch()
    collected = collect_images([str(folder)], str(folder / "out"))
    line = collected.skipped_line()
    assert line == "Passed over as no images: 2 .txt, 1 .pdf, 1 without an end to its name"
    assert collect_images([str(folder / "b.tif")], "out").skipped_line() is None


def test_every_frame_of_a_file(tmp_path):
    import numpy as np
    import tifffile

    tifffile.imwrite(tmp_path / "s.tif", np.zeros((3, 8, 9), np.uint8), photometric="minisblack")
    tifffile.imwrite(tmp_path / "t.tif", np.zeros((8, 9), np.uint8))
    (tmp_path / "u.tif").touch()
    images = collect_images([str(tmp_path)], "out").images
    frames = [(image.stem, image.frame) for image in every_frame(images, None)]
    expected = [(f"s-frame{k}", k) for k in (1, 2, 3)]
    assert frames == [*expected, ("t", None), ("u", None)]


def test_urls(tmp_path):
    import fsspec

    system = fsspec.filesystem("memory")
    for name in ("in/a.png", "in/sub/b.tif", "in/notes.txt", "in/out/a.overlay.png"):
        system.pipe_file(f"/inputs/{name}", b"x")
    collected = collect_images(["memory://inputs/in"], "memory://inputs/in/out")
    assert [image.name for image in collected.images] == ["a.png", "b.tif"]
    assert collected.skipped == {".txt": 1}
    assert names("memory://inputs/in/*.png") == ["a.png"]
    assert names("memory://inputs/none.png") == ["none.png"]


def test_a_link_to_nothing_is_not_passed_over(folder):
    (folder / "gone.tif").symlink_to(folder / "nowhere.tif")
    assert names(folder) == ["a.PNG", "b.tif", "gone.tif", "c.dm3"]


def test_a_name_that_is_too_long_is_kept_to_be_reported(folder):
    assert names(folder / ("x" * 300 + ".png"), folder / "b.tif")[1] == "b.tif"


def test_closed_folders_are_counted_and_told(folder, monkeypatch):
    walk = os.walk

    def closed(top, onerror):
        for root, folders, files in walk(top):
            if root.endswith("sub"):
                onerror(PermissionError(13, "Permission denied", root))
            else:
                yield root, folders, files

    monkeypatch.setattr(os, "walk", closed)
    collected = collect_images([str(folder)], "out")
    assert collected.skipped["folder that cannot be opened"] == 1
    with pytest.raises(InputError, match="cannot be opened: Permission denied"):
        collect_images([str(folder / "sub")], "out")

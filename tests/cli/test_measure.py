import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from micrographs_for_tests import OtsuFinder, discs, with_bar
from ostwald.cli import main
from ostwald.microscopy import measurement
from ostwald.microscopy.batch.store import LOCK_FILE


class Finder(OtsuFinder):
    """Counts the images and can be told to be interrupted or to fail."""

    def __init__(self):
        self.calls = 0
        self.at = {}

    def segment(self, pixels, exclude=None):
        self.calls += 1
        if self.calls in self.at:
            raise self.at[self.calls]
        return super().segment(pixels, exclude)


@pytest.fixture
def finder(monkeypatch):
    finder = Finder()
    monkeypatch.setattr(measurement, "default_segmenter", lambda: finder)
    return finder


@pytest.fixture
def images(tmp_path):
    folder = tmp_path / "images"
    folder.mkdir()
    half_a_nm = 2.54e7 / 0.5
    Image.fromarray(discs()).save(folder / "a.png", dpi=(half_a_nm, half_a_nm))
    tifffile.imwrite(folder / "b.tif", discs(seed=1))
    return folder


def ostwald(*arguments):
    return main.run(["measure", *map(str, arguments)])


def test_a_folder(images, tmp_path, finder, capsys):
    out = tmp_path / "out"
    Image.fromarray(with_bar(discs(), "50 nm", 100)).save(images / "a.png")
    assert ostwald(images, "--out", out) == 0
    for name in (
        "a.particles.csv", "a.labels.tif", "a.overlay.png", "a.histogram.png", "b.particles.csv",
        "b.labels.tif", "b.overlay.png", "summary.csv", "summary.json", "summary.histogram.png",
    ):  # fmt: skip
        assert (out / name).is_file(), name
    first, second = json.loads((out / "summary.json").read_text())
    assert (first["image"], second["image"]) == ("a.png", "b.tif")
    assert first["size_nm"]["mean"] == pytest.approx(10, rel=0.03)
    assert second["size_nm"] is None
    assert second["size_px"]["mean"] == pytest.approx(20, rel=0.03)
    labels = tifffile.imread(out / "a.labels.tif")
    rows = (out / "a.particles.csv").read_text().splitlines()[1:]
    assert sorted(np.unique(labels[labels > 0])) == [int(row.split(",")[0]) for row in rows]
    printed = capsys.readouterr().out
    assert "a.png" in printed
    assert "sizes are in pixels" in printed


def test_json_on_standard_output_is_the_summary(images, tmp_path, finder, capsys):
    assert ostwald(images / "a.png", "--out", tmp_path / "out", "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "out" / "summary.json").read_text())


def test_pixel_size_given(images, tmp_path, finder, capsys):
    assert ostwald(images / "b.tif", "--out", tmp_path, "--nm-per-px", 0.25, "--json") == 0
    (summary,) = json.loads(capsys.readouterr().out)
    assert summary["scale"]["source"] == "user"
    assert summary["size_nm"]["mean"] == pytest.approx(5, rel=0.03)


@pytest.mark.parametrize("size", ["0", "-1", "nan", "abc"])
def test_impossible_pixel_sizes(images, tmp_path, finder, size, capsys):
    assert ostwald(images, "--out", tmp_path / "out", "--nm-per-px", size) == 2
    assert "nm-per-px" in capsys.readouterr().err


def test_a_second_run_reuses_what_is_finished(images, tmp_path, finder):
    out = tmp_path / "out"
    ostwald(images, "--out", out)
    before = (out / "summary.json").read_text()
    assert finder.calls == 2
    ostwald(images, "--out", out)
    assert finder.calls == 2
    assert (out / "summary.json").read_text() == before
    ostwald(images, "--out", out, "--overwrite")
    assert finder.calls == 4


def test_changed_images_settings_and_missing_results_are_measured_again(images, tmp_path, finder):
    out = tmp_path / "out"
    ostwald(images, "--out", out)
    tifffile.imwrite(images / "b.tif", discs(seed=5, height=240))
    ostwald(images, "--out", out)
    assert finder.calls == 3
    (out / "a.overlay.png").unlink()
    ostwald(images, "--out", out)
    assert finder.calls == 4
    ostwald(images, "--out", out, "--nm-per-px", 1)
    assert finder.calls == 6


def test_results_beside_the_images_are_not_measured(images, finder):
    ostwald(images, "--out", images)
    ostwald(images, "--out", images)
    assert len(json.loads((images / "summary.json").read_text())) == 2


def test_same_names_do_not_overwrite_each_other(images, tmp_path, finder):
    other = tmp_path / "other"
    other.mkdir()
    Image.fromarray(discs(diameter_px=30, spacing_px=60)).save(other / "a.png")
    Image.fromarray(discs(diameter_px=12)).save(images / "a.bmp")
    out = tmp_path / "out"
    ostwald(images, "--out", out)
    ostwald(other, "--out", out)
    means = {}
    for stem in ("a", "a-2", "a-3"):
        rows = (out / f"{stem}.particles.csv").read_text().splitlines()
        column = rows[0].split(",").index("diameter_px")
        means[stem] = float(np.median([float(row.split(",")[column]) for row in rows[1:]]))
    assert sorted(round(value) for value in means.values()) == [12, 20, 30]
    calls = finder.calls
    ostwald(other, images, "--out", out)
    assert finder.calls == calls


def test_one_bad_file_does_not_stop_the_batch(images, tmp_path, finder, capsys):
    (images / "aa_empty.tif").touch()
    (images / "ab_text.png").write_text("hello")
    (images / "ac_cut.tif").write_bytes((images / "b.tif").read_bytes()[:9000])
    assert ostwald(images, "--out", tmp_path / "out") == 1
    assert len(json.loads((tmp_path / "out" / "summary.json").read_text())) == 2
    errors = capsys.readouterr().err
    for text in ("aa_empty.tif: the file is empty", "ab_text.png", "truncated"):
        assert text in errors
    assert "Traceback" not in errors


def test_a_fault_in_one_image_does_not_stop_the_batch(images, tmp_path, finder, capsys):
    finder.at[1] = ZeroDivisionError("oops")
    assert ostwald(images, "--out", tmp_path / "out") == 1
    assert "could not be measured (ZeroDivisionError: oops)" in capsys.readouterr().err
    finder.at[2] = MemoryError()
    finder.calls = 1
    ostwald(images, "--out", tmp_path / "out2")
    assert "not enough memory" in capsys.readouterr().err


def test_only_bad_files(tmp_path, finder, capsys):
    (tmp_path / "a.tif").write_text("hello")
    assert ostwald(tmp_path / "a.tif", tmp_path / "none.png", "--out", tmp_path / "out") == 2
    assert "no such file" in capsys.readouterr().err


def test_an_empty_folder(tmp_path, finder, capsys):
    assert ostwald(tmp_path, "--out", tmp_path / "out") == 2
    assert "the folder holds no image" in capsys.readouterr().err


def test_no_particles_is_an_answer(tmp_path, finder, capsys):
    tifffile.imwrite(tmp_path / "black.tif", np.zeros((64, 64), np.uint8))
    assert ostwald(tmp_path / "black.tif", "--out", tmp_path / "out", "--json") == 0
    (summary,) = json.loads(capsys.readouterr().out)
    assert (summary["particles"], summary["size_nm"]) == (0, None)
    assert (tmp_path / "out" / "black.particles.csv").read_text().count("\n") == 1


def test_ctrl_c_keeps_what_is_finished(images, tmp_path, finder, capsys):
    finder.at[2] = KeyboardInterrupt()
    out = tmp_path / "out"
    assert ostwald(images, "--out", out) == 130
    assert len(json.loads((out / "summary.json").read_text())) == 1
    assert not (out / "b.particles.csv").exists()
    assert "what was finished is kept" in capsys.readouterr().err
    assert ostwald(images, "--out", out) == 0
    assert finder.calls == 3
    assert len(json.loads((out / "summary.json").read_text())) == 2


def test_a_swallowed_ctrl_c_still_ends_the_batch(images, tmp_path, finder):
    """Python drops an interruption that arrives in a finaliser."""

    def swallow(pixels, exclude=None):
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        return OtsuFinder().segment(pixels, exclude)

    finder.segment = swallow
    before = signal.getsignal(signal.SIGINT)
    assert ostwald(images, "--out", tmp_path / "out") == 130
    assert signal.getsignal(signal.SIGINT) is before
    assert len(json.loads((tmp_path / "out" / "summary.json").read_text())) == 1


def test_the_output_is_a_file(images, tmp_path, finder, capsys):
    (tmp_path / "out").write_text("")
    assert ostwald(images, "--out", tmp_path / "out") == 2
    assert "cannot write" in capsys.readouterr().err
    assert finder.calls == 0


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights do not bind this user"
)
def test_unwritable_output_folder(images, tmp_path, finder, capsys):
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    assert ostwald(images, "--out", out) == 2
    assert "cannot write" in capsys.readouterr().err


def test_an_output_folder_without_rights(images, tmp_path, finder, capsys, monkeypatch):
    """As the test above, for users whom rights do not bind."""

    def denied(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", denied)
    assert ostwald(images, "--out", tmp_path / "out") == 2
    assert "cannot write results there: Permission denied" in capsys.readouterr().err
    assert finder.calls == 0


@pytest.mark.parametrize("full_after", [0, 1, 3, 5, 7])
def test_the_disk_fills_up_at_any_file(images, tmp_path, finder, capsys, monkeypatch, full_after):
    """No half file is left, and what was finished before is still there."""
    out = tmp_path / "out"
    writes = []
    real = Path.replace

    def replace(path, target):
        writes.append(target)
        if len(writes) > full_after:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace)
        assert ostwald(images, "--out", out) == 2
    error = capsys.readouterr().err
    assert "No space left on device" in error
    assert "Traceback" not in error
    left = {str(p) for p in out.rglob("*") if p.is_file() and p.name != LOCK_FILE}
    assert left == {str(t) for t in writes[:full_after] if Path(t).suffix != ".claim"}
    assert ostwald(images, "--out", out) == 0
    assert len(json.loads((out / "summary.json").read_text())) == 2


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_ctrl_c_in_a_running_program(images, tmp_path):
    for number in range(30):
        tifffile.imwrite(images / f"c{number:02}.tif", discs(300, 400, seed=number))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "ostwald", "measure", str(images), "--out", str(out)]
    program = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 90
    while not (out / "a.measurement.json").exists() and time.monotonic() < deadline:
        assert program.poll() is None
        time.sleep(0.02)
    program.send_signal(signal.SIGINT)
    _, errors = program.communicate(timeout=120)
    assert program.returncode == 130
    assert "what was finished is kept" in errors
    assert "Traceback" not in errors
    finished = json.loads((out / "summary.json").read_text())
    assert 1 <= len(finished) < 32
    assert [p.name for p in out.iterdir() if p.name.startswith(".")] == [LOCK_FILE]


def test_a_full_disk_is_one_clear_error(images, tmp_path, finder, capsys, monkeypatch):
    out = tmp_path / "out"

    def full(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(tifffile, "imwrite", full)
        assert ostwald(images, "--out", out) == 2
    error = capsys.readouterr().err
    assert "No space left on device" in error
    assert "Traceback" not in error
    assert [p.name for p in out.iterdir() if p.name.startswith(".")] == [LOCK_FILE]
    assert not (out / "a.labels.tif").exists()
    assert ostwald(images, "--out", out) == 0


def test_the_same_remark_on_many_images_is_printed_once(tmp_path, finder, capsys):
    for number in range(5):
        Image.fromarray(discs(seed=number)).save(tmp_path / f"{number}.png")
    assert ostwald(*sorted(tmp_path.glob("*.png")), "--out", tmp_path / "out") == 0
    notes = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Note")]
    (told,) = [note for note in notes if "no scale" in note]
    assert told.startswith("Note: 0.png, 1.png, 2.png and 2 more: no scale")


def test_a_doubtful_grade_is_said_with_its_reason_before_the_notes(tmp_path, finder, capsys):
    sparse = np.full((256, 256), 180, np.uint8)
    yy, xx = np.mgrid[:256, :256]
    sparse[np.hypot(yy - 128, xx - 128) < 20] = 60
    Image.fromarray(sparse).save(tmp_path / "one.png")
    assert ostwald(tmp_path / "one.png", "--out", tmp_path / "out") == 0
    told = capsys.readouterr().out.splitlines()
    grade = json.loads((tmp_path / "out" / "summary.json").read_text())[0]["trust"]["grade"]
    assert grade != "good"
    first_note = next(n for n, line in enumerate(told) if line.startswith("Note: "))
    doubts = [n for n, line in enumerate(told) if line.startswith(f"{grade.capitalize()}: one.png")]
    assert doubts
    assert max(doubts) < first_note

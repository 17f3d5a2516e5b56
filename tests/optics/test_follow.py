from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.optics.course import Course
from ostwald.optics.files.time_series import read_series, time_in_name
from ostwald.optics.follow import follow_spectra
from ostwald.optics.terminal_plot import course_lines
from spectra_for_tests import bands_of

X = np.arange(400.0, 700.0)
TIMES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
SIZES = [2.4 + 1.8 * (1.0 - np.exp(-t / 8.0)) for t in TIMES]
ROWS = [0.2 * bands_of("CdSe", size, X, 0.07, higher=True) for size in SIZES]


def spectrum_text(row: np.ndarray) -> str:
    return "nm,Abs\n" + "".join(f"{x:.0f},{y:.5f}\n" for x, y in zip(X, row, strict=True))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for time, row in zip(TIMES, ROWS, strict=True):
        (tmp_path / f"CdSe_{time:g}min.csv").write_text(spectrum_text(row))
    return tmp_path


def wide() -> str:
    head = "time_s," + ",".join(f"{x:.0f}" for x in X)
    body = [
        f"{60 * t:g}," + ",".join(f"{v:.5f}" for v in r) for t, r in zip(TIMES, ROWS, strict=True)
    ]
    return "\n".join([head, *body]) + "\n"


def columns() -> str:
    head = "Wavelength (nm)," + ",".join(f"{t:g} min" for t in TIMES)
    body = [f"{x:.0f}," + ",".join(f"{r[i]:.5f}" for r in ROWS) for i, x in enumerate(X)]
    return "\n".join([head, *body]) + "\n"


def long() -> str:
    body = [
        f"{t:g},{x:.0f},{v:.5f}"
        for t, r in zip(TIMES, ROWS, strict=True)
        for x, v in zip(X, r, strict=True)
    ]
    return "\n".join(["time_min,wavelength_nm,absorbance", *body]) + "\n"


@pytest.mark.parametrize("text", [wide(), columns(), long()], ids=["rows", "columns", "long"])
def test_one_file_of_many_spectra(text: str) -> None:
    series = read_series(text, "run.csv", finished=True)
    assert [timed.time_min for timed in series] == pytest.approx(TIMES)
    assert series[2].spectrum.absorbance == pytest.approx(ROWS[2], abs=1e-4)


def test_a_last_line_that_is_being_written_is_left_for_later() -> None:
    text = wide()
    assert len(read_series(text[: len(text) - 700], "run.csv", finished=False)) == len(TIMES) - 1
    assert len(read_series(long(), "run.csv", finished=False)) == len(TIMES) - 1
    assert read_series("", "run.csv", finished=False) == []


def test_a_file_without_times_is_refused() -> None:
    with pytest.raises(InputError, match="does not tell the times"):
        read_series(spectrum_text(ROWS[0]), "s.csv", finished=True)


@pytest.mark.parametrize(
    ("name", "minutes"),
    [
        ("CdSe_12min.csv", 12.0),
        ("aliquot-90s.txt", 1.5),
        ("run 2 h.dx", 120.0),
        ("t=0.5 min.csv", 0.5),
        ("2,5min.csv", 2.5),
        ("sample7.csv", None),
        ("5min_10min.csv", None),
    ],
)
def test_times_in_names(name: str, minutes: float | None) -> None:
    assert time_in_name(name) == minutes


def test_a_folder_gives_course_law_and_time_of_a_wanted_size(folder: Path) -> None:
    (folder / "bad_20min.csv").write_text("hello\n")
    course = Course("CdSe", target_nm=4.1)
    for news in follow_spectra(folder, idle_s=0.0):
        course.add(news)
    assert [p.time_min for p in course.points] == pytest.approx(TIMES)
    assert [p.sample.size_nm for p in course.points] == pytest.approx(SIZES, rel=0.02)
    assert len(course.problems) == 1
    record = course.to_json()
    assert "plateau" in record["growth_law"]["law"]
    assert record["target"]["time_min"] == pytest.approx(8.0 * np.log(18.0), rel=0.2)
    lines = course_lines(course)
    assert max(len(line) for line in lines) <= 80
    assert any("4.1 nm at" in line for line in lines)


def test_files_that_come_later_are_taken_once(folder: Path) -> None:
    watch = follow_spectra(folder, every_s=0.01, idle_s=0.5)
    seen = [next(watch).name for _ in TIMES]
    (folder / "CdSe_32min.csv").write_text(spectrum_text(ROWS[-1]))
    seen += [news.name for news in watch]
    assert len(seen) == len(set(seen)) == len(TIMES) + 1


def test_the_table_is_complete_after_every_spectrum(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "course.csv"
    course = Course("CdSe")
    for number, news in enumerate(follow_spectra(folder, idle_s=0.0), start=1):
        course.add(news)
        course.write(out)
        with out.open() as file:
            assert len(list(csv.DictReader(file))) == number
    assert [path.name for path in out.parent.iterdir()] == ["course.csv"]


def test_what_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        next(follow_spectra(tmp_path / "none"))
    with pytest.raises(InputError, match="no sizing curve"):
        Course("NaCl")

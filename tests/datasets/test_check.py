from __future__ import annotations

from pathlib import Path

from ostwald.datasets.check import check


def test_an_empty_folder_is_not_usable(tmp_path: Path) -> None:
    report = check(tmp_path)
    assert not report.usable
    assert report.rows == 0
    assert any("training_table.csv is missing" in problem for problem in report.problems)


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    target = tmp_path / "recipes" / "gu2025" / "shapes_list.txt"
    target.parent.mkdir(parents=True)
    target.write_text("sphere\n")
    report = check(tmp_path)
    assert "recipes/gu2025/shapes_list.txt is changed" in report.problems


def test_the_published_data_are_whole(data_dir: Path) -> None:
    report = check(data_dir)
    assert report.problems == []
    assert (report.rows, report.compositions) == (3489, 350)
    assert report.rows_without_doi == 35
    assert report.shapes["sphere"] > 1500
    assert sum(report.shapes.values()) == 3489


def test_a_file_that_is_not_fetched_says_where_it_comes_from(tmp_path: Path) -> None:
    (tmp_path / "recipes" / "uw").mkdir(parents=True)
    (tmp_path / "recipes" / "uw" / "inp.csv").touch()
    files = {file.target: file for file in check(tmp_path).files}
    assert files["recipes/uw/inp.csv"].state == "ok"
    assert files["recipes/nanoeql2026/test.csv"].state == "missing"
    assert "Nanocrystal-Equation-Learner" in files["recipes/nanoeql2026/test.csv"].origin

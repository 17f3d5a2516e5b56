from __future__ import annotations

import re
from pathlib import Path

import ostwald
from ostwald.datasets.manifest import OTHER_FILES, PUBLISHED_FILES, how_to_get

LISTED = {file.target for file in (*PUBLISHED_FILES, *OTHER_FILES)}


def test_every_data_file_that_the_program_names_is_listed() -> None:
    source = Path(ostwald.__file__).parent
    pattern = re.compile(r"\b[\w.]+\.(?:csv|xlsx|npz)\b")
    names = {Path(target).name for target in LISTED}
    for path in sorted((source / "datasets").glob("*.py")):
        if path.name != "manifest.py":
            assert set(pattern.findall(path.read_text(encoding="utf-8"))) <= names, path


def test_a_file_that_is_fetched_says_so() -> None:
    for target in ("recipes/gu2025/training_table.csv", "recipes/gu2025/training_row_to_doi.csv"):
        assert "ostwald data fetch" in how_to_get(target)
    assert "by256/emps" in how_to_get("tem/emps_train")


def test_nothing_is_listed_twice() -> None:
    assert len(LISTED) == len(PUBLISHED_FILES) + len(OTHER_FILES)

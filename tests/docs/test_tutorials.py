"""The code of the tutorials runs as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sybil")

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "name",
    [
        "tutorials/predict-and-adapt",
        "adapt",
        "understand",
        "tutorials/measure",
        "optics",
        "mechanism",
    ],
)
def test_every_block_of_a_tutorial_runs(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("OSTWALD_DATA", str(tmp_path))  # as a newcomer has it: no published data
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    document = Sybil([PythonCodeBlockParser()]).parse(ROOT / "docs" / f"{name}.md")
    examples = list(document.examples())
    assert len(examples) > 1
    for example in examples:
        example.evaluate()


def test_every_page_of_the_site_is_there() -> None:
    import yaml

    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("!!python/name:", "")
    named = set()

    def collect(part: object) -> None:
        if isinstance(part, str):
            named.add(part)
        elif isinstance(part, dict):
            for inner in part.values():
                collect(inner)
        elif isinstance(part, list):
            for inner in part:
                collect(inner)

    collect(yaml.safe_load(text)["nav"])
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert named == pages

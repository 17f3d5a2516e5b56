"""What a section of the report holds, and where its numbers come from."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ostwald._files import atomic_path
from ostwald.datasets.location import HOW_TO_GET

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PAPER = "10.1021/acsnano.5c09134"
GU2025 = "recipes/gu2025"


@dataclass(frozen=True)
class Table:
    """A table, its first row the heads.

    Attributes:
        heads: Names of the columns.
        rows: Cells as they are shown.
        caption: What it shows.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""


@dataclass(frozen=True)
class Picture:
    """A figure on disk, and what it shows.

    Attributes:
        path: The PNG beside the page.
        caption: What it shows, in words: also for those who do not see it.
    """

    path: Path
    caption: str

    @property
    def data(self) -> str:
        """The image as base64, so that the page needs no other file."""
        return base64.b64encode(self.path.read_bytes()).decode("ascii")


@dataclass
class Section:
    """One table or figure of the paper beside ours.

    Attributes:
        key: Name of its anchor and figures.
        title: What it is about.
        of_paper: Which figure or table of the paper it stands beside.
        text: Paragraphs.
        tables: Its tables.
        pictures: Its figures.
        command: What makes its numbers.
        differs: In plain words, where ours differ from the published ones, and why.
        missing: What was not there, with what would make it.
    """

    key: str
    title: str
    of_paper: str = ""
    text: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    command: str = ""
    differs: str = ""
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sources:
    """Where sections look, and where they draw.

    Attributes:
        results: Folder of stored results.
        data: Folder of the published data; None where it is not installed.
        out: Folder of the page.
        model: Name of the model whose results are shown as ours.
    """

    results: Path
    data: Path | None
    out: Path
    model: str

    def json(self, section: Section, place: str, command: str) -> dict[str, Any] | None:
        """Read a stored JSON file; a file that is not there is said in the section."""
        path = self.results / place
        try:
            found = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            section.missing.append(f"{place} is not there or damaged; made by: {command}")
            return None
        return found if isinstance(found, dict) else None

    def rows(self, section: Section, place: str, command: str) -> list[dict[str, str]]:
        """Read a stored table; a file that is not there is said in the section."""
        path = self.results / place
        try:
            with path.open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))
        except (OSError, ValueError):
            section.missing.append(f"{place} is not there or damaged; made by: {command}")
            return []

    def published(self, section: Section, name: str) -> Path | None:
        """Return a file of the published data; one that is not there is said in the section."""
        path = None if self.data is None else self.data / GU2025 / name
        if path is not None and path.is_file():
            return path
        how = HOW_TO_GET if self.data is None else "see `ostwald data check`"
        section.missing.append(f"the published {name} is not installed: {how}")
        return None

    def draw(self, section: Section, name: str, figure: Figure, caption: str) -> None:
        """Save a figure beside the page and put it into the section."""
        target = self.out / f"{section.key}{'-' if name else ''}{name}.png"
        with atomic_path(target) as path:
            figure.savefig(path)
        section.pictures.append(Picture(target, caption))

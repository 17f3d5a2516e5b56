"""Looking a data folder over: are the files whole, and what do they hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from ostwald.datasets.join import JOIN_FILE
from ostwald.datasets.manifest import OTHER_FILES, PUBLISHED_FILES, OtherFile, PublishedFile


@dataclass(frozen=True)
class FileState:
    """State of one file: ``ok``, ``missing`` or ``changed``.

    Attributes:
        target: Path below the data folder.
        state: The state.
        needed: Whether the program cannot do without it.
        used_by: What reads it.
        origin: Where it comes from, for a file that is not downloaded.
    """

    target: str
    state: str
    needed: bool
    used_by: str
    origin: str = ""


@dataclass(frozen=True)
class DataReport:
    """What a data folder holds.

    Attributes:
        folder: The folder.
        files: State of every file that a command reads.
        rows: Rows of the training table.
        compositions: Distinct product labels.
        dois: Distinct papers among the joined rows.
        rows_without_doi: Rows whose paper is not known.
        shapes: Rows per shape.
        missing: Rows without a value, per quantity.
        problems: What is wrong, in words.
    """

    folder: Path
    files: list[FileState]
    rows: int = 0
    compositions: int = 0
    dois: int = 0
    rows_without_doi: int = 0
    shapes: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        """Whether every file that the program needs is whole."""
        return not self.problems


def check(folder: Path) -> DataReport:
    """Verify the published files below a folder and count what they hold.

    Args:
        folder: The data folder.

    Returns:
        The report; its counts are 0 where the training table is missing.
    """
    files = [FileState(f.target, _state(folder, f), f.needed, f.used_by) for f in PUBLISHED_FILES]
    files += [_other(folder, file) for file in OTHER_FILES]
    problems = [f"{f.target} is {f.state}" for f in files if f.needed and f.state != "ok"]
    if not (folder / "recipes" / "gu2025" / "training_table.csv").is_file():
        return DataReport(folder, files, problems=problems)
    return _count(folder, files, problems)


def _state(folder: Path, file: PublishedFile) -> str:
    path = folder / file.target
    if not path.is_file():
        return "missing"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return "ok" if digest == file.sha256 else "changed"


def _other(folder: Path, file: OtherFile) -> FileState:
    state = "ok" if (folder / file.target).exists() else "missing"
    return FileState(file.target, state, False, file.used_by, file.origin)


def _count(folder: Path, files: list[FileState], problems: list[str]) -> DataReport:
    from collections import Counter

    from ostwald.datasets.gu2025 import read_gu2025_training

    table = read_gu2025_training(folder)
    outcomes = table.outcomes
    problems = problems + [str(problem) for problem in table.problems]
    if not (folder / "recipes" / "gu2025" / JOIN_FILE).is_file():
        problems.append(f"{JOIN_FILE} is missing; `ostwald data fetch` makes it")
    quantities = ("size_nm", "size_distribution_percent", "shape", "particles_counted")
    missing = {name: sum(getattr(o, name) is None for o in outcomes) for name in quantities}
    missing["heating_rate_c_per_min"] = sum(
        recipe.heating_rate_c_per_min is None for recipe in table.recipes
    )
    return DataReport(
        folder,
        files,
        rows=len(table.recipes),
        compositions=len({recipe.product for recipe in table.recipes}),
        dois=len({o.doi for o in outcomes if o.doi}),
        rows_without_doi=sum(not o.doi for o in outcomes),
        shapes=dict(Counter(o.shape for o in outcomes if o.shape).most_common()),
        missing=missing,
        problems=problems,
    )

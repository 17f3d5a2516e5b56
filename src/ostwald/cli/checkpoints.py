"""Where an interrupted training is kept until it goes on."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

FOLDER = ".training"
PURPOSE_FILE = "purpose.json"
LOG_FILE = "training.csv"


@dataclass(frozen=True)
class Checkpoints:
    """The checkpoints of one training.

    Attributes:
        folder: Where they are, inside the folder of the model.
        purpose: What is trained on what; checkpoints of anything else are of no use.
    """

    folder: Path
    purpose: dict[str, Any]

    @classmethod
    def of(cls, out: Path, purpose: dict[str, Any]) -> Self:
        """Return the checkpoints of a model that will be written to a folder."""
        return cls(out / FOLDER, purpose)

    def prepare(self) -> bool:
        """Make the folder ready; checkpoints that serve another purpose are removed.

        Returns:
            Whether there is something to go on from.

        Raises:
            InputError: The folder cannot be written to.
        """
        from ostwald._files import write_text

        file = self.folder / PURPOSE_FILE
        if _read(file) == self.purpose:
            return any(self.folder.glob("*.checkpoint"))
        self.remove()
        write_text(file, json.dumps(self.purpose))
        return False

    def remove(self) -> Path | None:
        """Remove the checkpoints; the log of the training stays beside the model.

        Returns:
            Where the log is, if there was one.
        """
        log, kept = self.folder / LOG_FILE, self.folder.parent / LOG_FILE
        found = log.exists()
        if found:
            log.replace(kept)
        shutil.rmtree(self.folder, ignore_errors=True)
        return kept if found else None


def fingerprint(data: Path) -> str:
    """Return what tells a table from every other: a hash of the file, the name of a folder."""
    if data.is_dir():
        return str(data.resolve())
    return hashlib.sha256(data.read_bytes()).hexdigest() if data.is_file() else str(data)


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None

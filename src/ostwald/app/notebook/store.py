"""The notebook: everything a lab keeps, behind one object."""

from __future__ import annotations

from pathlib import Path


class Notebook:
    """Everything a lab keeps.

    Args:
        url: URL of the database.
        files: Folder of micrographs.
    """

    def __init__(self, url: str, files: Path) -> None:
        self._url, self._files = url, files

    def close(self) -> None:
        """Let the database go."""

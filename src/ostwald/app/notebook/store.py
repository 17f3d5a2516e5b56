"""The notebook: everything a lab keeps, behind one object. Every call blocks."""

from __future__ import annotations

from pathlib import Path

from ostwald.app.notebook.belongings import Belongings
from ostwald.app.notebook.micrographs import Micrographs
from ostwald.app.notebook.recipes import Recipes
from ostwald.app.notebook.shelf import NotThereError
from ostwald.app.notebook.spectra import Spectra


class Notebook(Recipes, Belongings, Micrographs, Spectra):
    """Everything a lab keeps; what a call has returned for is on disk.

    Args:
        url: URL of the database.
        files: Folder of micrographs and spectra.

    Raises:
        InputError: The database cannot be used.
    """

    @property
    def place(self) -> str:
        """Where the notebook is, without any password."""
        return self._database.shown

    def close(self) -> None:
        """Let the database go."""
        self._database.close()

    def file(self, sha256: str) -> Path:
        """Return where a file lies that a record names.

        Raises:
            NotThereError: It is not there.
        """
        path = self._files.path(sha256)
        if not path.is_file():
            raise NotThereError(
                "the file is not in the notebook's folder",
                hint="a notebook in PostgreSQL needs the folder of --files on every server",
            )
        return path

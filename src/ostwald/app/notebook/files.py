"""Files of the notebook, named by what is in them."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from ostwald.errors import InputError

_CHUNK = 1024 * 1024
_YOUNG_S = 600.0


class Files:
    """A folder of files named by their SHA-256: equal files are kept once, and none changes.

    Args:
        folder: The folder; made when the first file comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, source: Path | bytes) -> tuple[str, int]:
        """Keep a file; it is on disk when this returns.

        Args:
            source: The file, or its content.

        Returns:
            Its SHA-256 and its size in bytes.

        Raises:
            InputError: It cannot be read or written.
        """
        digest, size = hashlib.sha256(), 0
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            temporary = self._folder / f".{secrets.token_hex(8)}"
            try:
                with temporary.open("wb") as target:
                    for chunk in _chunks(source):
                        digest.update(chunk)
                        size += len(chunk)
                        target.write(chunk)
                    target.flush()
                    os.fsync(target.fileno())
                name = digest.hexdigest()
                place = self.path(name)
                place.parent.mkdir(exist_ok=True)
                temporary.replace(place)
                _sync_folder(place.parent)
                _sync_folder(self._folder)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(
                f"the file cannot be kept: {error.strerror or error}",
                where=str(self._folder),
                hint="check that the folder may be written to and has space left",
            ) from error
        return name, size

    def path(self, sha256: str) -> Path:
        """Return where a file lies.

        Raises:
            ValueError: It is no SHA-256.
        """
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"{sha256!r} is no SHA-256")
        return self._folder / sha256[:2] / sha256

    def keep_only(self, named: set[str]) -> None:
        """Remove files that nothing names any more; young ones, which may be about to be, stay."""
        if not self._folder.is_dir():
            return
        for path in self._folder.glob("??/*"):
            if path.name not in named and time.time() - path.stat().st_mtime > _YOUNG_S:
                path.unlink(missing_ok=True)


def _chunks(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _sync_folder(folder: Path) -> None:
    """Make a new name durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

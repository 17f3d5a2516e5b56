"""Where results go: a folder on this machine, or one behind a URL."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Protocol

from ostwald._files import display_name
from ostwald.errors import InputError
from ostwald.microscopy.batch.source import filesystem, is_url

LOCK_FILE = ".ostwald.lock"
_PATIENCE_S = 120.0
_ABANDONED_S = 3600.0


class Store(Protocol):
    """A folder of results."""

    names_are_shared: bool
    """Names can be settled with other runs under the lock; else they must be unlike by chance."""

    def check(self) -> None:
        """Make the folder and try to write into it, before hours of work."""

    def lock(self) -> AbstractContextManager[object]:
        """Keep other runs out for the length of a block."""

    def read(self, name: str) -> str | None:
        """Return the text of a file, or None where there is none."""

    def has(self, name: str) -> bool:
        """Tell whether a file exists."""

    def names(self, suffix: str) -> list[str]:
        """Return the names that end so, sorted."""

    def remove(self, name: str) -> None:
        """Remove a file, where it exists."""

    def staging(self) -> AbstractContextManager[Path]:
        """Give a folder of this machine whose files are in the store when the block ends."""


class LocalFolder:
    """A folder on this machine, or on a drive that several share.

    Args:
        path: The folder.
    """

    names_are_shared = True

    def __init__(self, path: Path) -> None:
        self.path = path

    def check(self) -> None:
        """Make the folder and try to write into it.

        Raises:
            InputError: It cannot be made or written to.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.path):
                pass
            self._clear_up()
        except OSError as error:
            raise InputError(
                f"cannot write results there: {error.strerror or error}",
                where=display_name(str(self.path)),
                hint="choose another folder with --out",
            ) from error

    def _clear_up(self) -> None:
        """Remove half-written files of runs that were killed; younger ones may be in use."""
        for path in self.path.rglob(".*-????????.*"):
            if time.time() - path.stat().st_mtime > _ABANDONED_S:
                path.unlink(missing_ok=True)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other runs out; the system frees the lock of a run that was killed.

        Yields:
            Nothing.

        Raises:
            InputError: Another run holds the lock for minutes.
        """
        from filelock import FileLock, Timeout

        try:
            with FileLock(self.path / LOCK_FILE, timeout=_PATIENCE_S):
                yield
        except Timeout as error:
            raise InputError(
                "another run keeps the folder locked",
                where=display_name(str(self.path)),
                hint="wait for it, or choose another folder with --out",
            ) from error

    def read(self, name: str) -> str | None:
        """Return the text of a file, or None where there is none or it is not readable."""
        try:
            return (self.path / name).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return None

    def has(self, name: str) -> bool:
        """Tell whether a file exists."""
        return (self.path / name).is_file()

    def names(self, suffix: str) -> list[str]:
        """Return the names that end so, sorted; hidden files are half-written ones."""
        return sorted(
            path.name
            for path in self.path.glob(f"*{suffix}")
            if not path.name.startswith(".") and path.is_file()
        )

    def remove(self, name: str) -> None:
        """Remove a file, where it exists."""
        (self.path / name).unlink(missing_ok=True)

    def staging(self) -> AbstractContextManager[Path]:
        """Give the folder itself: every file is written under another name and renamed."""
        return nullcontext(self.path)


class RemoteFolder:
    """A folder behind a URL, through fsspec.

    Args:
        url: The folder.
    """

    names_are_shared = False

    def __init__(self, url: str) -> None:
        self.url = url
        self._system, self._path = filesystem(url.rstrip("/"))

    def check(self) -> None:
        """Make the folder and try to write into it.

        Raises:
            InputError: It cannot be written to.
        """
        try:
            self._system.makedirs(self._path, exist_ok=True)
            self._system.pipe_file(self._at(LOCK_FILE), b"")
            self._system.rm_file(self._at(LOCK_FILE))
        except Exception as error:
            raise InputError(
                f"cannot write results there: {error}",
                where=display_name(self.url),
                hint="choose another folder with --out",
            ) from error

    def lock(self) -> AbstractContextManager[object]:
        """Do nothing: stores behind URLs know no locks, names there never meet."""
        return nullcontext()

    def read(self, name: str) -> str | None:
        """Return the text of a file, or None where there is none."""
        try:
            return bytes(self._system.cat_file(self._at(name))).decode("utf-8")
        except (OSError, ValueError):
            return None

    def has(self, name: str) -> bool:
        """Tell whether a file exists."""
        return bool(self._system.isfile(self._at(name)))

    def names(self, suffix: str) -> list[str]:
        """Return the names that end so, sorted."""
        found = (str(path).rsplit("/", 1)[-1] for path in self._system.ls(self._path, detail=False))
        return sorted(name for name in found if name.endswith(suffix))

    def remove(self, name: str) -> None:
        """Remove a file, where it exists."""
        if self.has(name):
            self._system.rm_file(self._at(name))

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Give an empty folder and copy its files when the block ends well, records last.

        Yields:
            The folder on this machine.

        Raises:
            InputError: The files cannot be copied.
        """
        with tempfile.TemporaryDirectory(prefix="ostwald-") as folder:
            yield Path(folder)
            files = [path for path in Path(folder).rglob("*") if path.is_file()]
            files.sort(key=lambda path: path.name.endswith(".measurement.json"))
            try:
                for path in files:
                    target = self._at(path.relative_to(folder).as_posix())
                    self._system.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
                    self._system.put_file(str(path), target)
            except Exception as error:
                raise InputError(f"cannot write: {error}", where=display_name(self.url)) from error

    def _at(self, name: str) -> str:
        return f"{self._path}/{name}"


def open_store(place: str | Path) -> Store:
    """Return the store of a folder.

    Args:
        place: Path or URL.

    Returns:
        The store; nothing is made or written yet.

    Raises:
        MissingExtraError: A URL needs fsspec, which is not installed.
    """
    text = str(place)
    return RemoteFolder(text) if is_url(text) else LocalFolder(Path(text))

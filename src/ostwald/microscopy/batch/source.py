"""One image to measure: a file on this machine or behind a URL, perhaps one frame of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from ostwald._files import display_name
from ostwald._optional import require
from ostwald.errors import InputError


@dataclass(frozen=True, slots=True)
class Source:
    """An image.

    Attributes:
        place: Path or URL of its file.
        frame: Its number in a file with several images, from 1; None where that was not asked.
    """

    place: str
    frame: int | None = None

    @property
    def is_url(self) -> bool:
        """It lies behind a URL."""
        return is_url(self.place)

    @property
    def name(self) -> str:
        """Name of the file, as it can be printed."""
        return display_name(self._pure().name)

    @property
    def shown(self) -> str:
        """Path or URL, as it can be printed."""
        return display_name(self.place)

    @property
    def stem(self) -> str:
        """Name of the file without its end; of one frame of several with the frame's number."""
        stem = self._pure().stem
        return stem if self.frame is None else f"{stem}-frame{self.frame}"

    @property
    def identity(self) -> str:
        """What tells this image from all others: the same in every run, and valid UTF-8."""
        place = self.place if self.is_url else str(Path(self.place).absolute())
        try:
            place.encode("utf-8")
        except UnicodeEncodeError:
            place = "bytes:" + quote(os.fsencode(place))
        return place if self.frame is None else f"{place}#{self.frame}"

    def facts(self) -> tuple[int, int]:
        """Return size in bytes and time of the last change in ns; zeros where unknown."""
        try:
            if self.is_url:
                system, path = filesystem(self.place)
                facts = system.info(path)
                changed = facts.get("mtime") or facts.get("LastModified") or facts.get("created")
                seconds = changed.timestamp() if hasattr(changed, "timestamp") else changed or 0
                return int(facts.get("size") or 0), int(float(seconds) * 1e9)
            known = Path(self.place).stat()
        except Exception:  # whatever is wrong with the file is told when it is read
            return 0, 0
        return known.st_size, known.st_mtime_ns

    @contextmanager
    def local(self) -> Iterator[Path]:
        """Give the file on this machine, for as long as the block lasts.

        Yields:
            Its path; files behind a URL are copied, with those that belong to them.

        Raises:
            InputError: It cannot be copied.
        """
        if not self.is_url:
            yield Path(self.place)
            return
        system, path = filesystem(self.place)
        with tempfile.TemporaryDirectory(prefix="ostwald-") as folder:
            try:
                system.get(path, str(Path(folder) / self._pure().name))
            except Exception as error:
                raise InputError(
                    f"cannot be copied ({type(error).__name__}: {error})", where=self.shown
                ) from error
            for beside in _belonging(PurePosixPath(path)):
                if system.exists(str(beside)):
                    system.get(str(beside), str(Path(folder) / beside.name))
            yield Path(folder) / self._pure().name

    def _pure(self) -> PurePosixPath | Path:
        return PurePosixPath(self.place) if self.is_url else Path(self.place)


def is_url(text: str) -> bool:
    """Tell a URL from a path."""
    return "://" in text


def filesystem(url: str) -> tuple[Any, str]:
    """Open the file system of a URL.

    Args:
        url: Such as ``s3://bucket/folder``.

    Returns:
        The fsspec file system and the path in it.

    Raises:
        MissingExtraError: fsspec is not installed.
        InputError: There is no such file system, or its package is missing.
    """
    try:
        system, path = require("fsspec.core", "cluster").url_to_fs(url)
    except (ValueError, ImportError) as error:
        raise InputError(
            f"cannot be opened ({error})", where=display_name(url), hint="install what it names"
        ) from error
    return system, str(path)


def _belonging(path: PurePosixPath) -> Iterator[PurePosixPath]:
    """Files that a reader looks for beside one."""
    yield path.with_suffix(".txt")
    stem = path.stem.rpartition("_")[0]
    if path.suffix.lower() == ".ser" and stem:
        yield path.with_name(f"{stem}.emi")
    if path.suffix.lower() == ".emi":
        yield path.with_name(f"{path.stem}_1.ser")

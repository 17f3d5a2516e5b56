"""Files that browsers have sent: bounded, and kept under names that nobody chose."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from ostwald._files import display_name
from ostwald.app.settings import MEBIBYTE, Settings
from ostwald.errors import InputError

MICROGRAPH_SUFFIXES = (
    ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".dm3", ".dm4", ".ser", ".emi", ".emd",
    ".mrc",
)  # fmt: skip
KEPT_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a browser has sent.

    Attributes:
        id: What it is called here.
        name: What it was called there, without any folder; only to be shown.
        path: Where it lies.
        bytes: Its size.
    """

    id: str
    name: str
    path: Path
    bytes: int


class Uploads:
    """The folder of uploads.

    Args:
        settings: Says where it is, and what an upload may be.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.uploads
        self._most_bytes = settings.limits.upload_bytes
        self._users: list[Callable[[], Iterable[Path]]] = []

    async def save(
        self, name: str, chunks: AsyncIterator[bytes], suffixes: tuple[str, ...]
    ) -> Upload:
        """Write an upload to disk as it comes in.

        Args:
            name: What the browser calls the file; only its suffix is used.
            chunks: Its bytes.
            suffixes: The kinds that are taken.

        Returns:
            The upload.

        Raises:
            InputError: It is of another kind, empty or too large; nothing of it is kept.
        """
        shown = shown_name(name)
        suffix = Path(shown).suffix.lower()
        if suffix not in suffixes:
            raise InputError(
                f"{suffix or 'no suffix'} is not a kind of file that is taken here",
                where=shown,
                hint=f"these are: {', '.join(suffixes)}",
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        upload_id = secrets.token_hex(16)
        path = self._folder / f"{upload_id}{suffix}"
        size = 0
        try:
            with path.open("wb") as file:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > self._most_bytes:
                        raise InputError(
                            f"the file is larger than {self._most_bytes // MEBIBYTE} MB",
                            where=shown,
                            hint="measure it with `ostwald measure`, or cut it to the part needed",
                        )
                    file.write(chunk)
            if size == 0:
                raise InputError("the file is empty", where=shown)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return Upload(upload_id, shown, path, size)

    def results_of(self, upload: Upload) -> Path:
        """Return the folder for what is made of an upload; it goes when the upload goes."""
        return self._folder / upload.id

    def keep_for(self, in_use: Callable[[], Iterable[Path]]) -> None:
        """Keep what somebody still needs, however old it is.

        Args:
            in_use: Says which files and folders those are; it is called from any thread.
        """
        self._users.append(in_use)

    def remove_old(self) -> None:
        """Remove what is older than a day and used by nobody."""
        if not self._folder.is_dir():
            return
        old = [path for path in self._folder.iterdir() if is_old(path)]
        used = {path for in_use in self._users for path in in_use()} if old else set()
        for path in set(old) - used:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):  # read on a system that locks it: the next round takes it
                    path.unlink(missing_ok=True)


def is_old(path: Path) -> bool:
    """Return whether a file or folder was last written longer ago than uploads are kept."""
    try:
        return time.time() - path.stat().st_mtime > KEPT_S
    except FileNotFoundError:  # gone in the meantime
        return False


def shown_name(name: str) -> str:
    """Return a name that a browser sent as it may be shown: no folder, no control signs."""
    last = PurePosixPath(PureWindowsPath(name).name or "file").name
    return display_name(last)[:200] or "file"

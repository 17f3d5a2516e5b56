"""Watching a growing file or folder of spectra."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ostwald.errors import InputError
from ostwald.optics.files.reader import SUFFIXES, read_spectrum, read_text
from ostwald.optics.files.time_series import read_series, time_in_name
from ostwald.optics.spectrum import Spectrum


@dataclass(frozen=True)
class News:
    """A spectrum that has arrived, or a file that cannot be read.

    Attributes:
        name: The file.
        time_min: Time in min; NaN for a file that cannot be read.
        spectrum: The spectrum, if it can be read.
        problem: What is wrong otherwise.
        time_from: What the time was taken from.
    """

    name: str
    time_min: float
    spectrum: Spectrum | None
    problem: InputError | None = None
    time_from: str = "name"


def follow_spectra(
    path: Path, *, every_s: float = 2.0, idle_s: float | None = None
) -> Iterator[News]:
    """Yield spectra as they arrive.

    Files of a folder are taken once they have stopped growing. Their time is the one that their
    name tells (``aliquot_5min.csv``); if not every name does, the time of writing counted from
    the first file.

    Args:
        path: A folder of spectra, or one file of many (see `read_series`).
        every_s: Seconds between two looks.
        idle_s: Stop when nothing new came for so many seconds; watch for ever when None.

    Yields:
        What arrives, in order of time within one look.

    Raises:
        InputError: There is no such file or folder, or the file does not tell times.
    """
    if not (math.isfinite(every_s) and every_s > 0):
        raise InputError(f"{every_s:g} is not a number of seconds", where="--every")
    if not path.exists():
        raise InputError("there is no such file or folder", where=str(path))
    watch = _Folder(path) if path.is_dir() else _File(path)
    quiet_since = time.monotonic()
    while True:
        quiet = time.monotonic() - quiet_since
        last = idle_s is not None and quiet >= idle_s
        news = watch.look(settle=last)
        yield from news
        if news:
            quiet_since = time.monotonic()
        elif last:
            return
        if not (idle_s == 0 and not news):
            time.sleep(min(every_s, idle_s) if idle_s else (every_s if idle_s is None else 0.0))


class _Folder:
    """A folder that gains files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sizes: dict[Path, tuple[int, float]] = {}
        self.done: set[Path] = set()
        self.begin: float | None = None

    def look(self, *, settle: bool) -> list[News]:
        """Read the files that have come and have not changed since the look before."""
        ready: list[tuple[Path, float]] = []
        for file in sorted(self.path.iterdir()):
            if file in self.done or file.name.startswith(".") or not file.is_file():
                continue
            if file.suffix.lower() not in SUFFIXES:
                continue
            state = (file.stat().st_size, file.stat().st_mtime)
            steady = self.sizes.get(file) == state or time.time() - state[1] > 5.0
            self.sizes[file] = state
            if (steady and state[0] > 0) or settle:
                ready.append((file, state[1]))
        news = []
        by_name = {file: time_in_name(file.name) for file, _ in ready}
        if ready and self.begin is None:
            self.begin = min(written for _, written in ready)
        for file, written in ready:
            self.done.add(file)
            told = by_name[file]
            minutes = told if told is not None else (written - (self.begin or written)) / 60.0
            where = "name" if told is not None else "time of writing"
            try:
                news.append(News(file.name, minutes, read_spectrum(file), None, where))
            except InputError as error:
                news.append(News(file.name, math.nan, None, error))
        return sorted(news, key=lambda item: (math.isnan(item.time_min), item.time_min))


class _File:
    """A file that gains spectra."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state: tuple[int, float] | None = None
        self.seen: set[float] = set()
        self.complete = False

    def look(self, *, settle: bool) -> list[News]:
        """Read the spectra that have come; the last one of all once the file rests."""
        state = (self.path.stat().st_size, self.path.stat().st_mtime)
        rests = state == self.state or settle
        if rests and self.complete and state == self.state:
            return []
        self.state, self.complete = state, rests
        series = read_series(read_text(self.path), self.path.name, finished=rests)
        fresh = [timed for timed in series if timed.time_min not in self.seen]
        self.seen |= {timed.time_min for timed in fresh}
        return [
            News(self.path.name, timed.time_min, timed.spectrum)
            for timed in sorted(fresh, key=lambda timed: timed.time_min)
        ]

"""Spectra against time: one file of many spectra, and the time that a file's name tells.

One file may hold

- a row a spectrum: a heading of wavelengths, its first cell ``time_min`` (or ``_s``, ``_h``);
- a column a spectrum: wavelengths first, the heading holds the times (``0 min, 5 min``);
- three columns: time, wavelength, absorbance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ostwald.errors import InputError
from ostwald.optics.files.columns import find_block
from ostwald.optics.files.reader import build_spectrum
from ostwald.optics.spectrum import FloatArray, Spectrum

_MINUTES = {"s": 1 / 60, "sec": 1 / 60, "min": 1.0, "minutes": 1.0, "m": 1.0, "h": 60.0, "hr": 60.0}
_TIME = re.compile(
    r"(?<![A-Za-z0-9.])(\d+(?:[.,]\d+)?)\s*[_-]?\s*(sec|s|minutes|min|m|hr|h)(?![A-Za-z])"
)
_UNIT = re.compile(r"[\[(/_\s](seconds?|sec|s|minutes?|min|hours?|hr|h)\b")
_LEAST_WAVELENGTHS = 10


@dataclass(frozen=True)
class Timed:
    """A spectrum with its time.

    Attributes:
        time_min: Time in min.
        spectrum: The spectrum.
    """

    time_min: float
    spectrum: Spectrum


def time_in_name(name: str) -> float | None:
    """Return the time that a file's name tells.

    Args:
        name: Name without folder, such as ``CdSe_12min.csv``.

    Returns:
        Time in min; None if it tells none, or several.
    """
    stem = name.rsplit(".", 1)[0] if re.search(r"\.[A-Za-z]{2,4}$", name) else name
    found = _TIME.findall(stem.replace("_", " "))
    if len(found) != 1:
        return None
    number, unit = found[0]
    return float(number.replace(",", ".")) * _MINUTES[unit]


def read_series(text: str, name: str, *, finished: bool) -> list[Timed]:
    """Read the spectra of one file.

    Args:
        text: The file's text so far.
        name: Its name.
        finished: Whether it grows no more: the last spectrum of a file of three columns, and a
            last line without an end, are taken only then.

    Returns:
        The spectra in order of time; those that cannot be read are left out.

    Raises:
        InputError: The file is none of the three kinds.
    """
    if not finished and not text.endswith("\n"):
        text = text[: text.rfind("\n") + 1]
    if not text.strip():
        return []
    block = find_block(text)
    heading = _heading(block.header, block.separator, block.values.shape[1])
    if block.values.shape[1] == 3 and "time" in heading[0].lower():
        return _three_columns(block.values, heading, name, finished)
    if "time" in heading[0].lower() or heading[0].lower() in {"t", "t/min", "t/s", "t/h"}:
        return _rows(block.values, heading, name)
    times = [time_in_name(cell) for cell in heading[1:]]
    if len(times) >= 1 and all(time is not None for time in times):
        return [
            Timed(time, spectrum)
            for column, time in enumerate(times, start=1)
            if time is not None
            and (
                spectrum := _spectrum(
                    block.values[:, 0], block.values[:, column], heading[0], name, time
                )
            )
        ]
    raise InputError(
        "this file does not tell the times of its spectra",
        where=name,
        hint="head the columns with times (0 min, 5 min, ...), or give rows that begin with "
        "time_min below a heading of wavelengths, or columns time, wavelength, absorbance",
    )


def _heading(header: list[str], separator: str | None, columns: int) -> list[str]:
    for line in reversed(header):
        cells = [cell.strip().strip('"') for cell in line.split(separator)]
        if len(cells) >= columns:
            return cells[:columns]
    return [""] * columns


def _minutes_per_unit(label: str) -> float:
    match = _UNIT.search(label.lower())
    if match is None:
        return 1.0
    return {"s": 1 / 60, "m": 1.0, "h": 60.0}[match.group(1)[0]]


def _rows(values: FloatArray, heading: list[str], name: str) -> list[Timed]:
    try:
        wavelengths = np.array([float(re.sub(r"[^\d.eE+-]", "", cell)) for cell in heading[1:]])
    except ValueError:
        wavelengths = np.empty(0)
    if len(wavelengths) < _LEAST_WAVELENGTHS:
        raise InputError(
            "the heading holds no wavelengths",
            where=name,
            hint="head each column after the time with its wavelength in nm",
        )
    factor = _minutes_per_unit(heading[0])
    found = []
    for row in values:
        spectrum = _spectrum(wavelengths, row[1:], "nm", name, row[0] * factor)
        if spectrum is not None:
            found.append(Timed(float(row[0] * factor), spectrum))
    return found


def _three_columns(
    values: FloatArray, heading: list[str], name: str, finished: bool
) -> list[Timed]:
    factor = _minutes_per_unit(heading[0])
    found = []
    times = list(dict.fromkeys(values[:, 0]))
    for time in times if finished else times[:-1]:
        rows = values[values[:, 0] == time]
        spectrum = _spectrum(rows[:, 1], rows[:, 2], heading[1], name, time * factor)
        if spectrum is not None:
            found.append(Timed(float(time * factor), spectrum))
    return found


def _spectrum(
    x: FloatArray, y: FloatArray, x_label: str, name: str, time_min: float
) -> Spectrum | None:
    try:
        return build_spectrum(x, y, [x_label], ["absorbance"], f"{name} at {time_min:g} min")
    except InputError:
        return None

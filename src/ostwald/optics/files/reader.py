"""Reading a spectrum from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ostwald.errors import InputError
from ostwald.optics.files.axes import to_wavelength, x_unit, y_kind
from ostwald.optics.files.columns import Block, find_block
from ostwald.optics.spectrum import FloatArray, Spectrum, thin

SUFFIXES = (".csv", ".txt", ".tsv", ".dat", ".asc", ".prn", ".xy", ".dx", ".jdx", ".jcm")
_JCAMP = (".dx", ".jdx", ".jcm")
_MOST_BYTES = 200_000_000
_LEAST_POINTS = 10
_MOST_TRUSTED = 3.0
"""Absorbances above this are stray light on most spectrometers, if they form the top."""
_LEAST_TRANSMITTANCE = 1e-5


def read_spectrum(path: Path | str) -> Spectrum:
    """Read an absorption spectrum.

    CSV, TXT and what spectrometers export as text (any separator, decimal points or commas,
    headers and footers, nm, µm, eV or 1/cm, either direction, absorbance or transmittance), and
    JCAMP-DX. Of several spectra in one file the first is taken, and that is said.

    Args:
        path: The file.

    Returns:
        The spectrum.

    Raises:
        InputError: It cannot be read, or is not an absorption spectrum.
    """
    path = Path(path)
    try:
        text = read_text(path)
        if path.suffix.lower() in _JCAMP or text.lstrip().startswith("##"):
            from ostwald.optics.files.jcamp_file import read_jcamp

            x, y, x_label, y_label, note = read_jcamp(text)
            return build_spectrum(x, y, [x_label], [y_label], path.name, (note,) if note else ())
        block = find_block(text)
        return _from_block(block, path.name)
    except InputError as error:
        raise error.at(str(path)) from None


def read_text(path: Path) -> str:
    """Return the text of a file in any of the encodings that instruments write.

    Args:
        path: The file.

    Returns:
        Its text.

    Raises:
        InputError: There is no such file, or it is not text.
    """
    try:
        if path.is_dir():
            raise InputError("this is a folder", hint="give a file, or --follow for a folder")
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("the file is larger than 200 MB", hint="export one spectrum a file")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}") from error
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    if b"\x00" in raw[:4000]:
        raise InputError(
            "this is not a text file",
            hint="export the spectrum as CSV, TXT or JCAMP-DX",
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _from_block(block: Block, name: str) -> Spectrum:
    notes = list(block.notes)
    block, note = _without_count(block)
    notes += [note] if note else []
    values = block.values
    if values.shape[1] > 2:
        notes.append(
            f"the file has {values.shape[1]} columns; the first two were read as one spectrum"
        )
    labels = _labels(block)
    return build_spectrum(
        values[:, 0], values[:, 1], [labels[0], *block.header], [labels[1], *block.header],
        name, tuple(notes),
    )  # fmt: skip


def _without_count(block: Block) -> tuple[Block, str]:
    """Drop a first column that only counts the points, as tables of data programs have it."""
    values = block.values
    count = values[:, 0]
    if values.shape[1] < 3 or count[0] not in (0.0, 1.0) or np.any(np.diff(count) != 1.0):
        return block, ""
    header = [
        line.partition(block.separator)[2] if block.separator and block.separator in line else line
        for line in block.header
    ]
    return replace(block, header=header, values=values[:, 1:]), "a column of counts was passed over"


def _labels(block: Block) -> tuple[str, str]:
    """Return the headings of the first two columns, from the last header line that has two."""
    for line in reversed(block.header):
        cells = [cell.strip() for cell in line.split(block.separator)]
        if len(cells) >= 2 and any(cell.strip('"') for cell in cells[:2]):
            return cells[0], cells[1]
    return "", ""


def build_spectrum(
    x: FloatArray,
    y: FloatArray,
    x_labels: Sequence[str],
    y_labels: Sequence[str],
    name: str,
    notes: tuple[str, ...] = (),
) -> Spectrum:
    """Make a spectrum of two columns and what their headings say.

    Args:
        x: Abscissa in any unit and order, shape (n,).
        y: Ordinate, shape (n,).
        x_labels: Texts that may name the unit, the most telling first.
        y_labels: Texts that may name the quantity, the most telling first.
        name: What it was read from.
        notes: What was noted before.

    Returns:
        The spectrum in nm and absorbance, growing.

    Raises:
        InputError: It is not an absorption spectrum.
    """
    said = [*notes]
    known = np.isfinite(x) & np.isfinite(y)
    if np.count_nonzero(known) < _LEAST_POINTS:
        raise InputError(
            f"only {np.count_nonzero(known)} points could be read",
            hint=f"a spectrum needs {_LEAST_POINTS} at least",
        )
    unit, note = x_unit(x_labels, x[known])
    said.append(note)
    kind, note = y_kind(y_labels, y[known])
    said.append(note)
    missing = len(y) - np.count_nonzero(known)
    x, y = to_wavelength(x[known], unit), y[known]
    order = np.argsort(x, kind="stable")
    x, y = _average_repeats(x[order], y[order])
    if len(x) < _LEAST_POINTS:
        raise InputError("the first column has the same value again and again")
    if missing:
        said.append(f"{missing} points without a number were left out")
    saturated = None
    if kind != "absorbance":
        y, dark = _to_absorbance(y / (100.0 if kind.startswith("percent") else 1.0))
        said.append("transmittance was turned into absorbance")
        if dark.any():
            saturated = float(x[dark].max())
    plateau = _saturated_below(x, y)
    saturated = max((s for s in (saturated, plateau) if s is not None), default=None)
    if saturated is not None:
        said.append(f"the absorbance is saturated below {saturated:.0f} nm")
    if np.min(y) < -0.02 * max(float(np.ptp(y)), 1e-12) and np.min(y) < -0.005:
        said.append("some absorbances are negative: the reference absorbs more than the sample")
    x, y = thin(x, y)
    if np.max(y) <= 0 and np.ptp(y) > 0:
        raise InputError(
            "the absorbance is negative everywhere",
            hint="sample and reference may have been exchanged: measure again",
        )
    if np.ptp(y) == 0:
        raise InputError("the absorbance is the same everywhere", hint="export the spectrum again")
    return Spectrum(x, y, name, saturated, tuple(text for text in said if text))


def _average_repeats(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    if np.all(np.diff(x) > 0):
        return x, y
    places, which, counts = np.unique(x, return_inverse=True, return_counts=True)
    return places, np.bincount(which, weights=y) / counts


def _to_absorbance(transmittance: FloatArray) -> tuple[FloatArray, np.ndarray]:
    dark = transmittance < _LEAST_TRANSMITTANCE
    return -np.log10(np.maximum(transmittance, _LEAST_TRANSMITTANCE)), dark


def _saturated_below(x: FloatArray, y: FloatArray) -> float | None:
    """Return the wavelength below which the absorbance sticks to the top of the scale."""
    top = float(np.max(y))
    near = y >= top - max(0.01 * top, 1e-9)
    exact = y >= top - 1e-9
    if np.count_nonzero(exact) >= max(5, 0.01 * len(y)):
        return float(x[exact].max())
    if top > _MOST_TRUSTED and np.count_nonzero(near) >= max(5, 0.02 * len(y)):
        return float(x[y > 0.9 * top].max())
    return None

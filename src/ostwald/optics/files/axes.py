"""What the axes of a file's spectrum are, from its header or, failing that, from the numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np

from ostwald.errors import InputError
from ostwald.optics.energies import HC_EV_NM
from ostwald.optics.spectrum import FloatArray

XUnit = Literal["nm", "um", "eV", "cm-1"]
YKind = Literal["absorbance", "transmittance", "percent transmittance"]

_X_WORDS: tuple[tuple[XUnit, str], ...] = (
    ("cm-1", r"cm\s*\^?\s*[-−]\s*1|1\s*/\s*cm|wave\s*numbers?|cm⁻¹"),
    ("eV", r"\bev\b|electron\s*volts?|photon energy"),
    ("um", r"\bum\b|µm|μm|micro\s?met(?:er|re)s?|microns?"),
    ("nm", r"\bnm\b|nano\s?met(?:er|re)s?|wave\s*length"),
)
_PERCENT = r"%\s*t\b|t\s*[\[(]?\s*%|percent\s*t|transm\w*\W*(?:%|percent)|%\s*transm"
_TRANSMITTANCE = r"transm\w+"
_ABSORBANCE = r"\babs\b|\babs[.\[(,;\s]|absor\w+|\ba\.?u\.?\b|\bo\.?d\.?\b|optical density|extin\w+"
_OTHER = (
    (r"reflect\w+|%\s*r\b", "reflectance"),
    (r"\bcounts?\b|intensit\w+|\bcps\b|fluoresc\w+|photolum\w+|\bpl\b|emission", "emission"),
    (r"raman", "a Raman spectrum"),
)
_MOST_ABSORBANCE = 12.0
_HC_CM = 1.0e7  # nm cm


def to_wavelength(x: FloatArray, unit: XUnit) -> FloatArray:
    """Turn an abscissa into wavelengths.

    Args:
        x: The numbers, shape (n,), positive.
        unit: Their unit.

    Returns:
        Wavelengths in nm, shape (n,).
    """
    if unit == "eV":
        return HC_EV_NM / x
    if unit == "cm-1":
        return _HC_CM / x
    return x * (1000.0 if unit == "um" else 1.0)


def x_unit(labels: Sequence[str], x: FloatArray) -> tuple[XUnit, str]:
    """Tell the unit of the abscissa.

    Args:
        labels: Header texts, the most telling first.
        x: The numbers, shape (n,).

    Returns:
        The unit, and a note where it was assumed.

    Raises:
        InputError: The numbers cannot be wavelengths, energies or wavenumbers.
    """
    if np.any(x <= 0):
        raise InputError(
            "the first column has values that are zero or negative",
            hint="it must hold wavelengths, energies or wavenumbers",
        )
    low, high = float(x.min()), float(x.max())
    for label in labels:
        for unit, words in _X_WORDS:
            if re.search(words, label.lower()) and _possible(unit, low, high):
                return unit, ""
    for unit in ("nm", "eV", "cm-1"):
        if _likely(unit, low, high):
            return unit, f"the file does not say its unit; {unit} was assumed"
    raise InputError(
        f"the first column runs from {low:g} to {high:g}, which no unit of a spectrum explains",
        hint="name the unit in a header line, such as: Wavelength (nm), Absorbance",
    )


def _possible(unit: XUnit, low: float, high: float) -> bool:
    limits = {"nm": (100, 30_000), "um": (0.1, 30), "eV": (0.03, 15), "cm-1": (300, 100_000)}
    return limits[unit][0] <= low and high <= limits[unit][1]


def _likely(unit: str, low: float, high: float) -> bool:
    limits = {"nm": (150, 4000), "eV": (0.25, 8), "cm-1": (2500, 70_000)}
    return limits[unit][0] <= low and high <= limits[unit][1]


def y_kind(labels: Sequence[str], y: FloatArray) -> tuple[YKind, str]:
    """Tell what the ordinate is.

    Args:
        labels: Header texts, the most telling first.
        y: The numbers, shape (n,).

    Returns:
        The kind, and a note where it was assumed.

    Raises:
        InputError: It is something else than absorbance or transmittance.
    """
    for label in labels:
        text = label.lower()
        if re.search(_PERCENT, text):
            return "percent transmittance", ""
        if re.search(_TRANSMITTANCE, text):
            kind: YKind = "transmittance" if np.nanmax(y) <= 3.0 else "percent transmittance"
            return kind, ""
        if re.search(_ABSORBANCE, text):
            _check_absorbance(y)
            return "absorbance", ""
        for words, name in _OTHER:
            if re.search(words, text):
                raise InputError(
                    f"the file holds {name}, not absorption",
                    hint="give the absorption spectrum of the same sample",
                )
    if np.nanmax(y) > _MOST_ABSORBANCE:
        if np.nanmax(y) <= 130.0 and np.nanmin(y) >= -5.0:
            return (
                "percent transmittance",
                "the file does not say what it holds; values up to 100 were taken for "
                "transmittance in %",
            )
        _check_absorbance(y)
    return "absorbance", "the file does not say what it holds; absorbance was assumed"


def _check_absorbance(y: FloatArray) -> None:
    if np.nanmax(y) > _MOST_ABSORBANCE:
        raise InputError(
            f"values up to {np.nanmax(y):.4g} are no absorbances",
            hint="export absorbance or transmittance, not counts",
        )

"""What a sizing curve is: size against the first absorption peak, both ways, inside its range."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from ostwald.errors import InputError
from ostwald.optics.measures import Measure, from_diameter, to_diameter

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Extinction:
    """The molar extinction coefficient of one particle against its size.

    Attributes:
        per_m_cm: Extinction in 1/(M cm), of a length in nm in the curve's own measure.
        wavelength_nm: Where it is meant; None for the first absorption peak.
        source: DOI.
    """

    per_m_cm: Callable[[float], float]
    wavelength_nm: float | None
    source: str


@dataclass(frozen=True)
class SizingCurve:
    """A published relation between size and first absorption peak.

    Attributes:
        material: Formula.
        name: First author and year.
        source: DOI.
        measure: What the curve's length is.
        shortest_nm: Smallest length covered, in the curve's measure.
        longest_nm: Largest length covered.
        relative_error: Standard error of a size read from it, as a share of the size.
        error_from: Where that error comes from, in words.
        length_to_peak: First absorption peak in nm of a length in nm; None where the curve is
            written the other way round.
        peak_to_length: The other way; None where `length_to_peak` is given.
        extinction: The extinction coefficient, where one is published.
        note: What to know before trusting it.
    """

    material: str
    name: str
    source: str
    measure: Measure
    shortest_nm: float
    longest_nm: float
    relative_error: float
    error_from: str
    length_to_peak: Callable[[float], float] | None = None
    peak_to_length: Callable[[float], float] | None = None
    peak_bracket_nm: tuple[float, float] = (150.0, 6000.0)
    extinction: Extinction | None = None
    note: str = field(default="")

    @cached_property
    def size_range_nm(self) -> tuple[float, float]:
        """Smallest and largest equal-area diameter in nm."""
        return to_diameter(self.shortest_nm, self.measure), to_diameter(
            self.longest_nm, self.measure
        )

    @cached_property
    def peak_range_nm(self) -> tuple[float, float]:
        """First absorption peaks in nm of the smallest and the largest size."""
        return self._peak(self.shortest_nm), self._peak(self.longest_nm)

    def peak_of(self, size_nm: float) -> float:
        """Return the first absorption peak of a size.

        Args:
            size_nm: Equal-area diameter in nm.

        Returns:
            Wavelength in nm.

        Raises:
            InputError: The size is outside the curve's range.
        """
        low, high = self.size_range_nm
        if not low * (1 - _TOLERANCE) <= size_nm <= high * (1 + _TOLERANCE):
            raise InputError(
                f"{size_nm:g} nm is outside the {self.material} sizing curve",
                hint=f"{self._reach()} covers {low:.3g} to {high:.3g} nm",
            )
        return self._peak(from_diameter(size_nm, self.measure))

    def size_of(self, peak_nm: float) -> float:
        """Return the size that has its first absorption peak here.

        Args:
            peak_nm: Wavelength in nm.

        Returns:
            Equal-area diameter in nm.

        Raises:
            InputError: The peak is outside the curve's range.
        """
        low, high = self.peak_range_nm
        if not low * (1 - _TOLERANCE) <= peak_nm <= high * (1 + _TOLERANCE):
            raise InputError(
                f"a first absorption peak at {peak_nm:g} nm is outside the {self.material} "
                "sizing curve",
                hint=f"{self._reach()} covers peaks from {low:.0f} to {high:.0f} nm",
            )
        return to_diameter(self._length(peak_nm), self.measure)

    def extinction_of(self, size_nm: float) -> float | None:
        """Return the molar extinction coefficient of particles of a size.

        Args:
            size_nm: Equal-area diameter in nm.

        Returns:
            Extinction in 1/(M cm), per mole of particles; None where none is published.
        """
        if self.extinction is None:
            return None
        return self.extinction.per_m_cm(from_diameter(size_nm, self.measure))

    def nm_per_nm(self, size_nm: float) -> float:
        """Return by how many nm the size changes when the peak moves by one nm.

        Args:
            size_nm: Equal-area diameter in nm, inside the range.

        Returns:
            The slope of the size against the peak.
        """
        low, high = self.size_range_nm
        step = 1e-4 * (high - low)
        left, right = max(low, size_nm - step), min(high, size_nm + step)
        return (right - left) / (self.peak_of(right) - self.peak_of(left))

    def _reach(self) -> str:
        return f"{self.name} (doi {self.source})"

    def _peak(self, length_nm: float) -> float:
        if self.length_to_peak is not None:
            return self.length_to_peak(length_nm)
        from scipy.optimize import brentq

        assert self.peak_to_length is not None  # noqa: S101 # a curve is written one way
        to_length = self.peak_to_length
        return float(
            brentq(lambda peak: to_length(peak) - length_nm, *self.peak_bracket_nm, xtol=1e-12)
        )

    def _length(self, peak_nm: float) -> float:
        if self.peak_to_length is not None:
            return self.peak_to_length(peak_nm)
        from scipy.optimize import brentq

        assert self.length_to_peak is not None  # noqa: S101 # a curve is written one way
        to_peak = self.length_to_peak
        margin = 1e-6 * (self.longest_nm - self.shortest_nm)
        return float(
            brentq(
                lambda length: to_peak(length) - peak_nm,
                self.shortest_nm - margin,
                self.longest_nm + margin,
                xtol=1e-13,
            )
        )


def check_positive(value: float, what: str) -> float:
    """Return a number if it is a positive, finite one.

    Args:
        value: The number.
        what: What it is, for the message, such as ``--size``.

    Returns:
        The number, unchanged.

    Raises:
        InputError: It is not.
    """
    if not (math.isfinite(value) and value > 0):
        raise InputError(f"{value:g} is not a positive number", where=what)
    return value

"""Between sizes of recipes and first absorption peaks: what predictions and tables ask for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ostwald.errors import InputError
from ostwald.optics.curve import SizingCurve
from ostwald.optics.energies import colour_name
from ostwald.optics.measures import describe_conversion
from ostwald.optics.published_curves import curves_of, find_curve, formula_of


@dataclass(frozen=True, slots=True)
class PeakSize:
    """A size read from a first absorption peak.

    Attributes:
        size_nm: Equal-area diameter in nm.
        error_nm: Standard error of the curve there, in nm.
        conversion: What the curve's own measure was turned from, in words; empty for diameters.
        source: DOI of the curve.
    """

    size_nm: float
    error_nm: float
    conversion: str
    source: str


def size_from_peak(material: str, peak_nm: float) -> PeakSize:
    """Return the size of particles from their first absorption peak.

    Args:
        material: A product label or name with a sizing curve.
        peak_nm: Wavelength in nm.

    Returns:
        The size with the curve's error.

    Raises:
        InputError: There is no curve for the material, or the peak is outside its range.
    """
    if not (math.isfinite(peak_nm) and peak_nm > 0):
        raise InputError(
            f"{peak_nm:g} is not a wavelength", hint="give the first absorption peak in nm"
        )
    curve = find_curve(material)
    size = curve.size_of(peak_nm)
    return PeakSize(
        size, curve.relative_error * size, describe_conversion(curve.measure), curve.source
    )


def expected_peak(
    product: str, size_nm: float, interval_nm: Sequence[float], coverage: float = 0.9
) -> dict[str, Any] | None:
    """Return the first absorption peak to expect of a predicted size.

    The ends of the interval are moved apart by the curve's own error, as independent of that of
    the size, before they are carried through the curve.

    Args:
        product: Label of the product.
        size_nm: Predicted equal-area diameter in nm.
        interval_nm: Its lower and upper end in nm.
        coverage: Share of such intervals that should hold the size.

    Returns:
        Plain values for JSON: ``first_absorption_peak_nm`` with ``estimate`` and ``interval``,
        either of which is None where the curve does not reach, ``peak_colour``, ``curve``,
        ``source``, ``range_nm`` and ``warnings``; None where there is no sizing curve.

    Raises:
        InputError: Never for a prediction.
    """
    try:
        curves = curves_of(formula_of(product))
    except InputError:
        return None
    if not curves:
        return None
    curve = curves[0]
    quantile = _normal_quantile(0.5 + coverage / 2.0)
    ends = [_widened(size_nm, end, quantile * curve.relative_error) for end in interval_nm]
    peak = _peak_or_none(curve, size_nm)
    bounds = [_peak_or_none(curve, end) for end in ends]
    low, high = curve.size_range_nm
    warnings = []
    if peak is None or None in bounds:
        what = "the predicted size" if peak is None else "an end of the interval"
        warnings.append(
            f"{what} is outside the sizing curve, which covers {low:.3g} to {high:.3g} nm"
        )
    conversion = describe_conversion(curve.measure)
    if conversion:
        warnings.append(conversion)
    return {
        "first_absorption_peak_nm": {
            "estimate": _tenth(peak),
            "interval": [_tenth(bound) for bound in bounds],
            "coverage": coverage,
        },
        "peak_colour": None if peak is None else colour_name(peak),
        "curve": curve.name,
        "source": curve.source,
        "range_nm": [float(f"{low:.4g}"), float(f"{high:.4g}")],
        "warnings": warnings,
    }


def _widened(size_nm: float, end_nm: float, curve_share: float) -> float:
    """Return an end of an interval, in ratio further from the estimate by the curve's error."""
    ratio = math.log(max(end_nm, 1e-6) / size_nm)
    return size_nm * math.exp(math.copysign(math.hypot(ratio, curve_share), ratio))


def _peak_or_none(curve: SizingCurve, size_nm: float) -> float | None:
    low, high = curve.size_range_nm
    return curve.peak_of(size_nm) if low <= size_nm <= high else None


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _normal_quantile(probability: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(probability)

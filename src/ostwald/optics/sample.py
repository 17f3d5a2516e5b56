"""What an absorption spectrum says of a sample: size, spread, concentration, and doubts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ostwald.errors import InputError
from ostwald.optics import gold
from ostwald.optics.bands import Band, Bands, find_bands
from ostwald.optics.curve import SizingCurve, check_positive
from ostwald.optics.energies import HC_EV_NM, colour_name
from ostwald.optics.files.reader import read_spectrum
from ostwald.optics.measures import describe_conversion
from ostwald.optics.published_curves import find_curve
from ostwald.optics.reading import FORMAT_VERSION, gold_kind
from ostwald.optics.spectrum import Spectrum

_SECOND_SHARE = 0.4
"""Higher transitions of one population are less than this share as high and narrow as the first."""
_WIDE = 0.25
"""A spread beyond this is no spread of one population."""


@dataclass(frozen=True)
class OpticalSample:
    """What a spectrum says.

    Attributes:
        material: Formula.
        name: File that the spectrum came from.
        peak_nm: First absorption peak in nm.
        peak_error_nm: Standard error of its position in nm.
        half_width_nm: Half width at half height on the long-wavelength side, in nm.
        size_nm: Equal-area diameter in nm; of gold rods the length.
        size_error_nm: Standard error of it in nm, of curve and peak together.
        spread_percent: Standard deviation of the sizes in % of the mean that would explain the
            whole width: an upper bound. None for plasmons.
        concentration_um: Micromoles of particles per litre; None without an extinction coefficient.
        absorbance: Absorbance that the concentration is from.
        other_peaks_nm: Further bands, towards shorter wavelengths.
        source: DOI of the curve.
        doubts: Why the numbers may mislead.
        notes: What was assumed.
        more: Further numbers of this material.
    """

    material: str
    name: str
    peak_nm: float
    peak_error_nm: float
    half_width_nm: float
    size_nm: float
    size_error_nm: float
    spread_percent: float | None
    concentration_um: float | None
    absorbance: float | None
    extinction_per_m_cm: float | None
    extinction_wavelength_nm: float | None
    path_cm: float
    other_peaks_nm: tuple[float, ...]
    source: str
    range_nm: tuple[float, float]
    doubts: tuple[str, ...]
    notes: tuple[str, ...]
    more: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the sample as plain values, as ``ostwald optics --spectrum --json`` prints it."""
        return {
            "format_version": FORMAT_VERSION,
            "material": self.material,
            "spectrum": self.name,
            "size_nm": _digits(self.size_nm, 5),
            "size_error_nm": _digits(self.size_error_nm, 3),
            "size_distribution_percent": _digits(self.spread_percent, 3),
            "first_absorption_peak_nm": _digits(self.peak_nm, 6),
            "peak_error_nm": _digits(self.peak_error_nm, 2),
            "peak_colour": colour_name(self.peak_nm),
            "half_width_nm": _digits(self.half_width_nm, 4),
            "other_peaks_nm": [_digits(peak, 5) for peak in self.other_peaks_nm],
            "absorbance": _digits(self.absorbance, 4),
            "path_cm": self.path_cm,
            "extinction_per_m_cm": _digits(self.extinction_per_m_cm, 4),
            "extinction_wavelength_nm": _digits(self.extinction_wavelength_nm, 6),
            "concentration_um": _digits(self.concentration_um, 4),
            "source": self.source,
            "range_nm": [_digits(bound, 6) for bound in self.range_nm],
            **self.more,
            "warnings": [*self.doubts, *self.notes],
        }


def read_sample(
    material: str,
    spectrum: Spectrum | Path | str,
    *,
    path_cm: float = 1.0,
    dilution: float = 1.0,
    curve: str | None = None,
    width_nm: float | None = None,
) -> OpticalSample:
    """Tell size, spread and concentration of a sample from its absorption spectrum.

    Args:
        material: A product label or name with a sizing curve; ``Au`` or ``Au rods``.
        spectrum: The spectrum, or its file.
        path_cm: Path of the light through the sample, in cm.
        dilution: By which factor the sample was diluted before the measurement.
        curve: Which curve, where the material has several.
        width_nm: Width of gold rods in nm.

    Returns:
        What the spectrum says.

    Raises:
        InputError: The file cannot be read, there is no first peak in it, or the peak is outside
            the range of the curve.
    """
    check_positive(path_cm, "--path-length")
    check_positive(dilution, "--dilution")
    kind = gold_kind(material)
    found = find_curve(material, curve) if kind is None else None
    if kind == "rods" and width_nm is None:
        raise InputError("gold rods need their width", hint="give it, such as --width 20")
    if not isinstance(spectrum, Spectrum):
        spectrum = read_spectrum(spectrum)
    where = spectrum.name or None
    try:
        if found is not None:
            return _semiconductor(found, spectrum, path_cm, dilution)
        rods = gold.GoldRods(width_nm) if kind == "rods" and width_nm is not None else None
        return _plasmon(rods, spectrum, path_cm, dilution)
    except InputError as error:
        raise (error.at(where) if where else error) from None


def _first_band(bands: Bands, spectrum: Spectrum) -> Band:
    if bands.bands:
        return bands.bands[0]
    low, high = spectrum.wavelength_nm[0], spectrum.wavelength_nm[-1]
    if spectrum.saturated_below_nm is not None:
        raise InputError(
            f"no absorption peak stands out above {spectrum.saturated_below_nm:.0f} nm, below "
            "which the absorbance is saturated",
            hint="dilute the sample and measure again",
        )
    raise InputError(
        f"no absorption peak stands out from the noise between {low:.0f} and {high:.0f} nm",
        hint="measure up to longer wavelengths, or a sample that absorbs more",
    )


def _semiconductor(
    curve: SizingCurve, spectrum: Spectrum, path_cm: float, dilution: float
) -> OpticalSample:
    bands = find_bands(spectrum)
    first = _first_band(bands, spectrum)
    size = curve.size_of(first.peak_nm)
    slope = curve.nm_per_nm(size)
    peak_error = first.error_ev / first.energy_ev * first.peak_nm
    spread = abs(slope) * first.peak_nm**2 / HC_EV_NM * first.sigma_ev / size
    doubts = _doubts(curve, bands, first, spread, spectrum)
    notes = [
        "the spread is what would explain the whole width of the peak: an upper bound",
        describe_conversion(curve.measure),
        curve.note,
        *spectrum.notes,
    ]
    absorbance, extinction, at = None, curve.extinction_of(size), None
    if curve.extinction is not None:
        at = curve.extinction.wavelength_nm or first.peak_nm
        absorbance, note = _net_absorbance(spectrum, bands, first, curve.extinction.wavelength_nm)
        notes.append(note)
    concentration = None
    if absorbance is not None and extinction and absorbance > 0:
        concentration = 1e6 * absorbance * dilution / (extinction * path_cm)
    return OpticalSample(
        material=curve.material,
        name=spectrum.name,
        peak_nm=first.peak_nm,
        peak_error_nm=peak_error,
        half_width_nm=first.half_width_nm,
        size_nm=size,
        size_error_nm=float(np.hypot(curve.relative_error * size, slope * peak_error)),
        spread_percent=100.0 * spread,
        concentration_um=concentration,
        absorbance=absorbance,
        extinction_per_m_cm=extinction,
        extinction_wavelength_nm=at,
        path_cm=path_cm,
        other_peaks_nm=tuple(b.peak_nm for b in (*bands.bands[1:], *bands.beyond)),
        source=curve.source,
        range_nm=curve.size_range_nm,
        doubts=tuple(doubts),
        notes=tuple(note for note in notes if note),
        more={"curve": curve.name},
    )


def _doubts(
    curve: SizingCurve, bands: Bands, first: Band, spread: float, spectrum: Spectrum
) -> list[str]:
    doubts = []
    low, high = curve.peak_range_nm
    others = [
        band
        for band in (*bands.bands[1:], *bands.beyond)
        if band.height / band.sigma_ev > _SECOND_SHARE * first.height / first.sigma_ev
        and low <= band.peak_nm <= high
    ]
    if others:
        sizes = ", ".join(
            f"{curve.size_of(band.peak_nm):.2f} nm ({band.peak_nm:.0f} nm)" for band in others
        )
        doubts.append(
            "there may be two populations: another peak is as sharp as the first, and would mean "
            f"{sizes}"
        )
    elif spread > _WIDE:
        doubts.append(
            f"the first peak is wider than a spread of {100 * _WIDE:.0f} % explains: there may be "
            "two populations, or it is no excitonic peak"
        )
    if first.height < 6.0 * bands.noise:
        doubts.append("the first peak hardly stands out from the noise")
    saturated = spectrum.saturated_below_nm
    if saturated is not None and first.peak_nm - 2 * first.half_width_nm < saturated:
        doubts.append("the first peak is near where the absorbance is saturated: dilute the sample")
    return doubts


def _net_absorbance(
    spectrum: Spectrum, bands: Bands, first: Band, wavelength_nm: float | None
) -> tuple[float | None, str]:
    """Return the absorbance that counts for the concentration, above the red baseline.

    What remains beyond the first peak is taken for scattering or an offset and subtracted.
    """
    at = wavelength_nm or first.peak_nm
    saturated = spectrum.saturated_below_nm
    if saturated is not None and at <= saturated:
        return None, f"no concentration: the absorbance at {at:.0f} nm is saturated"
    if wavelength_nm is None:
        # The parabola under the bands also takes up the tail of higher transitions, which
        # belongs to the particles: the baseline is what lies beyond the peak's long side.
        value = float(np.interp(first.energy_ev, bands.energy_ev, bands.fitted))
    else:
        found = spectrum.at(at)
        if found is None:
            return None, f"no concentration: the spectrum does not reach {at:g} nm"
        value = found
    return value - _baseline(spectrum, first, at), (
        "the straight line beyond the first peak was subtracted as baseline"
    )


def _baseline(spectrum: Spectrum, first: Band, at_nm: float) -> float:
    """Return what a straight line through the absorbance beyond the first peak gives."""
    x, y = spectrum.wavelength_nm, spectrum.absorbance
    beyond = x > first.peak_nm + 2.6 * first.half_width_nm
    if np.count_nonzero(beyond) < 10:
        return 0.0
    span = float(np.ptp(x[beyond]))
    if span < 2.0 * first.half_width_nm:
        return float(np.median(y[beyond]))
    # Lines are carried on by no more than their own length: beyond that they say nothing.
    slope, offset = np.polyfit(x[beyond], y[beyond], 1)
    return float(slope * max(at_nm, x[beyond][0] - span) + offset)


def _plasmon(
    rods: gold.GoldRods | None, spectrum: Spectrum, path_cm: float, dilution: float
) -> OpticalSample:
    bands = find_bands(spectrum)
    first = _first_band(bands, spectrum)
    visible = [b for b in (*bands.bands, *bands.beyond) if b.peak_nm > 480.0] or [first]
    band = visible[0] if rods is not None else max(visible, key=lambda b: b.height)
    peak = band.peak_nm
    doubts: list[str] = []
    notes = list(spectrum.notes)
    more: dict[str, Any] = {"medium": "water"}
    concentration = absorbance = extinction = at = None
    if rods is not None:
        ratio = rods.aspect_ratio(peak)
        size, error = ratio * rods.width_nm, gold.ROD_RELATIVE_ERROR
        more |= {"aspect_ratio": _digits(ratio, 4), "width_nm": rods.width_nm}
        span = (
            gold.ASPECT_RATIO_RANGE[0] * rods.width_nm,
            gold.ASPECT_RATIO_RANGE[1] * rods.width_nm,
        )
        source = gold.RODS_SOURCE
    else:
        size, error, more_sphere = _sphere_size(spectrum, peak)
        more |= more_sphere
        span = (gold.RATIO_RANGE_NM[0], gold.PEAK_RANGE_NM[1])
        source = gold.SPHERES_SOURCE
        if (
            len(visible) > 1
            and visible[0].peak_nm > peak + 60
            and visible[0].height > 0.15 * band.height
        ):
            doubts.append(
                f"a second plasmon at {visible[0].peak_nm:.0f} nm speaks for rods or aggregates"
            )
        extinction, at = gold.sphere_extinction_450(size), 450.0
        absorbance = spectrum.at(at)
        if extinction and absorbance and absorbance > 0:
            concentration = 1e6 * absorbance * dilution / (extinction * path_cm)
        notes.append("no baseline was subtracted: gold absorbs at 450 nm itself")
    return OpticalSample(
        material="Au" if rods is None else "Au rods",
        name=spectrum.name,
        peak_nm=peak,
        peak_error_nm=band.error_ev / band.energy_ev * peak,
        half_width_nm=band.half_width_nm,
        size_nm=size,
        size_error_nm=error * size,
        spread_percent=None,
        concentration_um=concentration,
        absorbance=absorbance,
        extinction_per_m_cm=extinction,
        extinction_wavelength_nm=at,
        path_cm=path_cm,
        other_peaks_nm=tuple(b.peak_nm for b in visible if b is not band),
        source=source,
        range_nm=span,
        doubts=tuple(doubts),
        notes=tuple(notes),
        more=more,
    )


def _sphere_size(spectrum: Spectrum, peak_nm: float) -> tuple[float, float, dict[str, Any]]:
    """Return the diameter by the ratio of absorbances for small spheres, else by the plasmon."""
    near = np.abs(spectrum.wavelength_nm - peak_nm) < 3.0
    at_peak = float(np.median(spectrum.absorbance[near])) if near.any() else spectrum.at(peak_nm)
    at_450 = spectrum.at(450.0)
    ratio = at_peak / at_450 if at_peak and at_450 and at_450 > 0 else None
    more: dict[str, Any] = {"ratio_to_450_nm": _digits(ratio, 4)}
    low_peak = gold.sphere_peak_nm(gold.RATIO_RANGE_NM[1])
    if ratio is not None and peak_nm < low_peak:
        size = gold.sphere_diameter_from_ratio_nm(ratio)
        return size, gold.RATIO_RELATIVE_ERROR, more | {"curve": "Haiss 2007, ratio to 450 nm"}
    size = gold.sphere_diameter_nm(peak_nm)
    return size, gold.PEAK_RELATIVE_ERROR, more | {"curve": "Haiss 2007, plasmon"}


def _digits(value: float | None, significant: int) -> float | None:
    return None if value is None else float(f"{value:.{significant}g}")

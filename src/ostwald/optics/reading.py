"""One reading between a size and its spectrum: the answer to ``--size`` and ``--peak``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ostwald.errors import InputError
from ostwald.optics import gold
from ostwald.optics.curve import SizingCurve, check_positive
from ostwald.optics.energies import colour_name
from ostwald.optics.measures import describe_conversion, from_diameter
from ostwald.optics.published_curves import find_curve, formula_of

FORMAT_VERSION = 1
_STEEP_SHARE = 0.03
"""Where one nm of the peak moves the size by more than this share, the reading says so."""


@dataclass(frozen=True)
class OpticalReading:
    """A size and the first absorption peak (of gold: the plasmon) that belongs to it.

    Attributes:
        material: Formula, or ``Au rods``.
        size_nm: Equal-area diameter in nm; of rods the length.
        size_error_nm: Standard error of the size in nm.
        peak_nm: Wavelength in nm; None where the material's curve has none for this size.
        extinction_per_m_cm: Molar extinction coefficient in 1/(M cm); None where none is known.
        extinction_wavelength_nm: Where that is meant, in nm.
        source: DOI of the curve.
        range_nm: Sizes that the curve covers.
        peak_range_nm: Peaks that the curve covers.
        error_from: Where the error comes from.
        warnings: What to know before trusting it.
        more: Further numbers of this material.
    """

    material: str
    size_nm: float
    size_error_nm: float
    peak_nm: float | None
    extinction_per_m_cm: float | None
    extinction_wavelength_nm: float | None
    source: str
    range_nm: tuple[float, float]
    peak_range_nm: tuple[float, float]
    error_from: str
    warnings: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the reading as plain values, as ``ostwald optics --json`` prints it."""
        return {
            "format_version": FORMAT_VERSION,
            "material": self.material,
            "size_nm": _digits(self.size_nm, 9),
            "size_error_nm": _digits(self.size_error_nm, 3),
            "first_absorption_peak_nm": _digits(self.peak_nm, 9),
            "peak_colour": None if self.peak_nm is None else colour_name(self.peak_nm),
            "extinction_per_m_cm": _digits(self.extinction_per_m_cm, 4),
            "extinction_wavelength_nm": _digits(self.extinction_wavelength_nm, 9),
            "source": self.source,
            "range_nm": [_digits(bound, 6) for bound in self.range_nm],
            "peak_range_nm": [_digits(bound, 6) for bound in self.peak_range_nm],
            "error_from": self.error_from,
            **self.more,
            "warnings": list(self.warnings),
        }


def read_size(
    material: str, size_nm: float, *, curve: str | None = None, width_nm: float | None = None
) -> OpticalReading:
    """Tell the first absorption peak and the extinction of particles of a size.

    Args:
        material: A product label or name with a sizing curve; ``Au`` or ``Au rods``.
        size_nm: Equal-area diameter in nm; the length of rods.
        curve: Which curve, where the material has several.
        width_nm: Width of rods in nm.

    Returns:
        The reading.

    Raises:
        InputError: There is no curve, or the size is outside its range.
    """
    check_positive(size_nm, "--size")
    kind = gold_kind(material)
    if kind is None:
        _refuse_width(width_nm)
        found = find_curve(material, curve)
        return curve_reading(found, size_nm, found.peak_of(size_nm))
    if kind == "rods":
        rods = gold.GoldRods(_width(width_nm))
        ratio = size_nm / rods.width_nm
        return _rods_reading(rods, ratio, rods.peak_nm(ratio))
    _refuse_width(width_nm)
    return _sphere_reading(size_nm)


def read_peak(
    material: str, peak_nm: float, *, curve: str | None = None, width_nm: float | None = None
) -> OpticalReading:
    """Tell the size of particles from their first absorption peak.

    Args:
        material: A product label or name with a sizing curve; ``Au`` or ``Au rods``.
        peak_nm: Wavelength in nm.
        curve: Which curve, where the material has several.
        width_nm: Width of rods in nm.

    Returns:
        The reading.

    Raises:
        InputError: There is no curve, or the peak is outside its range.
    """
    check_positive(peak_nm, "--peak")
    kind = gold_kind(material)
    if kind is None:
        _refuse_width(width_nm)
        found = find_curve(material, curve)
        return curve_reading(found, found.size_of(peak_nm), peak_nm)
    if kind == "rods":
        rods = gold.GoldRods(_width(width_nm))
        return _rods_reading(rods, rods.aspect_ratio(peak_nm), peak_nm)
    _refuse_width(width_nm)
    return _sphere_reading(gold.sphere_diameter_nm(peak_nm))


def gold_kind(material: str) -> str | None:
    """Tell gold, whose colour is a plasmon, from semiconductors.

    Args:
        material: What the person wrote.

    Returns:
        ``spheres``, ``rods`` or None.
    """
    words = material.lower().replace("-", " ").replace("_", " ").split()
    rods = bool(words) and words[-1] in {"rod", "rods", "nanorod", "nanorods"}
    name = " ".join(words[:-1] if rods or words[-1:] in (["spheres"], ["sphere"]) else words)
    if name not in {"au", "gold"} and (rods or not _is_gold(material)):
        return None
    return "rods" if rods else "spheres"


def curve_reading(
    curve: SizingCurve, size_nm: float, peak_nm: float, extra: tuple[str, ...] = ()
) -> OpticalReading:
    """Return what a sizing curve says of one size.

    Args:
        curve: The curve.
        size_nm: Equal-area diameter in nm.
        peak_nm: First absorption peak in nm.
        extra: Warnings to put first.

    Returns:
        The reading.
    """
    warnings = [*extra]
    conversion = describe_conversion(curve.measure)
    more: dict[str, Any] = {
        "curve": curve.name,
        "measure": "equal-area diameter",
        "size_nm_per_peak_nm": _digits(curve.nm_per_nm(size_nm), 3),
    }
    if conversion:
        warnings.append(conversion)
        more["curve_measure"] = curve.measure
        more["curve_size_nm"] = _digits(from_diameter(size_nm, curve.measure), 9)
    if curve.note:
        warnings.append(curve.note)
    extinction = curve.extinction_of(size_nm)
    where = None
    if curve.extinction is not None:
        where = curve.extinction.wavelength_nm or peak_nm
    return OpticalReading(
        material=curve.material,
        size_nm=size_nm,
        size_error_nm=curve.relative_error * size_nm,
        peak_nm=peak_nm,
        extinction_per_m_cm=extinction,
        extinction_wavelength_nm=where,
        source=curve.source,
        range_nm=curve.size_range_nm,
        peak_range_nm=curve.peak_range_nm,
        error_from=curve.error_from,
        warnings=tuple(warnings),
        more=more,
    )


def _sphere_reading(diameter_nm: float) -> OpticalReading:
    low, high = gold.RATIO_RANGE_NM[0], gold.PEAK_RANGE_NM[1]
    if not low <= diameter_nm <= high:
        raise InputError(
            f"{diameter_nm:g} nm is outside the curves of gold spheres",
            hint=f"Haiss 2007 (doi {gold.SPHERES_SOURCE}) covers {low:g} to {high:g} nm",
        )
    peak = gold.sphere_peak_nm(diameter_nm) if diameter_nm >= gold.PEAK_RANGE_NM[0] else None
    warnings = []
    error = gold.PEAK_RELATIVE_ERROR
    more: dict[str, Any] = {"curve": "Haiss 2007", "measure": "diameter", "medium": "water"}
    if diameter_nm <= gold.RATIO_RANGE_NM[1]:
        more["ratio_to_450_nm"] = _digits(gold.sphere_ratio(diameter_nm), 4)
    if peak is None:
        error = gold.RATIO_RELATIVE_ERROR
        warnings.append(
            "below 25 nm the plasmon hardly moves (518 to 523 nm) and does not tell the size; "
            "the ratio of the absorbances at the plasmon and at 450 nm does"
        )
    else:
        slope = 1.0 / (0.0216 * (peak - 512.0))
        more["size_nm_per_peak_nm"] = _digits(slope, 3)
        if slope > _STEEP_SHARE * diameter_nm:
            warnings.append(f"one nm of the plasmon means {slope:.1f} nm of the diameter here")
    return OpticalReading(
        material="Au",
        size_nm=diameter_nm,
        size_error_nm=error * diameter_nm,
        peak_nm=peak,
        extinction_per_m_cm=gold.sphere_extinction_450(diameter_nm),
        extinction_wavelength_nm=450.0,
        source=gold.SPHERES_SOURCE,
        range_nm=(low, high),
        peak_range_nm=(
            gold.sphere_peak_nm(gold.PEAK_RANGE_NM[0]),
            gold.sphere_peak_nm(gold.PEAK_RANGE_NM[1]),
        ),
        error_from="the average deviation that the source gives for its method",
        warnings=tuple(warnings),
        more=more,
    )


def _rods_reading(rods: gold.GoldRods, aspect_ratio: float, peak_nm: float) -> OpticalReading:
    length = aspect_ratio * rods.width_nm
    low, high = gold.ASPECT_RATIO_RANGE
    return OpticalReading(
        material="Au rods",
        size_nm=length,
        size_error_nm=gold.ROD_RELATIVE_ERROR * length,
        peak_nm=peak_nm,
        extinction_per_m_cm=None,
        extinction_wavelength_nm=None,
        source=gold.RODS_SOURCE,
        range_nm=(low * rods.width_nm, high * rods.width_nm),
        peak_range_nm=(rods.peak_nm(low), rods.peak_nm(high)),
        error_from="assumed: the lines stand in for a model of rods with round caps",
        warnings=("the size is the length of the rods; the peak is their longitudinal plasmon",),
        more={
            "curve": "Yu 2017",
            "measure": "length",
            "medium": "water",
            "width_nm": rods.width_nm,
            "aspect_ratio": _digits(aspect_ratio, 6),
        },
    )


def _is_gold(material: str) -> bool:
    try:
        return formula_of(material) == "Au"
    except InputError:
        return False


def _width(width_nm: float | None) -> float:
    if width_nm is None:
        raise InputError(
            "the plasmon of gold rods depends on their width as well as their aspect ratio",
            hint="give it, such as --width 20",
        )
    return check_positive(width_nm, "--width")


def _refuse_width(width_nm: float | None) -> None:
    if width_nm is not None:
        raise InputError("a width is for rods only", hint='write the material as "Au rods"')


def _digits(value: float | None, significant: int) -> float | None:
    return None if value is None else float(f"{value:.{significant}g}")

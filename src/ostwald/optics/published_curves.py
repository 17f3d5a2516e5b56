"""The published sizing curves, with the sizes that each source covers.

Ranges keep to the sizes that were measured: the polynomials turn over beyond them. Where a source
gives no error of a size, the entry says what stands in for it.

Left out, because no curve of the first absorption peak could be traced to its source: ZnO (the
published relation is for the onset), CuInS2 (its first transition is a shoulder without a peak),
InAs, CsPbX3, Ag2S, HgTe, AgInS2.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from ostwald.errors import InputError
from ostwald.optics.curve import Extinction, SizingCurve
from ostwald.optics.energies import HC_EV_NM, wavelength_nm

_YU = "10.1021/cm034081k"
# Yu et al. put the error of their extinction coefficients, which grow with about the power 2.5 of
# the size and inherit the error of the size, at 10 to 15 %.
_YU_ERROR = "the 10 to 15 % that the source gives for coefficients that go as d^2.1 to d^2.65"


def _polynomial(*coefficients: float) -> Callable[[float], float]:
    """Return a polynomial of the peak in nm, highest power first."""

    def value(peak_nm: float) -> float:
        total = 0.0
        for coefficient in coefficients:
            total = total * peak_nm + coefficient
        return total

    return value


def _gap(bulk_ev: float, square: float, linear: float, constant: float) -> Callable[[float], float]:
    """Return the peak of E = bulk + 1 / (square d^2 + linear d + constant)."""
    return lambda d: wavelength_nm(bulk_ev + 1.0 / (square * d * d + linear * d + constant))


def _power(factor: float, exponent: float) -> Callable[[float], float]:
    return lambda d: factor * float(d**exponent)


def _jasieniak_extinction(length_nm: float) -> float:
    """Return the extinction at the peak, which the source gives against the peak's energy."""
    energy = HC_EV_NM / _CDSE_JASIENIAK.peak_of(length_nm)
    return 155507.0 + 6.67054e13 * math.exp(-energy / 0.10551)


_CDSE_JASIENIAK = SizingCurve(
    material="CdSe",
    name="Jasieniak 2009",
    source="10.1021/jp906827m",
    measure="diameter",
    shortest_nm=2.0,
    longest_nm=8.0,
    relative_error=0.05,
    error_from="taken from Yu 2003; the two curves differ by up to 6 %",
    peak_to_length=_polynomial(1.62974e-9, -2.85743e-6, 1.8873e-3, -0.54736, 59.60816),
    peak_bracket_nm=(400.0, 690.0),
    extinction=Extinction(_jasieniak_extinction, None, "10.1021/jp906827m"),
)

CURVES: tuple[SizingCurve, ...] = (
    SizingCurve(
        material="CdSe",
        name="Yu 2003",
        source=_YU,
        measure="diameter",
        shortest_nm=1.5,
        longest_nm=8.5,
        relative_error=0.05,
        error_from=_YU_ERROR,
        peak_to_length=_polynomial(1.6122e-9, -2.6575e-6, 1.6242e-3, -0.4277, 41.57),
        peak_bracket_nm=(380.0, 690.0),
        extinction=Extinction(_power(5857.0, 2.65), None, _YU),
    ),
    SizingCurve(
        material="CdS",
        name="Yu 2003",
        source=_YU,
        measure="diameter",
        shortest_nm=1.5,
        longest_nm=6.0,
        relative_error=0.06,
        error_from=_YU_ERROR,
        peak_to_length=_polynomial(-6.6521e-8, 1.9557e-4, -9.2352e-2, 13.29),
        peak_bracket_nm=(290.0, 490.0),
        extinction=Extinction(_power(21536.0, 2.3), None, _YU),
    ),
    SizingCurve(
        material="CdTe",
        name="Yu 2003",
        source=_YU,
        measure="diameter",
        shortest_nm=2.5,
        longest_nm=9.0,
        relative_error=0.06,
        error_from=_YU_ERROR,
        peak_to_length=_polynomial(9.8127e-7, -1.7147e-3, 1.0064, -194.84),
        peak_bracket_nm=(480.0, 760.0),
        extinction=Extinction(_power(10043.0, 2.12), None, _YU),
        note="the curve is flat between 530 and 620 nm, where a peak says little about the size",
    ),
    SizingCurve(
        material="PbS",
        name="Moreels 2009",
        source="10.1021/nn900863a",
        measure="diameter",
        shortest_nm=2.3,
        longest_nm=10.0,
        relative_error=0.05,
        error_from="the 5 to 10 % by which the sizes of a sample scatter; the source gives none",
        length_to_peak=_gap(0.41, 0.0252, 0.283, 0.0),
        extinction=Extinction(_power(0.0233e6, 3.0), 400.0, "10.1021/nn900863a"),
    ),
    SizingCurve(
        material="PbSe",
        name="Moreels 2007",
        source="10.1021/cm071410q",
        measure="diameter",
        shortest_nm=2.5,
        longest_nm=10.0,
        relative_error=0.05,
        error_from="the 5 to 10 % by which the sizes of a sample scatter; the source gives none",
        length_to_peak=_gap(0.278, 0.016, 0.209, 0.45),
        extinction=Extinction(_power(0.0277e6, 3.0), 400.0, "10.1021/cm071410q"),
    ),
    SizingCurve(
        material="InP",
        name="Almeida 2023",
        source="10.1021/acs.nanolett.3c02630",
        measure="tetrahedron edge",
        shortest_nm=1.4,
        longest_nm=4.7,
        relative_error=0.10,
        error_from="the scatter of the source's six TEM sizes about its curve",
        length_to_peak=lambda edge: wavelength_nm(1.33 + 9.128 * (10.0 * edge) ** -0.684),
    ),
    SizingCurve(
        material="ZnSe",
        name="fit to Toufanian 2021",
        source="10.1021/acs.chemmater.1c02501",
        measure="diameter",
        shortest_nm=2.0,
        longest_nm=6.0,  # so that the largest of its sizes, 5.75 nm at 422 nm, can be read
        relative_error=0.03,
        error_from="the scatter of the source's ten SAXS sizes about the curve",
        length_to_peak=_gap(2.70, 0.01487, 0.6242, 0.0),
        note="the source's ten sizes are published, the curve through them was fitted here",
    ),
)


def curves_of(material: str) -> tuple[SizingCurve, ...]:
    """Return the sizing curves of a material, the one used by default first.

    Args:
        material: Formula of the table.

    Returns:
        The curves; empty where there is none.
    """
    found = tuple(curve for curve in CURVES if curve.material == material)
    return (*found, _CDSE_JASIENIAK) if material == "CdSe" else found


def materials() -> tuple[str, ...]:
    """Return the formulas of the materials with a sizing curve."""
    return tuple(dict.fromkeys(curve.material for curve in CURVES))


def find_curve(material: str, name: str | None = None) -> SizingCurve:
    """Return the sizing curve of a material.

    Args:
        material: A product label or name, such as ``CdSe``, ``CdSe-1`` or ``cadmium selenide``.
        name: Which curve, such as ``jasieniak``; the material's first when left out.

    Returns:
        The curve.

    Raises:
        InputError: There is none, or not of this name.
    """
    formula = formula_of(material)
    curves = curves_of(formula)
    if not curves:
        raise InputError(
            f"there is no sizing curve for {formula}",
            hint=f"there are curves for {', '.join(materials())}, and for gold (Au, Au rods)",
        )
    if name is None:
        return curves[0]
    wanted = "".join(name.lower().split())
    matching = [c for c in curves if wanted in "".join(c.name.lower().split())]
    if len(matching) != 1:
        names = ", ".join(c.name for c in curves)
        raise InputError(
            f'"{name}" does not name one curve for {formula}', hint=f"there is {names}"
        )
    return matching[0]


def formula_of(material: str) -> str:
    """Return the formula that a product label means, without the suffix of a polymorph.

    Args:
        material: A product label or name.

    Returns:
        The formula as the product table writes it.

    Raises:
        InputError: Not a formula and not a known name.
    """
    from ostwald.chemistry.products import find_product, split_polymorph

    return split_polymorph(find_product(material).formula)[0]

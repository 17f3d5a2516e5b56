"""Rules on temperature: what boils, what is frozen, what is dry, what chars."""

from __future__ import annotations

from collections.abc import Iterator

from ostwald.chemistry.boiling import melting_point_c
from ostwald.chemistry.patterns import has_pattern
from ostwald.chemistry.plausibility.base import Finding, Severity, rule
from ostwald.chemistry.plausibility.flask import Flask, Part, boils_c, degrees

# Solutes raise boiling points and published temperatures are of the mantle at times: in published
# recipes the main liquid is up to 35 degC above its boiling point.
_REFLUX_C = 20.0
_FAR_ABOVE_C = 40.0
_MAIN_SHARE = 0.5
_LARGE_SHARE = 0.35
_PART_SHARE = 0.2
# Heat-ups of that many minutes in water, alcohols, amides or aromatics are done in autoclaves,
# whose linings end at about 250 degC (Byrappa and Adschiri,
# Prog. Cryst. Growth Charact. Mater. 53, 117, 2007).
_AUTOCLAVE_MIN = 120.0
_SLOW_HEATING_MIN = 60.0
_AUTOCLAVE_C, _STEEL_AUTOCLAVE_C = 260.0, 300.0
_LONG_AUTOCLAVE_MIN = 240.0
_SEALED = "say pressure: autoclave if the vessel was sealed"
_CHARS_C = 450.0
_HOT_C = 400.0
_COLD_C = -80.0
_LONG_CHAIN = "[CH2][CH2][CH2][CH2][CH2][CH2]"
_SOAPS_MELT_C = 80.0
_PLENTY_ML_PER_G = 1.0
_LITTLE_LIQUID_ML_PER_G = 0.1


@rule(
    "above-boiling-point",
    "An open flask gets no hotter than its main liquid boils.",
    "Atkins, Physical Chemistry; boiling points of the CRC Handbook, 10.1201/9781315380476",
)
def above_boiling_point(flask: Flask) -> Iterator[Finding]:
    """Flag open flasks above the boiling point of most of their liquid."""
    volatile = [
        p for p in flask.liquids if not _is_precursor(p) and _excess_c(flask, p) > _REFLUX_C
    ]
    if not volatile or flask.pressure == "autoclave":
        return
    share = sum(p.volume_ml or 0.0 for p in volatile) / flask.volume_ml
    what = "; ".join(f"{p.label} boils at {degrees(boils_c(p) or 0.0)}" for p in volatile[:3])
    what += f" and the flask is at {degrees(flask.hottest_c)}"
    if share >= _MAIN_SHARE:
        severity, why = _main(flask, volatile)
        yield Finding(severity, what, why)
    elif share >= _PART_SHARE:
        far = share >= _LARGE_SHARE and _excess_c(flask, volatile[0]) > _FAR_ABOVE_C
        rest = next(p.label for p in flask.liquids if p not in volatile)
        yield Finding("doubtful" if far else "note", what, f"it boils off and leaves {rest} behind")


def _excess_c(flask: Flask, part: Part) -> float:
    boils = boils_c(part)
    return -1.0 if boils is None else flask.hottest_c - boils


def _main(flask: Flask, volatile: list[Part]) -> tuple[Severity, str]:
    first = volatile[0]
    usual = flask.pressure is None and all(p.traits.goes_into_autoclaves for p in volatile)
    if usual and _may_be_sealed(flask, first):
        return "note", f"taken for an autoclave; {_SEALED}"
    if _excess_c(flask, first) > _FAR_ABOVE_C:
        return "impossible", f"an open flask gets no hotter than its main liquid boils; {_SEALED}"
    return "doubtful", f"an open flask gets no hotter than its main liquid boils; {_SEALED}"


def _may_be_sealed(flask: Flask, part: Part) -> bool:
    starts_cold = flask.recipe.injection_temperature_c <= (boils_c(part) or 0.0) + _REFLUX_C
    is_long = flask.minutes >= _LONG_AUTOCLAVE_MIN
    if flask.hottest_c > (_STEEL_AUTOCLAVE_C if is_long and starts_cold else _AUTOCLAVE_C):
        return False
    if starts_cold:
        return flask.minutes >= _SLOW_HEATING_MIN
    if flask.recipe.heating_rate_c_per_min == 0.0:  # said to be a hot injection
        return is_long
    return flask.minutes >= _AUTOCLAVE_MIN


@rule(
    "no-liquid",
    "Colloidal particles grow in a liquid.",
    "LaMer and Dinegar, J. Am. Chem. Soc. 72, 4847 (1950), 10.1021/ja01167a001",
)
def no_liquid(flask: Flask) -> Iterator[Finding]:
    """Flag flasks in which nothing is a liquid, or hardly anything."""
    if any(part.volume_ml is None for part in flask.parts):
        return
    solids = sum(_mass_g(p) for p in flask.parts if not p.volume_ml)
    if any(_is_medium(p, solids) for p in flask.liquids):
        if flask.volume_ml < _LITTLE_LIQUID_ML_PER_G * solids:
            yield Finding(
                "doubtful",
                f"{solids:.3g} g of solids lie in {flask.volume_ml:.2g} mL of liquid",
                "that is a paste, not a solution",
            )
        return
    frozen = [p for p in flask.parts if _freezes_above(p, flask.hottest_c)]
    if frozen:
        what = "; ".join(
            f"{p.label} melts at {degrees(melting_point_c(p.substance) or 0.0)}" for p in frozen
        )
        yield Finding("impossible", f"{what} and the flask is at {degrees(flask.hottest_c)}")
        return
    names = " and ".join(p.label for p in flask.parts)
    severity: Severity = (
        "doubtful" if any(_may_melt(p, flask.hottest_c) for p in flask.parts) else "impossible"
    )
    yield Finding(
        severity,
        f"of {names} nothing is a liquid at {degrees(flask.hottest_c)} that dissolves the rest",
    )


def _is_precursor(part: Part) -> bool:
    return "precursor" in "".join(part.substance.roles[:1])


def _is_medium(part: Part, solids_g: float) -> bool:
    """Return whether a liquid can dissolve the rest; a liquid precursor has to be plenty."""
    if not _is_precursor(part):
        return True
    plenty = (part.volume_ml or 0.0) >= _PLENTY_ML_PER_G * solids_g
    return plenty and not part.traits.metals


def _may_melt(part: Part, temperature_c: float) -> bool:
    """Return whether it is a soap or an organic salt of unknown melting point."""
    if temperature_c < _SOAPS_MELT_C or melting_point_c(part.substance) is not None:
        return False
    return has_pattern(part.substance, _LONG_CHAIN)


def _freezes_above(part: Part, temperature_c: float) -> bool:
    melts = melting_point_c(part.substance)
    return melts is not None and melts > temperature_c


def _mass_g(part: Part) -> float:
    return part.amount_mmol * (part.substance.molar_mass_g_per_mol or 0.0) / 1000.0


@rule(
    "out-of-range-temperature",
    "Organic liquids and ligands char well below 450 degC, and hardly anything reacts when frozen.",
    "Clayden et al., Organic Chemistry; CRC Handbook, 10.1201/9781315380476",
)
def out_of_range_temperature(flask: Flask) -> Iterator[Finding]:
    """Flag flasks that are far too hot or too cold for organic liquids."""
    temperature = degrees(flask.hottest_c)
    if flask.hottest_c > _HOT_C and any(p.traits.has_carbon for p in flask.liquids):
        main = next(p.label for p in flask.liquids if p.traits.has_carbon)
        severity: Severity = "impossible" if flask.hottest_c > _CHARS_C else "doubtful"
        yield Finding(severity, f"{main} is to stand {temperature}")
    if flask.hottest_c < _COLD_C:
        yield Finding("doubtful", f"the flask is at {temperature}")

"""One simulation: what the flask holds against time, for tables, JSON and pictures."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from ostwald._files import write_text
from ostwald.errors import InputError
from ostwald.mechanism.flask import Flask
from ostwald.mechanism.population import Population, solve
from ostwald.mechanism.regimes import Regime, regimes_of

FORMAT_VERSION = 1
_COLUMNS = (
    "time_min",
    "temperature_c",
    "size_nm",
    "size_distribution_percent",
    "particles_um",
    "supersaturation",
    "monomer_mm",
    "precursor_mm",
    "crystal_mm",
)


@dataclass(frozen=True)
class Simulation:
    """A flask and what becomes of it.

    Attributes:
        flask: The flask.
        population: Its content against time.
    """

    flask: Flask
    population: Population

    @property
    def regimes(self) -> list[Regime]:
        """What rules each stretch of time."""
        return regimes_of(self.population)

    def records(self) -> list[dict[str, float | None]]:
        """Return the course, one dictionary a time."""
        p = self.population
        columns = (
            p.time_s / 60.0, p.temperature_c, p.diameter_nm, p.spread_percent, 1e6 * p.particles,
            p.supersaturation, 1e3 * p.monomer, 1e3 * p.precursor, 1e3 * p.crystal,
        )  # fmt: skip
        return [
            {name: _digits(value) for name, value in zip(_COLUMNS, row, strict=True)}
            for row in zip(*columns, strict=True)
        ]

    def to_json(self) -> dict[str, Any]:
        """Return the simulation as plain values, as ``ostwald mechanism simulate`` prints it."""
        return {
            "format_version": FORMAT_VERSION,
            "flask": {entry.name: getattr(self.flask, entry.name) for entry in fields(self.flask)},
            "course": self.records(),
            "regimes": [regime_json(regime) for regime in self.regimes],
        }

    def write(self, path: Path) -> None:
        """Write the course as a CSV table that ``ostwald mechanism fit`` reads.

        Args:
            path: The file.

        Raises:
            InputError: It cannot be written.
        """
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.records())
        write_text(path, buffer.getvalue())


def simulate(flask: Flask, minutes: float = 60.0, points: int = 60) -> Simulation:
    """Simulate a synthesis.

    Args:
        flask: Amounts, temperatures and constants.
        minutes: How long, in min.
        points: At how many times to report; they lie closer together at the beginning of a hot
            injection.

    Returns:
        The simulation.

    Raises:
        InputError: The time is not positive.
        OstwaldError: The integrator gave up.
    """
    if not (math.isfinite(minutes) and 0 < minutes <= 100_000):
        raise InputError(f"{minutes:g} min is no time of a synthesis", where="--time")
    if not 2 <= points <= 2000:
        raise InputError(f"{points} points are too few or too many", where="--points")
    end = 60.0 * minutes
    if flask.heating_rate_c_per_min > 0:
        times = np.linspace(end / points, end, points)
    else:
        times = np.geomspace(min(1.0, end / points), end, points)
    return Simulation(flask, solve(flask, times))


def flask_with(flask: Flask, settings: Mapping[str, str]) -> Flask:
    """Return a flask with other constants.

    Args:
        flask: The flask to begin with.
        settings: Names of its attributes and the numbers for them, as text.

    Returns:
        The flask with them.

    Raises:
        InputError: There is no such constant, or the text is no number.
    """
    known = {entry.name for entry in fields(flask)}
    values: dict[str, Any] = {}
    for name, text in settings.items():
        if name not in known:
            import difflib

            near = difflib.get_close_matches(name, known, 1)
            raise InputError(
                f'there is no constant "{name}"',
                hint=f"did you mean {near[0]}?"
                if near
                else f"there are {', '.join(sorted(known))}",
            )
        try:
            values[name] = text if name == "material" else float(text)
        except ValueError as error:
            raise InputError(f"{text!r} is no number", where=name) from error
    return replace(flask, **values)


def regime_json(regime: Regime) -> dict[str, Any]:
    """Return a regime as plain values.

    Args:
        regime: The regime.

    Returns:
        ``from_min``, ``to_min``, ``regime`` and ``spread``.
    """
    return {
        "from_min": float(f"{regime.start_s / 60.0:.4g}"),
        "to_min": float(f"{regime.end_s / 60.0:.4g}"),
        "regime": regime.name,
        "spread": regime.spread,
    }


def _digits(value: float) -> float | None:
    return float(f"{value:.7g}") if math.isfinite(value) else None

"""The shipped model's curves in temperature and time against the population balance.

    python -m benchmarks mechanism_curves

Six textbook flasks (`benchmarks/curves.py`). The balance knows amounts and temperatures of a flask,
not its chemistry: its constants are the defaults, orders of magnitude for CdSe, but for the surface
energy, which is chosen so that both agree on the size of the recipe itself. What is compared is how
the size then follows temperature and time. Writes ``benchmarks/results/mechanism_curves`` (rows and
summary) and ``docs/images/mechanism-curves.png``.
"""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from benchmarks.curves import FACTORS, flasks, plain_ticks, series
from ostwald._files import write_text
from ostwald.chemistry.formula import molar_mass
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.understanding import understand
from ostwald.mechanism.flask import ZERO_CELSIUS_K, Flask
from ostwald.mechanism.population import solve
from ostwald.mechanism.rates import GAS_J_PER_MOL_K
from ostwald.plotting import BLUE, GREY, ORANGE, new_figure
from ostwald.prediction.predictor import Predictor
from ostwald.progress import track

OUT = Path("benchmarks/results/mechanism_curves")
PICTURE = Path("docs/images/mechanism-curves.png")
ENERGIES = np.geomspace(0.05, 0.4, 10)
DEGREES = np.arange(-30, 31, 6)
SLOPE_DEGREES, SLOPE_FACTOR = 12.0, 2.0
"""Slopes are taken over so many degrees, and such a factor in time, to both sides."""

CLASSES, TOLERANCE = 24, 1e-3
MOLAR_VOLUMES = {"CsPbBr3": 579.8 / 4.83}
"""In cm3/mol, of what the room has no density for: Stoumpos 2013, doi 10.1021/cg400645t."""

Floats = NDArray[np.float64]


def at_temperature(flask: Flask, celsius: float) -> Flask:
    """Carry the constants of a flask to another temperature of its reaction."""
    inverse = 1.0 / (flask.reaction_temperature_c + ZERO_CELSIUS_K) - 1.0 / (
        celsius + ZERO_CELSIUS_K
    )

    def carried(value: float, kj_per_mol: float) -> float:
        return value * math.exp(1000.0 * kj_per_mol / GAS_J_PER_MOL_K * inverse)

    return replace(
        flask,
        reaction_temperature_c=celsius,
        precursor_rate_per_s=carried(
            flask.precursor_rate_per_s, flask.precursor_activation_kj_per_mol
        ),
        surface_rate_nm_per_s=carried(
            flask.surface_rate_nm_per_s, flask.growth_activation_kj_per_mol
        ),
        solubility_mol_per_l=carried(
            flask.solubility_mol_per_l, flask.dissolution_enthalpy_kj_per_mol
        ),
    )


def concentration(recipe: ResolvedRecipe) -> float:
    """Formula units that the flask can give, in mol/L."""
    totals = understand(recipe).totals
    mass = totals.theoretical_yield_mg
    if mass is None or totals.volume_ml is None:
        raise ValueError("the flask's yield or volume is not known")
    return float(mass / molar_mass(recipe.product.composition) / totals.volume_ml)


def sizes(flask: Flask, minutes: Floats) -> Floats:
    population = solve(flask, 60.0 * minutes, classes=CLASSES, tolerance=TOLERANCE)
    return population.diameter_nm


def agreeing(flask: Flask, minutes: float, size_nm: float) -> Flask:
    """Return the flask whose surface energy gives a size, or comes nearest to it."""

    def off(log_energy: float) -> float:
        one = replace(flask, surface_energy_j_per_m2=math.exp(log_energy))
        return math.log(sizes(one, np.array([0.5, 1.0]) * minutes)[-1] / size_nm)

    logs = np.log(ENERGIES)
    found = np.array([off(float(log)) for log in logs])
    logs, found = logs[np.isfinite(found)], found[np.isfinite(found)]
    crossing = np.flatnonzero(np.sign(found[1:]) != np.sign(found[:-1]))
    best = float(logs[np.abs(found).argmin()])
    if len(crossing):
        i = int(crossing[0])
        best = float(brentq(off, logs[i], logs[i + 1], xtol=2e-3))
    return replace(flask, surface_energy_j_per_m2=math.exp(best))


def slope(x: Floats, size_nm: Floats, reach: float) -> float:
    """Return by how much the logarithm of size rises over a reach to both sides of 0."""
    known = np.isfinite(size_nm)
    if known.sum() < 3 or x[known][0] > -reach or x[known][-1] < reach:
        return math.nan
    low, high = np.interp([-reach, reach], x[known], np.log(size_nm[known]))
    return float(high - low)


def main() -> None:
    model = Predictor.load().model
    drawn = flasks()
    figure = new_figure(7.0, 2.0 * len(drawn))
    axes = figure.subplots(len(drawn), 2, squeeze=False)
    rows: list[dict[str, Any]] = []
    summary: dict[str, Any] = {}
    for line, (name, recipe) in zip(axes, track(drawn.items(), "Flasks"), strict=True):
        minutes, celsius = recipe.reaction_time_min, recipe.reaction_temperature_c
        predicted = float(model.predict([recipe]).size_nm[0])
        volume = MOLAR_VOLUMES.get(recipe.product.formula)
        first = Flask(
            material=recipe.product.formula,
            concentration_mol_per_l=concentration(recipe),
            reaction_temperature_c=celsius,
            molar_volume_cm3_per_mol=volume,
        )
        flask = agreeing(first, minutes, predicted)
        times = minutes * FACTORS[::6]
        by_time = sizes(flask, np.unique(np.concatenate([[0.3 * times[0]], times])))[-len(times) :]
        by_degree = np.array(
            [sizes(at_temperature(flask, celsius + d), np.array([0.5, 1.0]) * minutes)[-1]
             for d in DEGREES.tolist()]
        )  # fmt: skip
        varied = series(recipe)
        theirs = {
            "time": (np.log(FACTORS[::6]), times, by_time, math.log(SLOPE_FACTOR)),
            "temperature": (DEGREES.astype(float), celsius + DEGREES, by_degree, SLOPE_DEGREES),
        }
        ours = {"temperature": "temperature, degC", "time": "time, min"}
        record: dict[str, Any] = {
            "predicted_nm": round(predicted, 2),
            "balance_nm": round(float(np.interp(0.0, theirs["time"][0], by_time)), 2),
            "surface_energy_j_per_m2": round(flask.surface_energy_j_per_m2, 3),
            "concentration_mol_per_l": float(f"{flask.concentration_mol_per_l:.3g}"),
        }
        for ax, what in zip(line, ("temperature", "time"), strict=True):
            values, recipes = varied[ours[what]]
            answer = model.predict(recipes)
            low, high = answer.interval(0.9)
            x, places, balance, reach = theirs[what]
            own = np.log(values / minutes) if what == "time" else values - celsius
            record[f"{what}_predicted"] = round(slope(own, answer.size_nm, reach), 3)
            record[f"{what}_balance"] = round(slope(x, balance, reach), 3)
            ax.fill_between(values, low, high, color=GREY, alpha=0.25, linewidth=0)
            ax.plot(values, answer.size_nm, color=BLUE, label="predictor")
            ax.plot(places, balance, color=ORANGE, label="population balance")
            ax.axvline(celsius if what == "temperature" else minutes, color=GREY, linewidth=0.6)
            ax.set_xlabel(ours[what], fontsize=8)
            ax.tick_params(labelsize=7)
            ax.set_yscale("log")
            plain_ticks(ax.yaxis, np.geomspace(low.min(), high.max(), 5).tolist())
            if what == "time":
                ax.set_xscale("log")
                plain_ticks(ax.xaxis, np.geomspace(values[0], values[-1], 5).tolist())
            rows += [
                {"flask": name, "varied": what, "value": f"{v:.5g}", "predicted_nm": f"{p:.4g}",
                 "balance_nm": "" if not math.isfinite(b) else f"{b:.4g}"}
                for v, b in zip(places, balance, strict=True)
                for p in [float(np.interp(v, values, answer.size_nm))]
            ]  # fmt: skip
        line[0].set_ylabel(f"{name}\nsize, nm", fontsize=8)
        summary[name] = record
    axes[0, 0].legend(frameon=False, fontsize=7)
    OUT.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, dpi=110)
    with (OUT / "curves.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    write_text(OUT / "summary.json", json.dumps(summary, indent=1) + "\n")
    print(json.dumps(summary, indent=1))


if __name__ == "__main__":
    main()

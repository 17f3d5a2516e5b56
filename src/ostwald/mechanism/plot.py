"""Pictures of simulations and fits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ostwald._files import atomic_path
from ostwald.plotting import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, new_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from ostwald.mechanism.population import Population
    from ostwald.mechanism.regimes import Regime
    from ostwald.mechanism.series import SizeSeries

_REGIME_COLOURS = {"nucleation": ORANGE, "growth": GREEN, "ripening": SKY}


def plot_population(
    population: Population,
    regimes: Sequence[Regime],
    target: Path,
    series: SizeSeries | None = None,
) -> None:
    """Draw size, spread, particles and supersaturation against time.

    Args:
        population: What is in the flask.
        regimes: What rules each stretch of time; drawn as the ground.
        target: File to write; its suffix names the format (png, svg, pdf).
        series: Measured sizes to draw as points.

    Raises:
        InputError: The file cannot be written.
    """
    minutes = population.time_s / 60.0
    heated = bool(np.ptp(population.temperature_c) > 1.0)
    figure = new_figure(8.0, 6.0)
    panels = figure.subplots(2, 2, sharex=True).ravel()
    size, spread, particles, supply = panels
    size.plot(minutes, population.diameter_nm, color=BLUE)
    size.set_ylabel("mean diameter, nm")
    spread.plot(minutes, population.spread_percent, color=BLUE)
    spread.set_ylabel("spread, %")
    if series is not None:
        size.errorbar(
            series.time_s / 60.0, series.size_nm, series.size_error_nm,
            fmt="o", color="black", markersize=3, linewidth=1,
        )  # fmt: skip
        spread.plot(series.time_s / 60.0, series.spread_percent, "o", color="black", markersize=3)
    particles.plot(minutes, 1e6 * population.particles, color=BLUE)
    particles.set_ylabel("particles, µmol/L")
    supply.plot(minutes, population.supersaturation, color=PURPLE)
    supply.set_yscale("log")
    supply.set_ylim(bottom=max(0.3, float(np.nanmin(population.supersaturation))))
    supply.set_ylabel("supersaturation")
    if heated:
        twin = supply.twinx()
        twin.plot(minutes, population.temperature_c, color=GREY, linewidth=1)
        twin.set_ylabel("temperature, °C (grey)")
    for axes in panels:
        _ground(axes, regimes, logarithmic=not heated)
        axes.grid(color=GREY, alpha=0.25)
    for axes in (size, spread, particles):
        axes.set_ylim(bottom=0)
    for axes in panels[2:]:
        axes.set_xlabel("time, min")
    _legend(size, regimes)
    with atomic_path(target) as path:
        figure.savefig(path)


def _ground(axes: Axes, regimes: Sequence[Regime], *, logarithmic: bool) -> None:
    for regime in regimes:
        colour = _REGIME_COLOURS.get(regime.name)
        if colour is not None:
            axes.axvspan(
                regime.start_s / 60.0, regime.end_s / 60.0, color=colour, alpha=0.15, linewidth=0
            )
    if logarithmic:
        axes.set_xscale("log")


def _legend(axes: Axes, regimes: Sequence[Regime]) -> None:
    from matplotlib.patches import Patch

    names = dict.fromkeys(r.name for r in regimes if r.name in _REGIME_COLOURS)
    axes.legend(
        handles=[Patch(color=_REGIME_COLOURS[name], alpha=0.3, label=name) for name in names],
        fontsize="small",
        frameon=False,
        loc="best",
    )

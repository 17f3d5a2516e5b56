"""Pictures of spectra and of the course of a synthesis."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ostwald._files import atomic_path
from ostwald.optics.bands import find_bands
from ostwald.optics.energies import wavelength_nm
from ostwald.optics.sample import OpticalSample
from ostwald.optics.spectrum import Spectrum
from ostwald.plotting import BLACK, BLUE, GREY, ORANGE, PALETTE, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ostwald.optics.course import Course

_MOST_SPECTRA = 12


def plot_spectra(
    spectra: Sequence[Spectrum], samples: Sequence[OpticalSample], target: Path
) -> None:
    """Draw spectra with their first peak, the fit and what lies under it.

    Args:
        spectra: The spectra; at most the first twelve are drawn.
        samples: What they say, one each.
        target: File to write; its suffix names the format (png, svg, pdf).

    Raises:
        InputError: The file cannot be written.
    """
    figure = new_figure(7.0, 4.2)
    axes = figure.subplots()
    pairs = list(zip(spectra, samples, strict=True))[:_MOST_SPECTRA]
    for number, (spectrum, sample) in enumerate(pairs):
        colour = PALETTE[number % len(PALETTE)]
        label = f"{sample.name or sample.material}: {sample.size_nm:.3g} nm"
        axes.plot(
            spectrum.wavelength_nm, spectrum.absorbance, color=colour, linewidth=1, label=label
        )
        axes.axvline(sample.peak_nm, color=colour, linewidth=0.8, linestyle=":")
        if len(pairs) == 1:
            bands = find_bands(spectrum)
            x = wavelength_nm(bands.energy_ev)
            axes.plot(x, bands.fitted, color=ORANGE, linewidth=1.5, label="fit")
            axes.plot(x, bands.background, color=GREY, linewidth=1, label="under the peaks")
    axes.set_xlabel("wavelength, nm")
    axes.set_ylabel("absorbance")
    axes.legend(fontsize="small", frameon=False)
    with atomic_path(target) as path:
        figure.savefig(path)


def plot_course(course: Course, target: Path) -> None:
    """Draw size, spread and concentration against time.

    Args:
        course: The course, with one point at least.
        target: File to write; its suffix names the format (png, svg, pdf).

    Raises:
        InputError: The file cannot be written.
    """
    times = np.array([p.time_min for p in course.points])
    spreads = [p.sample.spread_percent for p in course.points]
    amounts = [p.sample.concentration_um for p in course.points]
    rows = 1 + any(s is not None for s in spreads) + any(a is not None for a in amounts)
    figure = new_figure(7.0, 1.4 + 2.0 * rows)
    panels = list(np.atleast_1d(figure.subplots(rows, 1, sharex=True)))
    _draw_sizes(course, panels.pop(0), times)
    for values, label in ((spreads, "spread at most, %"), (amounts, "particles, µmol/L")):
        if any(value is not None for value in values):
            axes = panels.pop(0)
            axes.plot(times, np.array(values, dtype=float), "o", color=BLUE, markersize=4)
            axes.set_ylabel(label)
            axes.set_ylim(0, 1.1 * max(v for v in values if v is not None))
            axes.grid(color=GREY, alpha=0.3)
    figure.axes[-1].set_xlabel("time, min")
    with atomic_path(target) as path:
        figure.savefig(path)


def _draw_sizes(course: Course, axes: Axes, times: np.ndarray) -> None:
    sizes = np.array([p.sample.size_nm for p in course.points])
    doubtful = np.array([bool(p.sample.doubts) for p in course.points])
    axes.plot(
        times[~doubtful], sizes[~doubtful], "o", color=BLUE, markersize=4, label=course.material
    )
    if doubtful.any():
        axes.plot(
            times[doubtful], sizes[doubtful], "o", color=ORANGE, markersize=4, label="doubtful"
        )
    law = course.law()
    if law is not None:
        end = times.max()
        when = course.target(law)
        if when is not None and when["time_min"] is not None:
            end = max(end, when["time_min"])
            axes.plot(
                [when["time_min"]],
                [when["size_nm"]],
                "*",
                color=BLACK,
                markersize=10,
                label=f"{when['size_nm']:g} nm at {when['time_min']:.3g} min",
            )
        grid = np.linspace(times.min(), end, 200)
        axes.plot(grid, law.size_nm(grid), color=BLACK, linewidth=1, label=law.name)
    axes.set_ylabel("size, nm")
    axes.grid(color=GREY, alpha=0.3)
    axes.legend(fontsize="small", frameon=False)

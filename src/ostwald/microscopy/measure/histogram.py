"""Histogram of particle sizes, ready for a paper."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ostwald._files import atomic_path
from ostwald.microscopy.measure.statistics import size_statistics

_BLUE, _ORANGE, _GREEN = "#56B4E9", "#D55E00", "#009E73"
_FEWEST_FOR_FIT = 5
_MOST_BINS = 60


def write_histogram(
    diameters: NDArray[np.float64], unit: str, path: Path, title: str | None = None
) -> None:
    """Draw the distribution of diameters with fitted normal and log-normal curves.

    Args:
        diameters: (n,) equal-area diameters, at least one.
        unit: ``"nm"`` or ``"px"``.
        path: The PNG file.
        title: Printed above.

    Raises:
        InputError: It cannot be written.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.0, 3.6), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    edges = bin_edges(diameters)
    axes.hist(diameters, bins=edges.tolist(), color=_BLUE, edgecolor="white", linewidth=0.6)
    if diameters.size >= _FEWEST_FOR_FIT and float(np.ptp(diameters)) > 0:
        x = np.linspace(edges[0], edges[-1], 300)
        counts = diameters.size * (edges[1] - edges[0])
        axes.plot(x, counts * normal_density(x, diameters), color=_ORANGE, label="normal")
        axes.plot(
            x, counts * log_normal_density(x, diameters), color=_GREEN, ls="--", label="log-normal"
        )
        axes.legend(frameon=False, fontsize=8)
    axes.set_xlabel(f"Equal-area diameter ({unit})")
    axes.set_ylabel("Particles")
    axes.spines[["top", "right"]].set_visible(False)
    # Names are printed as they are: a dollar sign in one begins no formula.
    axes.set_title(_caption(diameters, unit, title), fontsize=9, parse_math=False)
    with atomic_path(path) as temporary, warnings.catch_warnings():
        # A name in letters that the font lacks is drawn as boxes; its file is called by it anyway.
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(temporary, format="png")


def bin_edges(diameters: NDArray[np.float64]) -> NDArray[np.float64]:
    """Choose bins by the rule of Freedman and Diaconis (doi 10.1007/BF01025868).

    Args:
        diameters: (n,) diameters, at least one.

    Returns:
        Edges of equally wide bins.
    """
    low, high = float(diameters.min()), float(diameters.max())
    if high <= low:
        return np.array([low - 0.5, low + 0.5])
    quartiles = np.percentile(diameters, [25, 75])
    width = 2.0 * float(quartiles[1] - quartiles[0]) / diameters.size ** (1 / 3)
    count = int(np.clip(np.ceil((high - low) / width), 5, _MOST_BINS)) if width > 0 else 10
    return np.linspace(low, high, count + 1)


def normal_density(x: NDArray[np.float64], sample: NDArray[np.float64]) -> NDArray[np.float64]:
    """Density of the normal distribution with the sample's mean and standard deviation."""
    mean, std = float(sample.mean()), float(sample.std(ddof=1))
    return np.asarray(np.exp(-0.5 * ((x - mean) / std) ** 2) / (std * np.sqrt(2 * np.pi)))


def log_normal_density(x: NDArray[np.float64], sample: NDArray[np.float64]) -> NDArray[np.float64]:
    """Density of the log-normal distribution fitted to the sample's logarithms."""
    positive = np.maximum(x, 1e-12)
    return normal_density(np.log(positive), np.log(sample)) / positive


def _caption(diameters: NDArray[np.float64], unit: str, title: str | None) -> str:
    numbers = size_statistics(diameters)
    if numbers is None:
        return title or ""
    text = f"{numbers.mean:.3g} {unit}, n = {numbers.count}"
    if numbers.std is not None:
        percent = numbers.distribution_percent
        text = (
            f"{numbers.mean:.3g} ± {numbers.std:.2g} {unit} ({percent:.1f} %), n = {numbers.count}"
        )
    return f"{title}\n{text}" if title else text

"""An explanation as a picture: from the typical flask to this one, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ostwald._files import atomic_path
from ostwald.explain.explanation import Explanation
from ostwald.plotting import BLACK, BLUE, GREY, ORANGE, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_BARS = 14


def plot_explanation(explanation: Explanation, target: Path) -> None:
    """Draw what each chemical and condition adds, from the typical size to this one.

    Args:
        explanation: What to draw; small contributions beyond the 14 largest are put together.
        target: File to write; its suffix names the format (png, svg, pdf).

    Raises:
        InputError: The file cannot be written.
    """
    shown = explanation.contributions[:MOST_BARS]
    rest = sum(one.nm for one in explanation.contributions[MOST_BARS:])
    bars: list[tuple[str, float, tuple[float, float] | None]] = [
        (f"{one.what}\n{one.typically} → {one.here}", one.nm, one.interval_nm) for one in shown
    ]
    if len(explanation.contributions) > MOST_BARS:
        bars.append(("all others", rest, None))
    figure = new_figure(8.0, 1.6 + 0.52 * (len(bars) + 2))
    axes = figure.subplots()
    name = explanation.prediction.id or explanation.prediction.product
    axes.set_title(f"{name}: from the typical flask to this one", fontsize="medium", loc="left")
    _draw(axes, explanation, bars)
    with atomic_path(target) as path:
        figure.savefig(path)


def _draw(
    axes: Axes,
    explanation: Explanation,
    bars: list[tuple[str, float, tuple[float, float] | None]],
) -> None:
    position = explanation.typical_nm
    axes.plot([position], [0], "D", color=BLACK)
    labels = [f"typical {explanation.typical.of}"]
    for row, (label, nm, interval) in enumerate(bars, start=1):
        axes.barh(row, nm, left=position, height=0.6, color=BLUE if nm < 0 else ORANGE)
        if interval is not None:
            ends = [position + interval[0], position + interval[1]]
            axes.plot(ends, [row, row], color=BLACK, linewidth=1.2, marker="|", markersize=6)
        axes.plot([position, position], [row - 1, row + 0.3], color=GREY, linewidth=0.8)
        sign = "+" if nm >= 0 else "−"
        axes.annotate(
            f"{sign}{abs(nm):.2f}",
            (max(position, position + nm, interval[1] + position if interval else position), row),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
        )
        position += nm
        labels.append(label)
    axes.plot([position], [len(bars) + 1], "o", color=BLACK)
    axes.plot([position] * 2, [len(bars), len(bars) + 1], color=GREY, linewidth=0.8)
    labels.append("this flask")
    axes.set_yticks(range(len(labels)), labels, fontsize="small")
    axes.invert_yaxis()
    axes.set_xlim(*_limits(explanation.typical_nm, bars))
    coverage = explanation.prediction.size.coverage
    known = any(interval is not None for _, _, interval in bars)
    lines = f"; lines: {coverage * 100:g} % interval of each step" if known else ""
    axes.set_xlabel(f"equal-area diameter, nm{lines}")
    axes.grid(axis="x", color=GREY, alpha=0.3)


def _limits(
    start: float, bars: list[tuple[str, float, tuple[float, float] | None]]
) -> tuple[float, float]:
    """Return ends that hold every bar, every interval and the numbers beside them."""
    reached = [start]
    position = start
    for _, nm, interval in bars:
        reached += [position + end for end in interval or ()]
        position += nm
        reached.append(position)
    span = max(max(reached) - min(reached), 0.1 * start, 0.1)
    return min(reached) - 0.06 * span, max(reached) + 0.14 * span

"""Colours and figures that all plots share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# The palette of Okabe and Ito (https://jfly.uni-koeln.de/color/), told apart by nearly everyone.
BLACK = "#000000"
ORANGE = "#E69F00"
SKY = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#999999"
SEVERITY_STYLES = {"impossible": f"bold {VERMILION}", "doubtful": f"bold {ORANGE}", "note": BLUE}
PALETTE = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW, BLACK, GREY)


def new_figure(width_in: float, height_in: float) -> Figure:
    """Return an empty figure that needs no display and no global state.

    Args:
        width_in: Width in inches.
        height_in: Height in inches.

    Returns:
        A figure with a drawing surface of its own; save it with ``savefig``.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_in, height_in), layout="constrained", dpi=150)
    FigureCanvasAgg(figure)
    return figure

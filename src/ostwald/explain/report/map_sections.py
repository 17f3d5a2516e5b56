"""Maps: flasks laid out by likeness, and PbSe over oleylamine and oleic acid."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ostwald.explain.report.section import Section, Sources, Table
from ostwald.models.base import FloatArray
from ostwald.plotting import PALETTE, new_figure
from ostwald.recipes.shapes import SHAPES, read_shape

PBSE_COMMAND = "python -m benchmarks pbse_map"
EMBEDDING_COMMAND = "python -m benchmarks embedding_map"
PAPER_MAP = "figures/fig3de_pbse_ola_oa_sweep.csv"
MAP_COLUMNS = ("oleylamine_mmol", "oleic_acid_mmol", "size_nm")
PAPER_SHAPE_CODES = {1: "sphere", 2: "rhombus", 3: "cube"}


def embedding_section(sources: Sources) -> Section:
    """Draw recipes laid out by likeness, ours and the paper's, coloured by shape."""
    import pandas as pd

    section = Section(
        "embedding",
        "Recipes laid out by likeness",
        of_paper="the t-SNE map of recipe embeddings",
        command=EMBEDDING_COMMAND,
    )
    rows = sources.rows(section, "embedding_map/map.csv", EMBEDDING_COMMAND)
    path = sources.published(section, "figures/fig3c_tsne.csv")
    names = sources.published(section, "shapes_list.txt")
    panels: list[tuple[str, FloatArray, list[str]]] = []
    if rows:
        at = np.array([[float(row["x"]), float(row["y"])] for row in rows])
        panels.append(("here: flasks after their reactions", at, [row["shape"] for row in rows]))
    if path is not None and names is not None:
        labels = [read_shape(line) for line in names.read_text("utf-8").splitlines() if line]
        paper = pd.read_csv(path)
        at = paper[["x", "y"]].to_numpy()
        shapes = [labels[int(k)] for k in paper.iloc[:, 2]]
        panels.append(("the paper: its network's embedding", at, shapes))
    if not panels:
        return section
    figure = new_figure(4.6 * len(panels), 4.9)
    shown = [s for s in SHAPES if any(s in shapes for _, _, shapes in panels)]
    for axes, (title, at, shapes) in zip(
        np.atleast_1d(figure.subplots(1, len(panels))), panels, strict=True
    ):
        for shape in shown:
            of_shape = at[np.array(shapes) == shape]
            axes.plot(
                *of_shape.T,
                "o" if SHAPES.index(shape) < len(PALETTE) else "^",
                color=PALETTE[SHAPES.index(shape) % len(PALETTE)],
                markersize=2.2 if SHAPES.index(shape) < len(PALETTE) else 3.2,
                alpha=0.6,
                label=shape,
            )
        axes.set_title(title, fontsize="medium")
        axes.set_xticks([])
        axes.set_yticks([])
    handles, names_shown = figure.axes[0].get_legend_handles_labels()
    figure.legend(
        handles,
        names_shown,
        loc="outside lower center",
        ncols=6,
        markerscale=3,
        fontsize="small",
        frameon=False,
    )
    caption = "Each point a recipe; neighbours are alike. Axes have no meaning of their own."
    sources.draw(section, "", figure, caption)
    section.differs = (
        "The paper's layout is of a network that was trained on shapes, so that shapes fall apart "
        "in it by construction; ours is of what is in the flask, and has seen no outcome."
    )
    return section


def pbse_section(sources: Sources) -> Section:
    """Draw size and shape of PbSe over oleylamine and oleic acid, ours and the paper's."""
    section = Section(
        "pbse",
        "PbSe over oleylamine and oleic acid",
        of_paper="Figure 3d and e: 1,599 virtual recipes",
        command=PBSE_COMMAND,
    )
    rows = sources.rows(section, "pbse_map/map.csv", PBSE_COMMAND)
    summary = sources.json(section, "pbse_map/summary.json", PBSE_COMMAND)
    path = sources.published(section, PAPER_MAP)
    maps: list[tuple[str, FloatArray, FloatArray, FloatArray, list[str]]] = []
    known: NDArray[np.bool_] | None = None
    if rows:
        numbers = np.array([[float(row[name]) for name in MAP_COLUMNS] for row in rows])
        maps.append(("here", *numbers.T, [row["shape"] for row in rows]))
        known = np.array([row["in_domain"] == "True" for row in rows])
    if path is not None:
        maps.append(("the paper", *read_paper_map(path)))
    if not maps:
        return section
    figure = new_figure(8.6, 3.7 * len(maps))
    everything = np.concatenate([one[3] for one in maps])
    low, high = float(everything.min()), float(everything.max())
    grid = figure.subplots(len(maps), 2, sharex=True, sharey=True, squeeze=False)
    for k, (title, ola, oa, size, shape) in enumerate(maps):
        x, y = np.unique(ola), np.unique(oa)
        sizes = _grid(x, y, ola, oa, size)
        image = grid[k, 0].pcolormesh(x, y, sizes, cmap="viridis", vmin=low, vmax=high)
        figure.colorbar(image, ax=grid[k, 0])
        codes = _grid(x, y, ola, oa, np.array([float(SHAPES.index(s)) for s in shape]))
        _draw_shapes(grid[k, 1], x, y, codes)
        grid[k, 0].set_title(f"{title}: size, nm", fontsize="medium")
        grid[k, 1].set_title(f"{title}: shape", fontsize="medium")
        grid[k, 0].set_ylabel("oleic acid, mmol")
        if title == "here" and known is not None:
            outside = _grid(x, y, ola, oa, (~known).astype(float))
            if outside.max() > outside.min():
                for axes in grid[k]:
                    axes.contourf(x, y, outside, [0.5, 1.5], colors="none", hatches=["////"])
    for axes in grid[-1]:
        axes.set_xlabel("oleylamine, mmol")
    caption = (
        "Size and likeliest shape with 4 mmol PbO, 6 mmol Se, 37.5 mmol ODE, 6.7 mmol TOP, "
        "180 degC, 20 min."
    )
    if known is not None:
        caption += " All of it is known ground." if known.all() else " Hatched: not known ground."
    sources.draw(section, "", figure, caption)
    if summary is not None:
        agree = summary["against_paper"]
        section.tables.append(
            Table(
                ["", "value", "aim"],
                [
                    ["Spearman of sizes", f"{agree['size_spearman']:.2f}", ">= 0.6"],
                    ["equal shapes", f"{agree['shapes_equal'] * 100:.0f} %", ">= 70 %"],
                    ["on known ground here", f"{agree['share_in_domain'] * 100:.0f} %", ""],
                    ["sizes here", _range(agree["size_range_nm"]), ""],
                    ["sizes of the paper", _range(agree["paper_size_range_nm"]), ""],
                ],
            )
        )
        section.differs = summary["verdict"]
    return section


def _range(ends: list[float]) -> str:
    return f"{ends[0]:.1f} to {ends[1]:.1f} nm"


def read_paper_map(path: Path) -> tuple[FloatArray, FloatArray, FloatArray, list[str]]:
    """Read the paper's map of PbSe.

    Args:
        path: ``fig3de_pbse_ola_oa_sweep.csv``.

    Returns:
        Oleylamine and oleic acid in mmol, size in nm, and shape.
    """
    import pandas as pd

    table = pd.read_csv(path)
    shapes = [PAPER_SHAPE_CODES[int(k)] for k in table["Shape"]]
    ola, oa, size = (table[name].to_numpy(float) for name in ("D1", "F1", "Y1"))
    return ola, oa, size, shapes


def _grid(
    x: FloatArray, y: FloatArray, at_x: FloatArray, at_y: FloatArray, values: FloatArray
) -> FloatArray:
    grid = np.full((len(y), len(x)), np.nan)
    grid[np.searchsorted(y, at_y), np.searchsorted(x, at_x)] = values
    return grid


def _draw_shapes(axes: object, x: FloatArray, y: FloatArray, codes: FloatArray) -> None:
    from matplotlib.axes import Axes
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Patch

    assert isinstance(axes, Axes)  # noqa: S101 - subplots are axes
    present = [int(k) for k in np.unique(codes[np.isfinite(codes)])]
    colours = [PALETTE[k % len(PALETTE)] for k in present]
    places = np.full(codes.shape, np.nan)
    for place, k in enumerate(present):
        places[codes == k] = place
    axes.pcolormesh(x, y, places, cmap=ListedColormap(colours), vmin=-0.5, vmax=len(present) - 0.5)
    axes.legend(
        handles=[Patch(color=c, label=SHAPES[k]) for c, k in zip(colours, present, strict=True)],
        loc="center left",
        bbox_to_anchor=(1.0, 0.5),
        fontsize="small",
        frameon=False,
    )

"""What the published data set holds."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ostwald.explain.report.section import Section, Sources, Table
from ostwald.plotting import BLUE, GREY, ORANGE, new_figure
from ostwald.recipes.shapes import read_shape

RAW = {"recipes": "3,508", "papers": "806", "own": "427", "compositions": "348"}
"""Counted in the raw workbook of doi 10.1021/acsnano.5c09134, commit bd4191c of its repository."""


def data_section(sources: Sources) -> Section:
    """Count recipes, papers, products, sizes and shapes of the training table."""
    import pandas as pd

    section = Section(
        "data",
        "The data set",
        of_paper="the description of the data set",
        command="ostwald data check",
    )
    path = sources.published(section, "training_table.csv")
    join = sources.published(section, "training_row_to_doi.csv")
    names = sources.published(section, "shapes_list.txt")
    if path is None or join is None or names is None:
        return section
    table = pd.read_csv(path)
    doi = pd.read_csv(join)["doi"]
    shapes = [line.strip() for line in names.read_text("utf-8").splitlines() if line.strip()]
    papers = {str(one).lower() for one in doi.dropna() if one != "self-synthesis"}
    products = table["T2"].str.replace(r"-\d+$", "", regex=True)
    section.tables.append(
        Table(
            ["", "raw workbook", "training table, used here"],
            [
                ["recipes", RAW["recipes"], f"{len(table):,}"],
                ["papers with a DOI", RAW["papers"], f"{len(papers):,}"],
                ["own syntheses", RAW["own"], f"{int((doi == 'self-synthesis').sum()):,}"],
                [
                    "compositions",
                    RAW["compositions"],
                    f"{table['T2'].nunique():,} labels, {products.nunique():,} formulas",
                ],
                ["median size", "", f"{table['Y1'].median():.3g} nm"],
                ["at most 20 nm", "", f"{(table['Y1'] <= 20).mean() * 100:.0f} %"],
            ],
        )
    )
    figure = new_figure(9.0, 3.4)
    sizes, kinds, most = figure.subplots(1, 3)
    sizes.hist(np.log10(table["Y1"].clip(0.5)), bins=48, color=BLUE)
    sizes.set_xticks([0, 1, 2, 3], ["1", "10", "100", "1000"])
    sizes.set_xlabel("equal-area diameter, nm")
    sizes.set_ylabel("recipes")
    counts = Counter(shapes[int(k)] for k in table["Y3"])
    labels = [name for name, _ in counts.most_common()][::-1]
    kinds.barh([read_shape(x) for x in labels], [counts[x] for x in labels], color=ORANGE)
    kinds.set_xscale("log")
    kinds.set_xlabel("recipes, by shape")
    top = products.value_counts().head(12)[::-1]
    most.barh(top.index.tolist(), top.to_numpy(), color=GREY)
    most.set_xlabel("recipes, by product")
    for axes in (sizes, kinds, most):
        axes.tick_params(labelsize="small")
    caption = (
        "Recipes of the training table by size, by shape (logarithmic axis), and of the twelve "
        "products made most often."
    )
    sources.draw(section, "", figure, caption)
    section.differs = (
        "The paper counts its raw workbook; the table that its model was trained on, and ours, has "
        "19 recipes fewer. Polymorphs of one formula are one formula here."
    )
    return section

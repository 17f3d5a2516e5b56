"""Which parts of a recipe decide: three ways, beside the paper's attention."""

from __future__ import annotations

import numpy as np

from ostwald.explain.influence import ATTENTION, REPLACEMENT, SHAPLEY
from ostwald.explain.report.section import Section, Sources, Table
from ostwald.plotting import BLUE, GREEN, ORANGE, new_figure

COMMAND = "python -m benchmarks influence"
_COLOURS = {REPLACEMENT: BLUE, SHAPLEY: ORANGE, ATTENTION: GREEN}
_MEASURES = {
    "size": "mean absolute change of the logarithm of size",
    "shape": "probability that moves to other shapes",
}
_LAYERS = "figures/fig4c_attention_layer_counts.csv"


def influence_section(sources: Sources) -> Section:
    """Draw influence by category, three ways, and count what the paper's attention favours."""
    section = Section(
        "influence",
        "Which parts of a recipe decide",
        of_paper="Figure 4: composition > precursor or ligand > solvent, by attention",
        command=f"{COMMAND}, then the same with --attention",
    )
    _paper(section, sources)
    said = sources.json(section, "influence/summary.json", COMMAND)
    if said is None:
        return section
    for target in ("size", "shape"):
        ways = {w: v for w, v in said["ways"][target].items() if w in _COLOURS}
        names = list(dict.fromkeys(name for of_way in ways.values() for name in of_way))
        figure = new_figure(7.6, 1.2 + 0.38 * len(names))
        axes = figure.subplots()
        height = 0.8 / len(ways)
        axes.set_yticks(range(len(names)), names)
        for k, (way, of_way) in enumerate(ways.items()):
            most = max(one["mean"] for one in of_way.values())
            for row, name in enumerate(names):
                one = of_way.get(name)
                if one is None:
                    continue
                at = row + (k - (len(ways) - 1) / 2) * height
                mean, (low, high) = one["mean"] / most, (end / most for end in one["ci95"])
                label = _title(way) if name == next(iter(of_way)) else None
                axes.barh(at, mean, height, color=_COLOURS[way], label=label)
                axes.plot([low, high], [at, at], color="black", linewidth=1)
        axes.invert_yaxis()
        axes.set_xlabel(f"influence on {target}; the largest of each way = 1")
        figure.legend(loc="outside upper center", ncols=3, frameon=False, fontsize="small")
        caption = (
            f"Influence on {target} on held-out papers, the largest of each way set to 1; lines "
            "are 95 % intervals that resample papers."
            + (" Attention sees temperature, time and heating rate as one." * (ATTENTION in ways))
        )
        sources.draw(section, target, figure, caption)
        section.tables.append(
            Table(
                ["part", *map(_title, ways)],
                [
                    [
                        name,
                        *(
                            f"{v[name]['mean']:.3f} (rank {v[name]['rank']})" if name in v else "-"
                            for v in ways.values()
                        ),
                    ]
                    for name in names
                ],
                f"Influence on {target}: {_MEASURES[target]}"
                + (" (attention: share of what is read)." if ATTENTION in ways else "."),
            )
        )
    section.tables.append(
        Table(
            ["ways", "target", "Spearman", "95 % interval, papers"],
            [
                [
                    one["ways"].replace(SHAPLEY, _title(SHAPLEY)),
                    one["target"],
                    f"{one['spearman']:.2f}",
                    f"{one['ci95'][0]:.2f} to {one['ci95'][1]:.2f}",
                ]
                for one in said["agreement"]
            ],
            "How far the ways agree on the order of the parts that both have.",
        )
    )
    section.text.append(
        "Replacement swaps one part for that of another published flask; Shapley values share out "
        "what all swaps do together; attention says what a transformer reads from a part, which is "
        "no effect and has no direction."
    )
    if ATTENTION not in said["ways"]["size"]:
        section.missing.append(
            f"attention on held-out papers has not been run; made by: {COMMAND} --attention"
        )
    section.differs = said["verdict"]
    return section


def _title(way: str) -> str:
    return "Shapley" if way == SHAPLEY else way


def _paper(section: Section, sources: Sources) -> None:
    import pandas as pd

    path = sources.published(section, _LAYERS)
    if path is None:
        return
    table = pd.read_csv(path)
    names = {"qd": "composition"} | {one: one for one in ("precursor", "ligand", "solvent")}
    share = table[list(names)].div(table[list(names)].sum(axis=1), axis=0)
    figure = new_figure(7.6, 3.0)
    axes = figure.subplots()
    left = np.zeros(len(table))
    for (column, name), colour in zip(names.items(), (BLUE, ORANGE, GREEN, "#CC79A7"), strict=True):
        axes.barh(table["layer"], share[column], left=left, color=colour, label=name)
        left += share[column].to_numpy()
    axes.set_yticks(table["layer"].tolist())
    axes.invert_yaxis()
    axes.set_ylabel("layer of the paper's network")
    axes.set_xlabel("share of recipes in which the part is looked at most")
    figure.legend(loc="outside upper center", ncols=4, frameon=False, fontsize="small")
    sources.draw(section, "paper", figure, "The paper's own counts: what each layer looks at most.")

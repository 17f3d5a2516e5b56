"""Which parts of a recipe decide: three ways, beside the paper's attention."""

from __future__ import annotations

import numpy as np

from ostwald.explain.influence import ATTENTION, REPLACEMENT, SHAPLEY
from ostwald.explain.report.section import Section, Sources, Table
from ostwald.plotting import BLUE, GREEN, ORANGE, new_figure

COMMAND = "python -m benchmarks influence"
_COLOURS = {REPLACEMENT: BLUE, SHAPLEY: ORANGE, ATTENTION: GREEN}
_LAYERS = "figures/fig4c_attention_layer_counts.csv"


def influence_section(sources: Sources) -> Section:
    """Draw influence by category, three ways, and count what the paper's attention favours."""
    section = Section(
        "influence",
        "Which parts of a recipe decide",
        of_paper="Figure 4: composition > precursor or ligand > solvent, by attention",
        command=COMMAND,
    )
    _paper(section, sources)
    said = sources.json(section, "influence/summary.json", COMMAND)
    if said is None:
        return section
    for target in ("size", "shape"):
        ways = {w: v for w, v in said["ways"][target].items() if w in _COLOURS}
        names = list(next(iter(ways.values())))
        figure = new_figure(7.6, 4.4)
        axes = figure.subplots()
        height = 0.8 / len(ways)
        for k, (way, of_way) in enumerate(ways.items()):
            most = max(one["mean"] for one in of_way.values())
            for row, name in enumerate(names):
                one = of_way.get(name)
                if one is None:
                    continue
                at = row + (k - (len(ways) - 1) / 2) * height
                mean, (low, high) = one["mean"] / most, (end / most for end in one["ci95"])
                axes.barh(at, mean, height, color=_COLOURS[way], label=way if row == 0 else None)
                axes.plot([low, high], [at, at], color="black", linewidth=1)
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.set_xlabel(f"influence on {target}, the largest of each way = 1; lines: 95 %, papers")
        axes.legend(frameon=False, fontsize="small")
        sources.draw(section, target, figure, f"Influence on {target} on held-out papers.")
        section.tables.append(
            Table(
                ["part", *ways],
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
                f"Influence on {target}.",
            )
        )
    section.tables.append(
        Table(
            ["ways", "target", "Spearman", "95 % interval, papers"],
            [
                [
                    one["ways"],
                    one["target"],
                    f"{one['spearman']:.2f}",
                    f"{one['ci95'][0]:.2f} to {one['ci95'][1]:.2f}",
                ]
                for one in said["agreement"]
            ],
            "How far the ways agree on the order.",
        )
    )
    section.text.append(
        "Replacement swaps one part for that of another published flask; Shapley values share out "
        "what all swaps do together; attention says where a network looks, which is not an effect."
    )
    if ATTENTION not in said["ways"]["size"]:
        section.missing.append(
            f"attention on held-out papers has not been run; made by: {COMMAND} --attention"
        )
    section.differs = said["verdict"]
    return section


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
    axes.invert_yaxis()
    axes.set_ylabel("layer")
    axes.set_xlabel("share of recipes in which the part is looked at most (the paper)")
    figure.legend(loc="outside upper center", ncols=4, frameon=False, fontsize="small")
    sources.draw(section, "paper", figure, "The paper's own counts: what each layer looks at most.")

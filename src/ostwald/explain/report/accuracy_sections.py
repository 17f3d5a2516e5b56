"""How well sizes and shapes are predicted: parity, models, new compositions, confusion."""

from __future__ import annotations

from typing import Any

import numpy as np

from ostwald.evaluation.size_metrics import PUBLISHED_MAE_NM, size_metrics
from ostwald.explain.report.section import Section, Sources, Table
from ostwald.plotting import BLACK, BLUE, ORANGE, new_figure
from ostwald.recipes.shapes import SHAPES

EVALUATE = "ostwald evaluate --protocol {protocol} --model {model} --out {out}"
PAPER_SHAPES = {"accuracy": 0.893, "balanced_accuracy": 0.593}
"""Of the paper's shape model, which was given the measured size; balanced: mean recall over the
shapes that occur, from its own confusion matrix."""

PAPER_SIZE = {"mae_nm": 1.3995, "r2": 0.7198}


def evaluate_command(protocol: str, model: str) -> str:
    """Return the command behind a stored evaluation."""
    out = f"benchmarks/results/{protocol}/{model}"
    return EVALUATE.format(protocol=protocol, model=model, out=out)


def parity_section(sources: Sources) -> Section:
    """Draw predicted against measured sizes, ours and the paper's, on the paper's test rows."""
    import pandas as pd

    command = evaluate_command("published", sources.model)
    section = Section(
        "parity",
        "Predicted against measured sizes",
        of_paper="the parity plot of the size model",
        command=command,
    )
    rows = sources.rows(section, f"published/{sources.model}/predictions.csv", command)
    path = sources.published(section, "published_size_predictions.csv")
    panels: list[tuple[str, np.ndarray, np.ndarray, str]] = []
    if rows:
        true = np.array([float(row["true_size_nm"]) for row in rows])
        ours = np.array([float(row["predicted_size_nm"]) for row in rows])
        panels.append((f"here ({sources.model})", true, ours, BLUE))
    if path is not None:
        paper = pd.read_csv(path)
        panels.append(
            ("the paper", paper["true"].to_numpy(), paper["paper_pred"].to_numpy(), ORANGE)
        )
    if not panels:
        return section
    figure = new_figure(4.2 * len(panels), 4.1)
    for axes, (title, true, predicted, colour) in zip(
        np.atleast_1d(figure.subplots(1, len(panels), sharex=True, sharey=True)),
        panels,
        strict=True,
    ):
        axes.plot([0, 20], [0, 20], color=BLACK, linewidth=0.8)
        axes.plot(true, predicted, "o", color=colour, markersize=3, alpha=0.4)
        axes.set_title(title, fontsize="medium")
        axes.set_xlabel("measured, nm")
        axes.set_ylabel("predicted, nm")
        axes.set_xlim(0, 20.5)
        axes.set_ylim(0, 20.5)
        axes.set_aspect("equal")
    caption = "Equal-area diameters of the 617 test recipes of the paper's protocol."
    sources.draw(section, "", figure, caption)
    metrics = [(title, size_metrics(true, predicted)) for title, true, predicted, _ in panels]
    section.tables.append(
        Table(
            ["", "recipes", "MAE, nm", "RMSE, nm", "R²"],
            [
                [
                    title,
                    str(len(panel[1])),
                    f"{m['mae_nm']:.3f}",
                    f"{m['rmse_nm']:.3f}",
                    f"{m['r2']:.3f}",
                ]
                for (title, m), panel in zip(metrics, panels, strict=True)
            ],
        )
    )
    section.differs = (
        "Same rows, same folds. The paper chose its checkpoint on the test fold; nothing here saw "
        "one. 96 % of these recipes have their paper in training as well: the next section shows "
        "what is left when whole papers are held out."
    )
    return section


def models_section(sources: Sources) -> Section:
    """List all models under the paper's protocol and with whole papers held out."""
    section = Section(
        "models",
        "Models compared",
        of_paper="the table of models",
        command="ostwald evaluate --protocol published --model all "
        "--out benchmarks/results/published (and --protocol doi)",
    )
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for protocol in ("published", "doi"):
        folder = sources.results / protocol
        for path in sorted(folder.glob("*/summary.json")) if folder.is_dir() else []:
            said = sources.json(section, f"{protocol}/{path.parent.name}/summary.json", "")
            if said is not None:
                found.setdefault(path.parent.name, {})[protocol] = said
        if not folder.is_dir():
            section.missing.append(
                f"{protocol} is not there; made by: {evaluate_command(protocol, sources.model)}"
            )
    if not found:
        return section
    rows = [
        [
            "the paper",
            f"{PAPER_SIZE['mae_nm']:.3f}",
            f"{PAPER_SIZE['r2']:.3f}",
            f"{PAPER_SHAPES['accuracy']:.3f} *",
            f"{PAPER_SHAPES['balanced_accuracy']:.3f} *",
            "not done",
            "not done",
        ]
    ]
    for name in sorted(found, key=lambda name: _mae(found[name])):
        published, doi = found[name].get("published"), found[name].get("doi")
        shown = f"{name} (ships)" if name == sources.model else name
        rows.append([shown, *_cells(published), *_doi_cells(doi)])
    section.tables.append(
        Table(
            [
                "model",
                "MAE, nm",
                "R²",
                "shape accuracy",
                "mean recall",
                "MAE, nm, papers held out",
                "shape accuracy, papers held out",
            ],
            rows,
            "* The paper's shape model was given the measured size.",
        )
    )
    section.differs = _lead(found)
    return section


def _lead(found: dict[str, dict[str, dict[str, Any]]]) -> str:
    """Say how much better than the median the best model is, under each protocol."""
    leads = []
    for protocol, words in (("published", "on the paper's folds"), ("doi", "on papers held out")):
        errors = {
            name: of[protocol]["size"]["mae_nm"] for name, of in found.items() if protocol in of
        }
        if "median" in errors and len(errors) > 1:
            best = min(errors, key=errors.__getitem__)
            leads.append(
                f"{words} the best ({best}) is {errors['median'] - errors[best]:.2f} nm better "
                "than the median alone"
            )
    if not leads:
        return ""
    return (
        f"{leads[0][0].upper()}{leads[0][1:]}{'; ' + leads[1] if len(leads) > 1 else ''}. The "
        "difference is what neighbours from the same paper are worth."
    )


def _mae(found: dict[str, dict[str, Any]]) -> float:
    said = found.get("published") or found.get("doi")
    return float(said["size"]["mae_nm"]) if said else float("inf")


def _cells(said: dict[str, Any] | None) -> list[str]:
    if said is None:
        return ["not run"] * 4
    size, shape = said["size"], said["shape"]
    return [
        f"{size['mae_nm']:.3f}",
        f"{size['r2']:.3f}",
        f"{shape['accuracy']:.3f}",
        f"{shape['balanced_accuracy']:.3f}",
    ]


def _doi_cells(said: dict[str, Any] | None) -> list[str]:
    if said is None:
        return ["not run"] * 2
    return [f"{said['size']['mae_nm']:.3f}", f"{said['shape']['accuracy']:.3f}"]


def compositions_section(sources: Sources) -> Section:
    """List errors on the four compositions that the paper left out."""
    command = evaluate_command("composition4", sources.model)
    section = Section(
        "compositions",
        "Compositions never seen",
        of_paper="the table of four compositions left out",
        command=command,
    )
    said = sources.json(section, f"composition4/{sources.model}/summary.json", command)
    if said is None:
        return section
    by_composition = said["composition"]["by_composition"]
    section.tables.append(
        Table(
            ["composition", "recipes", "published MAE, nm", "here MAE, nm", "its own median, nm"],
            [
                [
                    name,
                    str(by_composition[name]["n"]),
                    f"{published:.2f}",
                    f"{by_composition[name]['mae_nm']:.2f}",
                    f"{by_composition[name]['own_median_mae_nm']:.2f}",
                ]
                for name, published in PUBLISHED_MAE_NM.items()
                if name in by_composition
            ],
            "Its own median is the error of a guess that is right on the average.",
        )
    )
    section.differs = (
        "The paper tuned hyper-parameters for each composition and chose the checkpoint on the "
        "tested rows; here one setting, fixed before, is used for all."
    )
    return section


def confusion_section(sources: Sources) -> Section:
    """Draw which shapes are taken for which."""
    command = evaluate_command("published", sources.model)
    section = Section(
        "confusion", "Which shapes are taken for which", "the confusion matrix", command=command
    )
    rows = sources.rows(section, f"published/{sources.model}/predictions.csv", command)
    rows = [row for row in rows if row["true_shape"]]
    if not rows:
        return section
    present = [s for s in SHAPES if any(s in (r["true_shape"], r["predicted_shape"]) for r in rows)]
    counts = np.zeros((len(present), len(present)), int)
    for row in rows:
        counts[present.index(row["true_shape"]), present.index(row["predicted_shape"])] += 1
    total = counts.sum(axis=1, keepdims=True)
    share = counts / np.maximum(total, 1)
    figure = new_figure(6.4, 5.4)
    axes = figure.subplots()
    image = axes.imshow(share, cmap="cividis", vmin=0, vmax=1)
    for i, j in zip(*np.nonzero(counts), strict=True):
        colour = "black" if share[i, j] > 0.6 else "white"
        axes.text(j, i, str(counts[i, j]), ha="center", va="center", color=colour, fontsize=8)
    axes.set_xticks(range(len(present)), present, rotation=40, ha="right")
    axes.set_yticks(range(len(present)), present)
    axes.set_xlabel("predicted")
    axes.set_ylabel("measured")
    figure.colorbar(image, ax=axes, label="share of the measured shape", shrink=0.8)
    sources.draw(section, "", figure, "Counts over the 617 test recipes; colours are shares.")
    right = counts.diagonal()
    occurring = total[:, 0] > 0
    recall = float((right[occurring] / total[occurring, 0]).mean())
    section.tables.append(
        Table(
            ["", "accuracy", "mean recall over shapes that occur"],
            [
                [
                    "the paper (given the measured size)",
                    f"{PAPER_SHAPES['accuracy']:.3f}",
                    f"{PAPER_SHAPES['balanced_accuracy']:.3f}",
                ],
                [f"here ({sources.model})", f"{right.sum() / counts.sum():.3f}", f"{recall:.3f}"],
            ],
        )
    )
    majority = total.max() / total.sum()
    section.differs = (
        f"The most frequent shape alone is {majority * 100:.0f} % of the rows. The paper's model "
        "reads the measured size, which nobody has before the synthesis; ours does not."
    )
    return section

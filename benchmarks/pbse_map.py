"""PbSe over oleylamine and oleic acid, beside the paper's own map (its Figure 3d and e).

Run from the repository's root with OSTWALD_DATA set: ``python -m benchmarks pbse_map``. Predicts
the 1,599 virtual recipes of the paper with the shipped model and writes
``benchmarks/results/pbse_map/map.csv`` and ``summary.json``. The paper's sizes are its network's,
not measured ones, and its own syntheses of PbSe are among the rows that both models learnt from:
those that lie on the map, but for the two amounts within 10 % of it, are listed beside both maps.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from ostwald._files import write_text
from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.datasets.location import require_data_folder
from ostwald.evaluation.report import current_commit
from ostwald.explain.report.map_sections import PAPER_MAP, read_paper_map
from ostwald.explain.report.section import GU2025
from ostwald.explain.surface import Surface
from ostwald.prediction.predictor import Predictor
from ostwald.recipes.recipe import Recipe

TARGET = Path(__file__).resolve().parent / "results" / "pbse_map"
COVERAGE = 0.9
FIXED = {"PbO": 4.0, "Se": 6.0, "ODE": 37.5, "TOP": 6.7}
COLUMNS = (
    *("oleylamine_mmol", "oleic_acid_mmol", "size_nm", "lower_nm", "upper_nm", "shape"),
    *("in_domain", "paper_size_nm", "paper_shape"),
)
AIM_SPEARMAN = 0.6


def flask(oleylamine_mmol: float, oleic_acid_mmol: float) -> Recipe:
    """Return one of the paper's virtual recipes."""
    amounts = FIXED | {"OLA": oleylamine_mmol, "OA": oleic_acid_mmol}
    return Recipe(
        product="PbSe",
        reagents=[{"name": name, "amount": amount} for name, amount in amounts.items()],
        injection_temperature_c=180,
        reaction_temperature_c=180,
        reaction_time_min=20,
        heating_rate_c_per_min=0,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET)
    out = parser.parse_args().out
    ola, oa, paper_size, paper_shape = read_paper_map(require_data_folder() / GU2025 / PAPER_MAP)
    recipes = [resolve_recipe(flask(*at)) for at in zip(ola.tolist(), oa.tolist(), strict=True)]
    said = Surface(Predictor.load()).judge(recipes, COVERAGE)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for k, one in enumerate(said):
        sizes = [one.size.estimate_nm, one.size.lower_nm, one.size.upper_nm]
        writer.writerow(
            [
                f"{ola[k]:g}",
                f"{oa[k]:g}",
                *(f"{size:.5g}" for size in sizes),
                one.shape.label,
                one.domain.in_domain,
                f"{paper_size[k]:.6g}",
                paper_shape[k],
            ]
        )
    write_text(out / "map.csv", text.getvalue())
    size = np.array([one.size.estimate_nm for one in said])
    inside = np.array(
        [
            one.size.lower_nm <= s <= one.size.upper_nm
            for one, s in zip(said, paper_size.tolist(), strict=True)
        ]
    )
    spearman = float(spearmanr(size, paper_size).statistic)
    equal = float(np.mean([one.shape.label == s for one, s in zip(said, paper_shape, strict=True)]))
    against = {
        "n": len(said),
        "size_spearman": spearman,
        "shapes_equal": equal,
        "paper_within_interval": float(inside.mean()),
        "share_in_domain": float(np.mean([one.domain.in_domain for one in said])),
        "size_range_nm": [float(size.min()), float(size.max())],
        "paper_size_range_nm": [float(paper_size.min()), float(paper_size.max())],
        "along_oleylamine": _mean_spearman(oa, ola, size, paper_size),
        "along_oleic_acid": _mean_spearman(ola, oa, size, paper_size),
        "shapes": {
            s: int(sum(one.shape.label == s for one in said))
            for s in sorted({one.shape.label for one in said})
        },
        "paper_shapes": {s: paper_shape.count(s) for s in sorted(set(paper_shape))},
    }
    measured = measured_on_the_map(ola, oa, size, paper_size)
    summary = {
        "format_version": 1,
        "against_paper": against,
        "measured_on_the_map": measured,
        "verdict": f"{verdict(against)} {verdict_of_measured(measured)}".strip(),
        "commit": current_commit(),
        "command": "python -m benchmarks pbse_map",
    }
    write_text(out / "summary.json", json.dumps(summary, indent=1) + "\n")
    print(json.dumps(summary, indent=1))


def measured_on_the_map(
    ola: np.ndarray, oa: np.ndarray, size: np.ndarray, paper_size: np.ndarray
) -> list[dict[str, Any]]:
    """Return published syntheses that lie on the map, with what both maps say there."""
    found = []
    table = read_gu2025_training(require_data_folder())
    for row_id, recipe, outcome in zip(table.row_ids, table.recipes, table.outcomes, strict=True):
        if recipe.product != "PbSe" or outcome.size_nm is None:
            continue
        at = _place(resolve_recipe(recipe))
        if at is None:
            continue
        k = int(np.argmin((ola - at[0]) ** 2 + (oa - at[1]) ** 2))
        found.append(
            {
                "row_id": row_id,
                "oleylamine_mmol": at[0],
                "oleic_acid_mmol": at[1],
                "measured_nm": outcome.size_nm,
                "measured_shape": outcome.shape,
                "here_nm": float(size[k]),
                "paper_nm": float(paper_size[k]),
            }
        )
    return found


def _place(recipe: ResolvedRecipe) -> tuple[float, float] | None:
    """Return oleylamine and oleic acid for 4 mmol of lead; None for a flask not on the map."""
    amounts = {one.substance.abbreviation: one.amount_mmol for one in recipe.reagents}
    if not set(amounts) <= {*FIXED, "OLA", "OA"} or "PbO" not in amounts:
        return None
    scale = FIXED["PbO"] / amounts["PbO"]
    close = all(abs(amounts.get(n, 0.0) * scale / mmol - 1.0) < 0.1 for n, mmol in FIXED.items())
    hot = recipe.reaction_temperature_c == 180 and recipe.injection_temperature_c == 180
    if not (close and hot and recipe.reaction_time_min == 20):
        return None
    return amounts.get("OLA", 0.0) * scale, amounts.get("OA", 0.0) * scale


def verdict_of_measured(measured: list[dict[str, Any]]) -> str:
    """Say how far both maps are from what was measured."""
    if not measured:
        return "No published synthesis lies on the map."
    listed = "; ".join(
        f"{one['measured_nm']:.1f} nm measured at {one['oleylamine_mmol']:.1f} mmol oleylamine and "
        f"{one['oleic_acid_mmol']:.1f} mmol oleic acid, {one['here_nm']:.1f} here, "
        f"{one['paper_nm']:.1f} in the paper"
        for one in measured
    )
    return (
        f"Published syntheses on the map: {listed}. The paper's size model was fine-tuned on sizes "
        "up to 20 nm alone."
    )


def _mean_spearman(
    fixed: np.ndarray, along: np.ndarray, a: np.ndarray, b: np.ndarray
) -> dict[str, float]:
    """Return how size runs along one axis at fixed values of the other, in both maps."""
    of = {"here": [], "paper": []}
    for value in np.unique(fixed):
        rows = fixed == value
        of["here"].append(spearmanr(along[rows], a[rows]).statistic)
        of["paper"].append(spearmanr(along[rows], b[rows]).statistic)
    return {name: float(np.nanmean(values)) for name, values in of.items()}


def verdict(against: dict) -> str:
    """Say in words how the maps compare."""
    acid, amine = against["along_oleic_acid"], against["along_oleylamine"]
    order = "run" if against["size_spearman"] >= AIM_SPEARMAN else "do not run"
    sentences = [
        f"Sizes {order} in the same order (Spearman {against['size_spearman']:.2f}); shapes are "
        f"equal in {against['shapes_equal'] * 100:.0f} % of the flasks.",
        f"With more oleic acid sizes run {_way(acid['here'])} here and {_way(acid['paper'])} in "
        f"the paper; with more oleylamine {_way(amine['here'])} here and "
        f"{_way(amine['paper'])} in the paper.",
        "The paper's sizes are its network's, of flasks that nobody made; "
        f"{against['paper_within_interval'] * 100:.0f} % of them lie within our 90 % intervals.",
    ]
    return " ".join(sentences)


def _way(spearman: float) -> str:
    if abs(spearman) < 0.3:
        return "neither up nor down"
    return "up" if spearman > 0 else "down"


if __name__ == "__main__":
    main()

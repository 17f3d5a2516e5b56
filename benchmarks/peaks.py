"""Adapting to recipes that are known by their first absorption peak alone: PbS of one laboratory.

    python -m benchmarks peaks

`optical/pbs_2019.csv` (Voznyy et al., doi 10.1021/acsnano.9b03864) without its placeholders of
failures. A recipe is what its eight inputs say, the season left out. Four tenths of the recipes
are tested, all their runs; of the others 10, 30, 100 and 300 are revealed, in three draws that
grow, each as one row of a recipe table with the median peak of its runs. The shipped model is
adapted by `ostwald.adapt` and its sizes are turned back into peaks by the same curve; sizes beyond
it stand at its end. Nearest neighbour, ridge regression (its strength by generalised cross
validation) and the mean learn from the same recipes, and from those, too, that the curve does not
cover.

The table gives volumes of stocks. The flask is written as lead oleate of 0.111 mol/L in octadecene
(2 mmol in the 18 mL that are used most; the source's stock is not in the table), octadecene,
bis(trimethylsilyl) sulfide, oleylamine, one minute. Chlorides are left out, as the table does not
say of which salt. How the flask is written was settled on recipes that are not tested.

Writes ``benchmarks/results/peaks/predictions.csv`` (one row a tested run, draw and number revealed)
and ``summary.json``.
"""

from __future__ import annotations

import csv
import json
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import ostwald
from ostwald._files import write_text
from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.location import require_data_folder
from ostwald.models.base import SynthesisModel
from ostwald.optics.published_curves import find_curve
from ostwald.prediction.predictor import Predictor
from ostwald.progress import track
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.table import RecipeTable
from ostwald.recipes.table_writer import write_table

OUT = Path("benchmarks/results/peaks")
REVEALED = (10, 30, 100, 300)
DRAWS = 3
TESTED_SHARE = 0.4
SEED = 0
FAILED_RATIO = 0.5
INPUTS = (
    "PbOA2_stock_mL",
    "ODE_mL",
    "oleylamine_mL",
    "injection_T_C",
    "TMS2S_uL",
    "ODE_in_S_stock_mL",
    "chloride_highT_mM",
    "chloride_60C_mM",
)
STOCK_MMOL_PER_ML = 0.111
SULFIDE_MMOL_PER_UL = 0.846 / 178.44
"""Density over molar mass of bis(trimethylsilyl) sulfide."""

CURVE = find_curve("PbS")
Floats = NDArray[np.float64]


class Runs:
    """The runs of the table by recipe.

    Attributes:
        row: (n,) number of each run in the file.
        peak_nm: (n,) first absorption peaks.
        of: (n,) recipe of each run.
        inputs: (m, 8) what each recipe says.
        median_nm: (m,) median peak of each recipe.
    """

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            lines = [
                line
                for line in csv.DictReader(file)
                if float(line["peak_valley_ratio"]) != FAILED_RATIO
            ]
        self.row = [int(line["row"]) for line in lines]
        self.peak_nm = np.array([float(line["abs_peak_nm"]) for line in lines])
        inputs = np.array([[float(line[name]) for name in INPUTS] for line in lines])
        self.inputs, self.of = np.unique(inputs, axis=0, return_inverse=True)
        self.of = self.of.ravel()
        self.median_nm = np.array(
            [np.median(self.peak_nm[self.of == k]) for k in range(len(self.inputs))]
        )


def recipe(inputs: Sequence[float]) -> Recipe:
    said = dict(zip(INPUTS, inputs, strict=True))
    octadecene = said["ODE_mL"] + said["ODE_in_S_stock_mL"] + said["PbOA2_stock_mL"]
    amounts = {
        "lead oleate": f"{STOCK_MMOL_PER_ML * said['PbOA2_stock_mL']:.5g} mmol",
        "ODE": f"{octadecene:.5g} mL",
        "TMS2S": f"{SULFIDE_MMOL_PER_UL * said['TMS2S_uL']:.5g} mmol",
        "oleylamine": f"{said['oleylamine_mL']:.5g} mL",
    }
    return Recipe(
        product="PbS",
        reagents=[
            {"name": name, "amount": amount}
            for name, amount in amounts.items()
            if float(amount.split()[0]) > 0
        ],
        injection_temperature_c=said["injection_T_C"],
        reaction_temperature_c=said["injection_T_C"],
        reaction_time_min=1.0,
    )


def adapted(recipes: Sequence[Recipe], peaks_nm: Floats) -> SynthesisModel:
    """Adapt the shipped model through a file, as a person would."""
    table = RecipeTable()
    for row, (one, peak) in enumerate(zip(recipes, peaks_nm, strict=True)):
        table.add(one, Outcome(absorption_peak_nm=float(peak)), row)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # recipes that the curve does not cover are left out
        path = Path(folder) / "lab.csv"
        write_table(table, path)
        return ostwald.adapt(path).model


def peaks_of(sizes_nm: Floats) -> Floats:
    low, high = CURVE.size_range_nm
    return np.array([CURVE.peak_of(float(size)) for size in np.clip(sizes_nm, low, high)])


def nearest(X: Floats, y: Floats, asked: Floats) -> Floats:
    distance = np.square(asked[:, None] - X[None]).sum(axis=2)
    return y[distance.argmin(axis=1)]


def ridge(X: Floats, y: Floats, asked: Floats) -> Floats:
    """Ridge regression whose strength has the least generalised cross validation error."""
    centre, level = X.mean(axis=0), y.mean()
    U, s, V = np.linalg.svd(X - centre, full_matrices=False)
    projected = U.T @ (y - level)
    best, weights = np.inf, np.zeros(X.shape[1])
    for strength in 10.0 ** np.arange(-3.0, 4.1, 0.5):
        share = s**2 / (s**2 + strength)
        left = y - level - U @ (share * projected)
        loss = float(left @ left) / (len(y) - 1.0 - share.sum()) ** 2
        if loss < best:
            best = loss
            weights = V.T @ (s / (s**2 + strength) * projected)
    return level + (asked - centre) @ weights


def main() -> None:
    runs = Runs(require_data_folder() / "optical" / "pbs_2019.csv")
    m = len(runs.inputs)
    order = np.random.default_rng(SEED).permutation(m)
    tested, pool = np.sort(order[: round(TESTED_SHARE * m)]), order[round(TESTED_SHARE * m) :]
    recipes = [recipe(row) for row in runs.inputs.tolist()]
    asked: list[ResolvedRecipe] = [resolve_recipe(recipes[k]) for k in tested.tolist()]
    scaled = (runs.inputs - runs.inputs[pool].mean(axis=0)) / runs.inputs[pool].std(axis=0)
    as_it_was = peaks_of(Predictor.load().model.predict(asked).size_nm)
    rows: list[dict[str, object]] = []
    inside: dict[int, list[float]] = {k: [] for k in REVEALED}
    for draw in range(DRAWS):
        drawn = np.random.default_rng([SEED, draw]).permutation(pool)
        for k in track(REVEALED, f"Draw {draw + 1}"):
            known = drawn[:k]
            answer = adapted([recipes[j] for j in known.tolist()], runs.median_nm[known]).predict(
                asked
            )
            X, y = scaled[known], runs.median_nm[known]
            said: Mapping[str, Floats] = {
                "adapted": peaks_of(answer.size_nm),
                "nearest": nearest(X, y, scaled[tested]),
                "ridge": ridge(X, y, scaled[tested]),
                "mean": np.full(len(tested), y.mean()),
                "as_it_was": as_it_was,
            }
            low, high = (peaks_of(end) for end in answer.interval(0.9))
            for place, which in enumerate(tested.tolist()):
                for run in np.flatnonzero(runs.of == which).tolist():
                    true = float(runs.peak_nm[run])
                    inside[k].append(float(low[place] <= true <= high[place]))
                    rows.append(
                        {"row": runs.row[run], "revealed": k, "draw": draw, "true_nm": true}
                        | {name: round(float(v[place]), 1) for name, v in said.items()}
                    )
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / "predictions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    summary = summarise(rows, inside) | {
        "format_version": 1,
        "command": "python -m benchmarks peaks",
        "tested_recipes": len(tested),
        "tested_runs": int(np.isin(runs.of, tested).sum()),
    }
    write_text(OUT / "summary.json", json.dumps(summary, indent=1) + "\n")
    for k, figures in summary["mae_nm"].items():
        print(f"{k:>4} revealed  " + "  ".join(f"{n} {v:.1f}" for n, v in figures.items()))


def summarise(
    rows: Sequence[Mapping[str, object]], inside: Mapping[int, Sequence[float]]
) -> dict[str, dict[str, dict[str, float]]]:
    ways = [name for name in rows[0] if name not in {"row", "revealed", "draw", "true_nm"}]
    mae: dict[str, dict[str, float]] = {}
    for k in REVEALED:
        part = [row for row in rows if row["revealed"] == k]
        mae[str(k)] = {
            way: round(
                float(np.mean([abs(float(r[way]) - float(r["true_nm"])) for r in part])),  # type: ignore[arg-type]
                2,
            )
            for way in ways
        }
    coverage = {str(k): {"interval_90": round(float(np.mean(v)), 3)} for k, v in inside.items()}
    return {"mae_nm": mae, "coverage": coverage}


if __name__ == "__main__":
    main()

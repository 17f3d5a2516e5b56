"""What the choices of the calibration are worth on recipes that no protocol tests.

Run from the repository's root, with the extra ``train`` and the published data (a quarter of an
hour): ``python -m benchmarks calibration_alone``. Writes ``benchmarks/results/calibration_alone/``.
The rows are those of the protocol ``published`` that are never in a test fold, whole papers held
out in five parts. The combination without its networks is fitted on the rest and calibrated in two
ways: with sizes from few particles weighing half, and with `trust_in`. `LEAST_TRUST` and
`IN_DOMAIN_SHARE` were chosen on these rows. None of them has 300 particles, so 100 stand in for
them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.never_tested import read_never_tested
from ostwald._files import write_text
from ostwald.evaluation.domain_metrics import domain_metrics
from ostwald.evaluation.interval_metrics import constant_width_metrics
from ostwald.evaluation.report import current_commit, write_rows
from ostwald.evaluation.shape_metrics import calibration_metrics
from ostwald.models.base import Outcomes
from ostwald.models.encoded import TRUSTED_COUNT
from ostwald.models.registry import make_model
from ostwald.progress import track
from ostwald.uncertainty import calibrated
from ostwald.uncertainty.domain.calibrated import difficulty_of

OUT = Path(__file__).resolve().parent / "results" / "calibration_alone"
FOLDS, SEED, COVERAGE = 5, 0, 0.9
WELL_COUNTED = 100
SHARES = (0.4, 0.5, 0.6)


def half(outcomes: Outcomes) -> NDArray[np.float64]:
    """The former weights: between a half and one, linearly."""
    return np.clip(outcomes.particles_counted / TRUSTED_COUNT, 0.5, 1.0)


WEIGHTS = {"few particles weigh half": half, "few particles weigh a tenth": calibrated.trust_in}


def scaled(outcomes: Outcomes) -> Outcomes:
    """Counts for which `WELL_COUNTED` particles are as trusted as 300 among all recipes."""
    counted = np.nan_to_num(outcomes.particles_counted, nan=0.0)
    return replace(outcomes, particles_counted=counted * (TRUSTED_COUNT / WELL_COUNTED))


def in_one_part(held: NDArray, recipes: list, outcomes: Outcomes) -> dict[str, dict]:
    """Fit without a part of the papers, calibrate in both ways, and predict the part."""
    rest = np.setdiff1d(np.arange(len(recipes)), held)
    known, test = [recipes[k] for k in rest], [recipes[k] for k in held]
    base = make_model("combined", SEED).set_params(deep=False).fit(known, outcomes.take(rest))
    found = {}
    for name, weights in WEIGHTS.items():
        calibrated.trust_in = weights
        model = calibrated.CalibratedModel().calibrate(base, known, scaled(outcomes.take(rest)))
        output, view = model.predict(test), model._view(test)
        lower, upper = model.predict_interval(test, COVERAGE)
        found[name] = {
            "predicted_nm": output.size_nm,
            "lower_nm": lower,
            "upper_nm": upper,
            "difficulty": difficulty_of(view.spread, output.size_nm),
            "confidence": output.shape_probabilities.max(axis=1),
            "named": output.shape_probabilities.argmax(axis=1),
        }
    return found


def metrics(columns: dict, outcomes: Outcomes, rows: NDArray) -> dict[str, float]:
    """Intervals, shapes and domain of some rows."""
    c, true = {k: v[rows] for k, v in columns.items()}, outcomes.size_nm[rows]
    lower, upper, predicted = c["lower_nm"], c["upper_nm"], c["predicted_nm"]
    correct = c["named"] == outcomes.shape[rows]
    result = {
        "n": len(rows),
        "interval_holds": float(((lower <= true) & (true <= upper)).mean()),
        "mean_width_nm": float((upper - lower).mean()),
        **constant_width_metrics(true, predicted, lower, upper),
        "shape_ece": calibration_metrics(c["confidence"], correct, c["confidence"])["ece"],
    }
    for share in SHARES:
        inside = c["difficulty"] <= np.quantile(c["difficulty"], share)
        ratio = domain_metrics(true, predicted, inside, -c["difficulty"])["in_to_out"]
        result[f"in_to_out_with_{share:.0%}_in"] = ratio
    return result


def main() -> None:
    known = read_never_tested(FOLDS)
    recipes, outcomes, fold = known.recipes, known.outcomes, known.part
    columns: dict[str, dict[str, NDArray]] = {name: {} for name in WEIGHTS}
    for k in track(list(range(FOLDS)), "Whole papers held out"):
        held = np.flatnonzero(fold == k)
        for name, found in in_one_part(held, recipes, outcomes).items():
            for key, values in found.items():
                columns[name].setdefault(key, np.zeros(len(recipes)))[held] = values
    well = np.flatnonzero(outcomes.particles_counted >= WELL_COUNTED)
    groups = {"all": np.arange(len(recipes)), f"at least {WELL_COUNTED} particles": well}
    results = {
        name: {label: metrics(found, outcomes, chosen) for label, chosen in groups.items()}
        for name, found in columns.items()
    }
    summary = {
        "format_version": 1,
        "results": results,
        "seed": SEED,
        "commit": current_commit(),
        "command": "python -m benchmarks calibration_alone",
    }
    write_text(OUT / "summary.json", json.dumps(summary, indent=1) + "\n")
    table = [
        {"row_id": row_id, "true_nm": outcomes.size_nm[place]}
        | {
            f"{name}: {key}": round(float(values[place]), 4)
            for name, found in columns.items()
            for key, values in found.items()
        }
        for place, row_id in enumerate(known.row_ids)
    ]
    write_rows(OUT / "predictions.csv", list(table[0]), table)
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()

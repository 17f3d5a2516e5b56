"""What each member of the shipped combination is worth on recipes that no protocol tests.

Run from the repository's root, with the extra ``train`` and the published data (a quarter of an
hour): ``python -m benchmarks members_alone``. Writes ``benchmarks/results/members_alone/``. The
rows are those of the protocol ``published`` that are never in a test fold; each is predicted by a
fit that had not seen it, and by one that had not seen its whole paper. `DEEP_SHARES` of the
combination were chosen from the best mixtures, rounded.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.never_tested import read_never_tested
from ostwald._files import write_text
from ostwald.evaluation.report import current_commit, write_rows
from ostwald.models.base import Outcomes, SynthesisModel
from ostwald.models.encoded import count_weights
from ostwald.models.encoding import RecipeEncoder
from ostwald.models.gaussian_process import GaussianProcessModel, held_out_predictions
from ostwald.models.mixing import size_weights
from ostwald.models.registry import make_model
from ostwald.models.spread import inner_folds
from ostwald.progress import track

OUT = Path(__file__).resolve().parent / "results" / "members_alone"
FOLDS, SEED = 5, 0
MEMBERS = ("gaussian_process", "extra_trees", "descriptor_trees", "transformer")
MIXTURES = {"without the network": MEMBERS[:-1], "with one network": MEMBERS}
FROM_ALL_ROWS = "gaussian_process, kernel learnt from the held-out rows too"

Parts = Sequence[NDArray[np.int64]]


def fresh(name: str) -> SynthesisModel:
    model = make_model(name, SEED)
    cheaper = {"measure_spread": False, "members": 1}  # one network, and only the sizes
    known = model.get_params()
    return model.set_params(**{key: value for key, value in cheaper.items() if key in known})


def refitted(recipes: list, outcomes: Outcomes, parts: Parts, name: str) -> NDArray[np.float64]:
    """Sizes by fits without each part."""
    size = np.empty(len(recipes))
    for held in track(list(parts), name):
        rest = np.setdiff1d(np.arange(len(recipes)), held)
        model = fresh(name).fit([recipes[k] for k in rest], outcomes.take(rest))
        size[held] = model.predict([recipes[k] for k in held]).size_nm
    return size


def kernel_from_all_rows(recipes: list, outcomes: Outcomes, parts: Parts) -> NDArray[np.float64]:
    """Sizes in closed form from one kernel, as they were found once: too good to be true."""
    model, encoder = GaussianProcessModel(measure_spread=False), RecipeEncoder().fit(recipes)
    everything = np.arange(len(recipes))
    inverse, targets = model._condition(encoder.transform(recipes), outcomes, everything)
    held_out = held_out_predictions(inverse, targets, parts)[:, 0]
    return np.exp(held_out * model.log_scale_ + model.log_mean_)


def main() -> None:
    known = read_never_tested(FOLDS)
    recipes, outcomes, fold = known.recipes, known.outcomes, known.part
    views: dict[str, Parts] = {
        "random": [held for _, held in inner_folds(len(recipes), SEED, FOLDS)],
        "papers": [np.flatnonzero(fold == k) for k in range(FOLDS)],
    }
    found: dict[str, dict] = {}
    columns: dict[str, NDArray[np.float64]] = {"true_size_nm": outcomes.size_nm}
    for view, parts in views.items():
        sizes = {name: refitted(recipes, outcomes, parts, name) for name in MEMBERS}
        found[view] = {"mae_nm": {}, "best_mixture": {}}
        for label, members in MIXTURES.items():
            logs = np.log([sizes[name] for name in members])
            shares = size_weights(logs, np.log(outcomes.size_nm), count_weights(outcomes))
            found[view]["best_mixture"][label] = {
                "shares": dict(zip(members, shares.tolist(), strict=True)),
                "mae_nm": float(np.abs(np.exp(shares @ logs) - outcomes.size_nm).mean()),
            }
        sizes[FROM_ALL_ROWS] = kernel_from_all_rows(recipes, outcomes, parts)
        for name, size in sizes.items():
            found[view]["mae_nm"][name] = float(np.abs(size - outcomes.size_nm).mean())
            columns[f"{view}: {name}"] = size
    summary = {
        "format_version": 1,
        "n": len(recipes),
        "results": found,
        "seed": SEED,
        "commit": current_commit(),
        "command": "python -m benchmarks members_alone",
    }
    write_text(OUT / "summary.json", json.dumps(summary, indent=1) + "\n")
    table = [
        {"row_id": row_id}
        | {name: round(float(values[place]), 4) for name, values in columns.items()}
        for place, row_id in enumerate(known.row_ids)
    ]
    write_rows(OUT / "predictions.csv", list(table[0]), table)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()

"""The shape where the measured size is an input too, as the reference paper had it.

Run from the repository's root, with the extra ``train`` and the published data:
``python -m benchmarks shape_with_size``. Writes ``benchmarks/results/shape_with_size/``. The rows
and folds are those of the protocol ``published``. Whoever can measure the size sees the shape in
the same image, so this is a comparison and no model that is shipped.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from ostwald._files import write_text
from ostwald._optional import require
from ostwald.chemistry.resolved import resolve_recipe
from ostwald.datasets.location import require_data_folder
from ostwald.evaluation.protocols.published import published_split
from ostwald.evaluation.report import current_commit, write_rows
from ostwald.evaluation.shape_metrics import shape_metrics
from ostwald.models.base import Outcomes
from ostwald.models.baselines.encoded import count_weights
from ostwald.models.baselines.encoding import RecipeEncoder
from ostwald.models.baselines.tree_model import informative_columns
from ostwald.progress import track
from ostwald.recipes.outcome import SHAPES

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "benchmarks" / "results" / "shape_with_size"
TREES, MAX_FEATURES, SEED = 150, 0.3, 0  # as `extra_trees` has them


def main() -> None:
    forest = require("sklearn.ensemble", "train").ExtraTreesClassifier
    split = published_split(require_data_folder())
    resolved = [resolve_recipe(recipe) for recipe in split.recipes]
    outcomes = Outcomes.from_outcomes(split.outcomes)
    rows = []
    for number, fold in enumerate(track(split.folds, "Shape from recipe and size")):
        train = fold.train[outcomes.shape[fold.train] >= 0]
        encoder = RecipeEncoder().fit([resolved[k] for k in train])
        encoded = encoder.transform([resolved[k] for k in train])
        columns = informative_columns(encoded)
        test = encoder.transform([resolved[k] for k in fold.test]).values[:, columns]
        model = forest(TREES, max_features=MAX_FEATURES, random_state=SEED)
        model.fit(
            np.column_stack([encoded.values[:, columns], np.log(outcomes.size_nm[train])]),
            outcomes.shape[train],
            sample_weight=count_weights(outcomes.take(train)),
        )
        guesses = model.predict(np.column_stack([test, np.log(outcomes.size_nm[fold.test])]))
        rows += [
            {
                "row_id": split.row_ids[k],
                "product": split.recipes[k].product,
                "fold": number,
                "true_size_nm": split.outcomes[k].size_nm,
                "true_shape": split.outcomes[k].shape,
                "predicted_shape": SHAPES[int(guess)],
            }
            for k, guess in zip(fold.test.tolist(), guesses, strict=True)
        ]
    rows.sort(key=lambda row: row["row_id"])
    summary = {
        "format_version": 1,
        "n": len(rows),
        "shape": shape_metrics(
            [str(row["true_shape"]) for row in rows], [row["predicted_shape"] for row in rows]
        ),
        "seed": SEED,
        "commit": current_commit(),
        "command": "python -m benchmarks shape_with_size",
    }
    write_text(OUT / "summary.json", json.dumps(summary, indent=1) + "\n")
    write_rows(OUT / "predictions.csv", list(rows[0]), rows)
    print(summary["shape"])


if __name__ == "__main__":
    main()

"""Recipes laid out by likeness of their flasks, beside the paper's t-SNE map (its Figure 3c).

Run from the repository's root with OSTWALD_DATA set: ``python -m benchmarks embedding_map``. Writes
``benchmarks/results/embedding_map/map.csv`` and ``summary.json``: t-SNE (van der Maaten and Hinton
2008) of 30 principal components of descriptors of every published flask after its reactions, no
outcome among them. Needs the extra ``train``.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path

import numpy as np

from ostwald._files import write_text
from ostwald._optional import require
from ostwald.chemistry.descriptors.recipe import RecipeFeaturizer
from ostwald.chemistry.intermediates import complete
from ostwald.chemistry.resolved import resolve_recipe
from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.datasets.location import require_data_folder
from ostwald.evaluation.report import current_commit

TARGET = Path(__file__).resolve().parent / "results" / "embedding_map"
COMPONENTS = 30
PERPLEXITY = 30
NEIGHBOURS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET)
    out = parser.parse_args().out
    decomposition = require("sklearn.decomposition", "train")
    manifold = require("sklearn.manifold", "train")
    table = read_gu2025_training(require_data_folder())
    flasks = [complete(resolve_recipe(recipe)) for recipe in table.recipes]
    X = RecipeFeaturizer().transform(flasks).astype(float)
    X = np.sign(X) * np.log1p(np.abs(np.nan_to_num(X)))
    spread = X.std(axis=0)
    X = (X[:, spread > 1e-9] - X[:, spread > 1e-9].mean(axis=0)) / spread[spread > 1e-9]
    components = decomposition.PCA(COMPONENTS, random_state=0).fit_transform(X)
    at = manifold.TSNE(perplexity=PERPLEXITY, init="pca", random_state=0).fit_transform(components)
    shapes = [outcome.shape for outcome in table.outcomes]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["row_id", "x", "y", "shape", "product"])
    for row_id, recipe, shape, (x, y) in zip(
        table.row_ids, table.recipes, shapes, at.tolist(), strict=True
    ):
        writer.writerow([row_id, f"{x:.3f}", f"{y:.3f}", shape or "", recipe.product])
    write_text(out / "map.csv", text.getvalue())
    summary = {
        "format_version": 1,
        "n": len(shapes),
        "same_shape_among_ten_nearest": _purity(at, shapes),
        "same_product_among_ten_nearest": _purity(at, [r.product for r in table.recipes]),
        "commit": current_commit(),
        "command": "python -m benchmarks embedding_map",
    }
    write_text(out / "summary.json", json.dumps(summary, indent=1) + "\n")
    print(json.dumps(summary, indent=1))


def _purity(at: np.ndarray, labels: list) -> float:
    """Return the share of a recipe's ten nearest on the map that have its label."""
    from scipy.spatial import cKDTree

    _, near = cKDTree(at).query(at, NEIGHBOURS + 1)
    names = np.array([str(label) for label in labels], dtype=object)
    return float((names[near[:, 1:]] == names[:, None]).mean())


if __name__ == "__main__":
    main()

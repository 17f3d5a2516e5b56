"""The plain mean of the log sizes that models gave, from their stored rows.

Run from the repository's root: ``python -m benchmarks mean_of_models PROTOCOL MODEL MODEL ...``,
with the published data for the comparison with the paper's rows. Writes
``benchmarks/results/mean_of_models/PROTOCOL``. All weights are equal; nothing is fitted.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np

from ostwald._files import write_text
from ostwald.evaluation.protocols import make_split
from ostwald.evaluation.report import current_commit, write_rows
from ostwald.evaluation.size_metrics import paired_bootstrap, size_metrics

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"


def read(protocol: str, model: str) -> dict[int, dict[str, str]]:
    with (RESULTS / protocol / model / "predictions.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return {int(line["row_id"]): line for line in csv.DictReader(file)}


def main(protocol: str, models: list[str]) -> None:
    tables = [read(protocol, model) for model in models]
    ids = sorted(tables[0])
    sizes = np.array([[float(table[k]["predicted_size_nm"]) for k in ids] for table in tables])
    mean = np.exp(np.log(sizes).mean(axis=0))
    true = np.array([float(tables[0][k]["true_size_nm"]) for k in ids])
    products = [tables[0][k]["product"] for k in ids]
    other = np.array([product != "PbSe" for product in products])
    split = make_split(protocol, Path(os.environ["OSTWALD_DATA"]))
    place = {row_id: k for k, row_id in enumerate(split.row_ids)}
    theirs = np.array([split.reference.get(place[k], np.nan) for k in ids])
    summary = {
        "format_version": 1,
        "protocol": protocol,
        "models": models,
        "n": len(ids),
        "size": size_metrics(true, mean),
        "members": {m: size_metrics(true, row) for m, row in zip(models, sizes, strict=True)},
        "not_pbse": size_metrics(true[other], mean[other]),
        "commit": current_commit(),
        "command": f"python -m benchmarks mean_of_models {protocol} {' '.join(models)}",
    }
    if np.isfinite(theirs).all():
        summary["against_published"] = asdict(paired_bootstrap(true, mean, theirs))
    folder = RESULTS / "mean_of_models" / protocol
    write_text(folder / "summary.json", json.dumps(summary, indent=1) + "\n")
    columns = ["row_id", "product", "true_size_nm", "predicted_size_nm"]
    rows = zip(ids, products, true.tolist(), mean.tolist(), strict=True)
    write_rows(
        folder / "predictions.csv", columns, [dict(zip(columns, r, strict=True)) for r in rows]
    )
    print(json.dumps({k: summary[k] for k in ("size", "not_pbse")}, indent=1))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        raise SystemExit("give a protocol and at least two models")
    main(sys.argv[1], sys.argv[2:])

"""How well repeated recipes of the published table agree.

Run from the repository's root with OSTWALD_DATA set: ``python -m benchmarks noise_floor``. Writes
``benchmarks/results/noise_floor/summary.json`` and ``pairs.csv``. The definition is in
``ostwald.evaluation.noise_floor``.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ostwald._files import write_text
from ostwald.chemistry.resolved import resolve_recipe
from ostwald.datasets.location import require_data_folder
from ostwald.datasets.papers import paper_of
from ostwald.evaluation.noise_floor import TOLERANCES, noise_floor, repeated_pairs
from ostwald.evaluation.protocols.published import sized_rows
from ostwald.evaluation.report import current_commit, plain, write_rows

TARGET = Path(__file__).resolve().parent / "results" / "noise_floor"
CAP_NM = 20.0
COLUMNS = (
    "first_row",
    "second_row",
    "product",
    "tolerance",
    "scope",
    "first_doi",
    "second_doi",
    "first_size_nm",
    "second_size_nm",
    "first_shape",
    "second_shape",
)


def main() -> None:
    table = sized_rows(require_data_folder())
    resolved = [resolve_recipe(recipe) for recipe in table.recipes]
    papers = [
        paper_of(outcome.doi, recipe.product)
        for outcome, recipe in zip(table.outcomes, table.recipes, strict=True)
    ]
    pairs = repeated_pairs(resolved, papers)

    def small(row: int) -> bool:
        return (table.outcomes[row].size_nm or CAP_NM + 1) <= CAP_NM

    capped = [pair for pair in pairs if small(pair.first) and small(pair.second)]
    summary: dict[str, Any] = {
        "format_version": 1,
        "tolerances": [asdict(tolerance) for tolerance in TOLERANCES],
        "up_to_20_nm": noise_floor(capped, table.outcomes),
        "all_sizes": noise_floor(pairs, table.outcomes),
        "commit": current_commit(),
        "command": "python -m benchmarks noise_floor",
    }
    write_text(TARGET / "summary.json", json.dumps(plain(summary), indent=1) + "\n")
    rows = []
    for pair in pairs:
        one, other = table.outcomes[pair.first], table.outcomes[pair.second]
        rows.append(
            {
                "first_row": table.row_ids[pair.first],
                "second_row": table.row_ids[pair.second],
                "product": table.recipes[pair.first].product,
                "tolerance": pair.tolerance,
                "scope": pair.scope,
                "first_doi": one.doi,
                "second_doi": other.doi,
                "first_size_nm": one.size_nm,
                "second_size_nm": other.size_nm,
                "first_shape": one.shape,
                "second_shape": other.shape,
            }
        )
    write_rows(TARGET / "pairs.csv", COLUMNS, rows)
    for entry in summary["up_to_20_nm"]:
        if entry["pairs"]:
            print(
                f"{entry['tolerance']:9} {entry['scope']:11} {entry['pairs']:5d} pairs "
                f"{entry['groups']:4d} groups: {entry['mean_difference_nm']:.2f} nm apart, "
                f"floor {entry['floor_mae_nm']:.2f} nm ({entry['floor_mae_nm_by_group']:.2f} "
                f"by group), equal {entry['share_equal']:.2f}, "
                f"shapes agree {entry['shape_agreement'] or 0:.2f} "
            )


if __name__ == "__main__":
    main()

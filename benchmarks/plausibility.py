"""Say what the rules of plausibility make of every published recipe.

    python -m benchmarks plausibility

Published recipes gave particles, so an ``impossible`` flag on one is an error of the rule, of the
data set, or of what the paper left unsaid (a sealed vessel). Writes
``benchmarks/results/plausibility/flags.csv`` (a line for each flag), ``rows.csv`` (a line for each
recipe with any flag) and ``summary.json``.
"""

from __future__ import annotations

import csv
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ostwald.recipes.nanoeql import read_nanoeql
from ostwald.recipes.published import read_gu2025_raw, read_gu2025_training

from ostwald.chemistry.plausibility import RULES, SEVERITIES, Flag, check_plausibility
from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.chemistry.totals import totals
from ostwald.datasets.location import require_data_folder
from ostwald.errors import OstwaldError
from ostwald.evaluation.report import current_commit
from ostwald.recipes.amount import Amount
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.table import RecipeTable

RESULTS = Path(__file__).parent / "results" / "plausibility"
UW_SETS = ("cdse", "inp")
TIMED_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """One published recipe."""

    dataset: str
    row_id: int
    doi: str
    recipe: ResolvedRecipe


def main() -> None:
    folder = require_data_folder()
    rows, unread = [], Counter[str]()
    for dataset, row_id, doi, recipe in published(folder):
        try:
            rows.append(Row(dataset, row_id, doi, resolve_recipe(recipe)))
        except OstwaldError:
            unread[dataset] += 1
    flagged = [(row, check_plausibility(row.recipe)) for row in rows]
    RESULTS.mkdir(parents=True, exist_ok=True)
    write_flags(flagged)
    write_rows(flagged)
    summary = summarise(flagged, unread)
    text = json.dumps(summary, indent=1)
    (RESULTS / "summary.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def published(folder: Path) -> Iterator[tuple[str, int, str, Recipe]]:
    """Yield every published recipe with its data set, row and paper."""
    training, test = read_nanoeql(folder)
    tables: dict[str, RecipeTable] = {
        "gu2025_training": read_gu2025_training(folder),
        "gu2025_raw": read_gu2025_raw(folder),
        "nanoeql_train": training,
        "nanoeql_test": test,
    }
    for dataset, table in tables.items():
        for row_id, recipe, outcome in table:
            yield dataset, row_id, outcome.doi or "", recipe
    for name in UW_SETS:
        path = folder / "recipes" / "uw" / f"{name}.csv"
        if path.is_file():
            yield from uw_rows(path)


def uw_rows(path: Path) -> Iterator[tuple[str, int, str, Recipe]]:
    """Yield the recipes of one file of the set ``uw``."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            slots = [(row[f"reactant_{n}"], row[f"amount_{n}_mmol"]) for n in range(1, 7)]
            reagents = tuple(
                Reagent(name=name, amount=Amount(value=float(mmol), unit="mmol"))
                for name, mmol in slots
                if name and mmol and float(mmol) > 0
            )
            yield (
                f"uw_{path.stem}",
                int(row["row"]),
                row.get("doi") or row.get("citation") or "",
                Recipe(
                    product=row["product"],
                    reagents=reagents,
                    injection_temperature_c=float(row["T_inj"]),
                    reaction_temperature_c=float(row["T_rea"]),
                    reaction_time_min=float(row["t_min"]),
                ),
            )


def write_flags(flagged: list[tuple[Row, tuple[Flag, ...]]]) -> None:
    """Write a line for each flag."""
    with (RESULTS / "flags.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["dataset", "row_id", "doi", "product", "severity", "rule", "what", "why"])
        for row, flags in flagged:
            place = (row.dataset, row.row_id, row.doi, row.recipe.product.label)
            writer.writerows((*place, f.severity, f.rule, f.what, f.why) for f in flags)


def write_rows(flagged: list[tuple[Row, tuple[Flag, ...]]]) -> None:
    """Write a line for each recipe with flags: how many of each severity."""
    with (RESULTS / "rows.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["dataset", "row_id", "doi", "product", *SEVERITIES])
        for row, flags in flagged:
            if flags:
                counts = Counter(flag.severity for flag in flags)
                place = (row.dataset, row.row_id, row.doi, row.recipe.product.label)
                writer.writerow([*place, *(counts[s] for s in SEVERITIES)])


def summarise(
    flagged: list[tuple[Row, tuple[Flag, ...]]], unread: Counter[str]
) -> dict[str, object]:
    """Return shares of rows by data set and severity, flags by rule, and the time it takes."""
    datasets = dict.fromkeys(row.dataset for row, _ in flagged)
    by_rule = Counter((f.rule, f.severity) for _, flags in flagged for f in flags)
    return {
        "datasets": {name: _shares(name, flagged, unread) for name in datasets},
        "flags_by_rule": {
            rule: {s: by_rule[rule, s] for s in SEVERITIES if by_rule[rule, s]} for rule in RULES
        },
        "processor_seconds_for_10000_rows": timed([row.recipe for row, _ in flagged]),
        "commit": current_commit(),
        "command": "python -m benchmarks plausibility",
    }


def _shares(
    name: str, flagged: list[tuple[Row, tuple[Flag, ...]]], unread: Counter[str]
) -> dict[str, float]:
    worst = Counter(
        flags[0].severity if flags else "none" for row, flags in flagged if row.dataset == name
    )
    n = worst.total()
    shares = {f"{s}_percent": round(100.0 * worst[s] / n, 2) for s in SEVERITIES}
    return {"rows": n, "unread": unread[name], **{s: worst[s] for s in SEVERITIES}, **shares}


def timed(recipes: list[ResolvedRecipe]) -> dict[str, float]:
    """Return processor seconds of flags and of totals for 10,000 rows."""
    rows = [recipes[n % len(recipes)] for n in range(TIMED_ROWS)]
    start = time.process_time()
    for recipe in rows:
        check_plausibility(recipe)
    middle = time.process_time()
    for recipe in rows:
        totals(recipe)
    end = time.process_time()
    return {"flags": round(middle - start, 2), "totals": round(end - middle, 2)}


if __name__ == "__main__":
    main()

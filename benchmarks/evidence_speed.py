"""How long it takes to find the nearest published recipes and to say what differs.

Run from the root of the repository with OSTWALD_DATA set: ``python -m benchmarks evidence_speed``.
Writes ``benchmarks/results/evidence_speed.json``.
"""

from __future__ import annotations

import json
import os
import platform
import time
from pathlib import Path
from typing import Any

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.location import require_data_folder
from ostwald.evaluation.report import current_commit
from ostwald.prediction.published import PublishedRecipes
from ostwald.recipes.recipe import Recipe

TARGET = Path(__file__).resolve().parent / "results" / "evidence_speed.json"
BULK = 10_000
SINGLE = 200
NEAREST = 3


def queries(published: PublishedRecipes) -> list[ResolvedRecipe]:
    """Return recipes like the published ones, at other temperatures and times."""
    known = published.table.recipes
    changed = []
    for k in range(BULK):
        data = known[k % len(known)].model_dump()
        data["reaction_temperature_c"] = 80.0 + (k * 7919 % 2400) / 10
        data["reaction_time_min"] *= 0.5 + (k * 31 % 100) / 50
        changed.append(resolve_recipe(Recipe.model_validate(data)))
    return changed


def main() -> None:
    published = PublishedRecipes(require_data_folder())
    recipes = queries(published)
    start = time.perf_counter()
    published.nearest(recipes[:1], NEAREST)
    first = time.perf_counter() - start
    times = []
    for recipe in recipes[:SINGLE]:
        start = time.perf_counter()
        published.nearest([recipe], NEAREST)
        times.append(time.perf_counter() - start)
    start = time.perf_counter()
    published.nearest(recipes, NEAREST)
    bulk = time.perf_counter() - start
    times.sort()
    result: dict[str, Any] = {
        "format_version": 1,
        "known_recipes": len(published.table.recipes),
        "nearest": NEAREST,
        "first_query_with_index_s": first,
        "one_query_median_ms": 1000 * times[len(times) // 2],
        "one_query_worst_ms": 1000 * times[-1],
        "bulk_recipes": BULK,
        "bulk_s": bulk,
        "cpu": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "commit": current_commit(),
        "command": "python -m benchmarks evidence_speed",
    }
    print(json.dumps(result, indent=1))
    TARGET.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

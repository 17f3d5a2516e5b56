"""How long predictions take: one file, ten thousand recipes, and the help text.

Run from the repository's root: ``python -m benchmarks prediction_speed``. Writes
``benchmarks/results/prediction_speed.json``. The targets are absolute, so the machine is named
beside them.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ostwald.evaluation.report import current_commit

ROOT = Path(__file__).resolve().parent.parent
RECIPES = 10_000
REPEATS = 5

BULK = """
import resource, sys, time
start = time.perf_counter()
from pathlib import Path
from ostwald.prediction.predictor import Predictor
from ostwald.recipes.table import read_recipes
predictor = Predictor.load()
loaded = time.perf_counter()
recipes = read_recipes(Path(sys.argv[1])).recipes
read = time.perf_counter()
nearest = int(sys.argv[2])
predictions = predictor.predict(recipes, nearest=nearest)
done = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(len(predictions), loaded - start, read - loaded, done - read, peak)
"""


def make_table(path: Path) -> None:
    """Write ten thousand distinct recipes: the examples with other temperatures and amounts."""
    from ostwald.recipes.recipe import Recipe
    from ostwald.recipes.table import RecipeTable, read_recipes
    from ostwald.recipes.table_writer import write_table

    seeds = [
        r for file in sorted((ROOT / "examples").glob("*.yaml")) for r in read_recipes(file).recipes
    ]
    recipes: list[Recipe] = []
    for k in range(RECIPES):
        seed = seeds[k % len(seeds)]
        data = seed.model_dump()
        data["id"] = f"recipe-{k}"
        data["reaction_temperature_c"] = 80.0 + (k * 7919 % 2400) / 10
        for j, reagent in enumerate(data["reagents"]):
            reagent["amount"]["value"] *= 0.5 + (k * 31 + j * 17) % 100 / 100
        recipes.append(Recipe.model_validate(data))
    from ostwald.recipes.outcome import Outcome

    write_table(
        RecipeTable(recipes, [Outcome()] * RECIPES, list(range(RECIPES)), problems=[]), path
    )


def time_process(*command: str, data: bool) -> float:
    """Return the median wall time in seconds of a whole process."""
    environment = dict(os.environ)
    if not data:
        environment["OSTWALD_DATA"] = "/nonexistent"
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment)
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def time_bulk(table: Path, nearest: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", BULK, str(table), str(nearest)],
        check=True,
        capture_output=True,
        text=True,
    )
    n, load, read, predict, peak = (float(value) for value in done.stdout.split())
    return {
        "recipes": n,
        "load_s": load,
        "read_table_s": read,
        "predict_s": predict,
        "recipes_per_s": n / predict,
        "peak_memory_mib": peak,
    }


def main() -> None:
    command = [sys.executable, "-m", "ostwald"]
    example = str(ROOT / "examples" / "pbse.yaml")
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "recipes.csv"
        make_table(table)
        result = {
            "format_version": 1,
            "bulk": time_bulk(table, nearest=0),
            "bulk_with_nearest": time_bulk(table, nearest=3),
            "one_file_s": time_process(*command, "predict", example, data=False),
            "one_file_with_nearest_s": time_process(*command, "predict", example, data=True),
            "help_s": time_process(*command, "--help", data=False),
            "cpu": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "commit": current_commit(),
            "command": "python -m benchmarks prediction_speed",
        }
    print(json.dumps(result, indent=1))
    target = ROOT / "benchmarks" / "results" / "prediction_speed.json"
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

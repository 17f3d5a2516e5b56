"""Make the table of typical flasks that explanations compare with.

    python scripts/build_typical_flasks.py

Reads the published recipes (``OSTWALD_DATA``) and writes
``src/ostwald/explain/data/typical_flasks.json``: medians, no recipe of any paper.
"""

from __future__ import annotations

import json
from pathlib import Path

from ostwald._files import write_text
from ostwald.chemistry.resolved import resolve_recipe
from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.datasets.location import require_data_folder
from ostwald.datasets.papers import paper_of
from ostwald.explain.typical import FORMAT_VERSION
from ostwald.explain.typical_building import build_typical_flasks

TARGET = Path(__file__).parents[1] / "src/ostwald/explain/data/typical_flasks.json"


def main() -> None:
    """Build and write the table."""
    table = read_gu2025_training(require_data_folder())
    recipes = [resolve_recipe(recipe) for recipe in table.recipes]
    papers = [
        paper_of(outcome.doi, recipe.product)
        for recipe, outcome in zip(table.recipes, table.outcomes, strict=True)
    ]
    flasks = build_typical_flasks(recipes, papers)
    lines = ",\n".join(json.dumps(one.to_json(), ensure_ascii=False) for one in flasks)
    about = "medians over the recipes of doi 10.1021/acsnano.5c09134, each paper weighing the same"
    write_text(
        TARGET,
        f'{{"format_version": {FORMAT_VERSION}, "about": "{about}", "flasks": [\n{lines}\n]}}\n',
    )
    print(f"{TARGET}: {len(flasks)} flasks")


if __name__ == "__main__":
    main()

"""Count in how many published recipes each reagent is used, for the order of completions.

    python scripts/build_reagent_uses.py

Reads the published recipes (``OSTWALD_DATA``) and writes
``src/ostwald/chemistry/data/uses.csv``: counts, no recipe of any paper.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ostwald._files import write_text
from ostwald.chemistry.resolved import resolve_recipe
from ostwald.datasets.gu2025 import read_gu2025_training
from ostwald.datasets.location import require_data_folder

TARGET = Path(__file__).parents[1] / "src/ostwald/chemistry/data/uses.csv"


def main() -> None:
    """Count and write the table."""
    table = read_gu2025_training(require_data_folder())
    reagents: Counter[str] = Counter()
    products: Counter[str] = Counter()
    for recipe in table.recipes:
        resolved = resolve_recipe(recipe)
        reagents.update({one.substance.abbreviation for one in resolved.reagents})
        products[resolved.product.label] += 1
    lines = ["kind,name,recipes"]
    for kind, counts in (("reagent", reagents), ("product", products)):
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        lines += [f'{kind},"{name}",{number}' for name, number in ordered]
    write_text(TARGET, "\n".join(lines) + "\n")
    print(f"{TARGET}: {len(reagents)} reagents, {len(products)} products")


if __name__ == "__main__":
    main()

"""Write the tables of docs/understand.md from stored results.

Run from the repository's root: ``python -m benchmarks make_understand_tables``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.make_tables import fill, row
from ostwald.explain.influence import ATTENTION, REPLACEMENT, SHAPE, SHAPLEY, SIZE

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "understand.md"
SUMMARY = ROOT / "benchmarks" / "results" / "influence" / "summary.json"
TITLES = {REPLACEMENT: "replacement", SHAPLEY: "Shapley", ATTENTION: "attention"}


def influence_table() -> str:
    """Return the influence of every part on size and on shape, by all ways that were run."""
    ways: dict[str, dict[str, dict[str, Any]]] = _summary()["ways"]
    columns = [(target, way) for target in (SIZE, SHAPE) for way in TITLES if way in ways[target]]
    order = sorted(
        {name for target, way in columns for name in ways[target][way]},
        key=lambda name: -ways[SIZE][SHAPLEY].get(name, {"mean": -1.0})["mean"],
    )
    lines = [
        row("part", *(f"{target}, {TITLES[way]}" for target, way in columns)),
        row("---", *(["---"] * len(columns))),
    ]
    for name in order:
        cells = [_cell(ways[target][way].get(name)) for target, way in columns]
        lines.append(row(name, *cells))
    return "\n".join(lines)


def agreement_table() -> str:
    """Return how far each two ways agree on the order of the parts that both have."""
    found = [row("ways", "parts", "size", "shape"), row("---", "---:", "---", "---")]
    told: dict[str, dict[str, Any]] = {}
    for one in _summary()["agreement"]:
        told.setdefault(one["ways"], {})[one["target"]] = one
    for ways, of_target in told.items():
        cells = [
            _cell({**of_target[target], "mean": of_target[target]["spearman"]})
            for target in (SIZE, SHAPE)
        ]
        parts = str(len(of_target[SIZE]["categories"]))
        found.append(row(ways.replace(SHAPLEY, TITLES[SHAPLEY]), parts, *cells))
    return "\n".join(found)


def _cell(one: dict[str, Any] | None) -> str:
    if one is None:
        return ""
    return f"{one['mean']:.2f} ({one['ci95'][0]:.2f} to {one['ci95'][1]:.2f})"


def _summary() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SUMMARY.read_text("utf-8"))
    return found


TABLES = {"influence": influence_table, "agreement": agreement_table}


def main() -> None:
    fill(PAGE, TABLES)


if __name__ == "__main__":
    main()

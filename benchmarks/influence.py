"""Which parts of a recipe decide, on held-out papers, three independent ways.

Run from the repository's root with OSTWALD_DATA set: ``python -m benchmarks influence``. The folds
of the protocol ``doi_all`` hold whole papers out; on each, the model is fitted on the other papers,
and one recipe of every held-out paper, drawn at random, is asked about. Writes into
``benchmarks/results/influence``: ``rows.csv`` (one row a recipe, way, target and part),
``chemicals.csv`` and ``summary.json``. ``--model NAME`` takes another model. Afterwards,
``python -m benchmarks influence --attention`` trains a transformer on each of the same folds, which
needs torch and takes longest, and adds what it reads through its attention to what is stored;
``--checkpoints FOLDER`` lets a run that was interrupted go on.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from ostwald._files import write_text
from ostwald.chemistry.resolved import resolve_recipe
from ostwald.datasets.location import require_data_folder
from ostwald.datasets.papers import paper_of
from ostwald.evaluation.protocols import make_split
from ostwald.evaluation.report import current_commit
from ostwald.explain.categories import ANION, CATEGORIES, CATION, COMPOSITION, LIGAND, SOLVENT
from ostwald.explain.influence import (
    ATTENTION,
    REPLACEMENT,
    SHAPE,
    SHAPLEY,
    SIZE,
    Influence,
    agreement,
    measure_influence,
    summarise,
)
from ostwald.explain.removal import removal_influence
from ostwald.explain.rollout import TOLD_ONCE, attention_influence
from ostwald.explain.surface import Reading
from ostwald.explain.swaps import DonorPool
from ostwald.models.base import Outcomes
from ostwald.models.deep.transformer import TransformerModel
from ostwald.models.registry import make_model

TARGET = Path(__file__).resolve().parent / "results" / "influence"
SEED = 0
MOST_OF_PAPER = 1
LEAST_PAPERS_OF_CHEMICAL = 8
NETWORK = {"members": 1, "width": 64, "epochs": 40, "pretraining_epochs": 0}
"""The transformer of each fold."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=TARGET)
    parser.add_argument("--model", default="process")
    parser.add_argument("--folds", type=int, default=None, help="only the first so many")
    parser.add_argument("--most-of-paper", type=int, default=MOST_OF_PAPER)
    parser.add_argument("--attention", action="store_true", help="add the transformer's")
    parser.add_argument("--checkpoints", type=Path, default=None, help="of the transformer")
    given = parser.parse_args()
    split = make_split("doi_all", require_data_folder())
    resolved = [resolve_recipe(recipe) for recipe in split.recipes]
    outcomes = Outcomes.from_outcomes(split.outcomes)
    papers = [
        paper_of(outcome.doi, recipe.product)
        for outcome, recipe in zip(split.outcomes, split.recipes, strict=True)
    ]
    found: dict[tuple[str, str], list[Influence]] = defaultdict(list)
    removed: list[tuple[str, str, str, float]] = []
    asked: list[tuple[int, str]] = []
    misses: list[float] = []
    for number, fold in enumerate(split.folds[: given.folds], start=1):
        rows = few_of_each_paper(fold.test.tolist(), papers, given.most_of_paper)
        recipes, theirs = [resolved[k] for k in rows], [papers[k] for k in rows]
        asked += [(split.row_ids[k], papers[k]) for k in rows]
        train = fold.train.tolist()
        learnt, known = [resolved[k] for k in train], outcomes.take(fold.train)
        if given.attention:
            network = TransformerModel(**NETWORK, without=TOLD_ONCE, seed=SEED)
            if given.checkpoints is not None:
                network.resume_in(given.checkpoints / f"fold-{number}")
            said = network.fit(learnt, known).predict(recipes)
            influences = attention_influence(network, recipes)
            misses += np.abs(np.log(said.size_nm / outcomes.size_nm[rows])).tolist()
        else:
            model = make_model(given.model, SEED).fit(learnt, known)

            def read(flasks: Any, model: Any = model) -> Reading:
                answer = model.predict(flasks)
                return Reading(answer.size_nm, answer.shape_probabilities)

            pool = DonorPool(learnt, [papers[k] for k in train])
            influences = measure_influence(read, recipes, theirs, pool, seed=SEED)
            removed += removal_influence(read, recipes, theirs)
        for one in influences:
            found[one.way, one.target].append(one)
        print(f"fold {number}: {len(rows)} recipes of {len(set(theirs))} papers", flush=True)
    joined = {
        key: Influence(*key, some[0].categories, np.concatenate([one.values for one in some]))
        for key, some in found.items()
    }
    stored: dict[str, Any] = {"model": given.model}
    if given.attention:
        stored = json.loads((given.out / "summary.json").read_text("utf-8"))
        joined = read_rows(given.out / "rows.csv", asked) | joined
        stored["network"] = {
            "command": "python -m benchmarks influence --attention",
            "commit": current_commit(),
            "settings": {**NETWORK, "without": list(TOLD_ONCE), "seed": SEED},
            "median_factor_of_error": float(np.exp(np.nanmedian(misses))),
        }
    else:
        stored["chemicals"] = write_chemicals(given.out / "chemicals.csv", removed)
    store(given.out, joined, asked, stored)


def store(
    out: Path,
    joined: dict[tuple[str, str], Influence],
    asked: list[tuple[int, str]],
    stored: dict[str, Any],
) -> None:
    """Write rows and summary."""
    papers = [paper for _, paper in asked]
    write_rows(out / "rows.csv", joined, [row for row, _ in asked], papers)
    summary = {
        "format_version": 1,
        "model": stored["model"],
        "recipes": len(asked),
        "recipes_with_donors": int(
            max(
                np.isfinite(one.values).any(axis=1).sum()
                for (way, _), one in joined.items()
                if way != ATTENTION
            )
        ),
        "papers": len(set(papers)),
        "seed": SEED,
        "commit": stored.get("commit") or current_commit(),
        "command": "python -m benchmarks influence",
        **summary_of(joined, papers),
        "network": stored.get("network"),
        "chemicals": stored["chemicals"],
    }
    write_text(out / "summary.json", json.dumps(summary, indent=1) + "\n")
    print(summary["verdict"])


def read_rows(source: Path, asked: list[tuple[int, str]]) -> dict[tuple[str, str], Influence]:
    """Read what `write_rows` wrote, but for attention."""
    place = {row: k for k, (row, _) in enumerate(asked)}
    found: dict[tuple[str, str], Influence] = {}
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["way"] == ATTENTION:
                continue
            key = (row["way"], row["target"])
            if key not in found:
                empty = np.full((len(asked), len(CATEGORIES)), np.nan)
                found[key] = Influence(*key, CATEGORIES, empty)
            at = place[int(row["row_id"])], CATEGORIES.index(row["part"])
            found[key].values[at] = float(row["influence"])
    return found


def few_of_each_paper(rows: list[int], papers: list[str], most: int) -> list[int]:
    """Return up to so many rows of each paper, drawn at random, in order."""
    of: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        of[papers[row]].append(row)
    generator = np.random.default_rng(SEED)
    chosen = [row for name in sorted(of) for row in generator.permutation(of[name])[:most].tolist()]
    return sorted(chosen)


def summary_of(joined: dict[tuple[str, str], Influence], papers: list[str]) -> dict[str, Any]:
    """Return means, intervals, ranks, agreement, and the verdict in one sentence."""
    ways: dict[str, dict[str, Any]] = {SIZE: {}, SHAPE: {}}
    for (way, target), one in joined.items():
        summary = summarise(one, papers, seed=SEED).to_json()
        ways[target][way] = summary
    agree = []
    for target in (SIZE, SHAPE):
        of_target = {way: one for (way, of), one in joined.items() if of == target}
        names = [name for name in (REPLACEMENT, SHAPLEY, ATTENTION) if name in of_target]
        for i, first in enumerate(names):
            for second in names[i + 1 :]:
                said = agreement(of_target[first], of_target[second], papers, seed=SEED)
                agree.append({"ways": f"{first} and {second}", "target": target} | said)
    return {"ways": ways, "agreement": agree, "verdict": verdict(ways)}


def verdict(ways: dict[str, dict[str, Any]]) -> str:
    """Say in a sentence what of composition > precursor or ligand > solvent holds.

    One part is above another where their intervals do not overlap.
    """
    cases = [
        (target, way)
        for target in (SIZE, SHAPE)
        for way in (REPLACEMENT, SHAPLEY, ATTENTION)
        if way in ways[target]
    ]
    pairs = [(COMPOSITION, LIGAND), (COMPOSITION, CATION), (LIGAND, SOLVENT)]
    pairs += [(CATION, SOLVENT), (ANION, SOLVENT)]
    told = []
    for one, other in pairs:
        found = [_order(ways[target][way][one], ways[target][way][other]) for target, way in cases]
        parts = []
        for word in ("above", "on a par with", "below"):
            some = [case for case, its in zip(cases, found, strict=True) if its == word]
            if some:
                which = "" if len(some) == len(cases) else f" {_by(some)}"
                parts.append(f"{word} the {other}{which}")
        told.append(f"{one} {' and '.join(parts)}")
    second = {
        target: sorted(ways[target][SHAPLEY], key=lambda name: ways[target][SHAPLEY][name]["rank"])
        for target in (SIZE, SHAPE)
    }
    order = "; ".join(f"for {t}: {' > '.join(names)}" for t, names in second.items())
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}. By Shapley values, {order}."


def _by(cases: list[tuple[str, str]]) -> str:
    """Say for which ways, and for which target where a way says so of one alone."""
    names = {SHAPLEY: "Shapley values"}
    words = []
    for way in dict.fromkeys(way for _, way in cases):
        targets = [target for target, its in cases if its == way]
        alone = f" for {targets[0]}" if len(targets) == 1 else ""
        words.append(f"by {names.get(way, way)}{alone}")
    return ", ".join(words)


def _order(one: dict[str, Any], other: dict[str, Any]) -> str:
    if one["ci95"][0] > other["ci95"][1]:
        return "above"
    return "below" if one["ci95"][1] < other["ci95"][0] else "on a par with"


def write_rows(
    target: Path, joined: dict[tuple[str, str], Influence], rows: list[int], papers: list[str]
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["row_id", "paper", "way", "target", "part", "influence"])
    for (way, of), one in joined.items():
        for k, (row, paper) in enumerate(zip(rows, papers, strict=True)):
            for name, value in zip(one.categories, one.values[k].tolist(), strict=True):
                if np.isfinite(value):
                    writer.writerow([row, paper, way, of, name, f"{value:.5g}"])
    write_text(target, text.getvalue())


def write_chemicals(
    target: Path, removed: list[tuple[str, str, str, float]]
) -> list[dict[str, Any]]:
    """Write and return what leaving a chemical out does, by chemical and category."""
    of: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for name, category, paper, value in removed:
        of[name, category][paper].append(value)
    rows = []
    for (name, category), by_paper in of.items():
        if len(by_paper) < LEAST_PAPERS_OF_CHEMICAL:
            continue
        means = np.array([float(np.mean(values)) for values in by_paper.values()])
        again = np.random.default_rng(SEED).choice(means, (1000, len(means))).mean(axis=1)
        low, high = np.quantile(again, [0.025, 0.975]).tolist()
        rows.append(
            {
                "chemical": name,
                "category": category,
                "papers": len(means),
                "mean": float(means.mean()),
                "ci95": [low, high],
            }
        )
    rows.sort(key=lambda row: -float(row["mean"]))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["chemical", "category", "papers", "mean_log_change", "lower", "upper"])
    for row in rows:
        numbers = [row["mean"], *row["ci95"]]
        writer.writerow(
            [row["chemical"], row["category"], row["papers"], *(f"{n:.4g}" for n in numbers)]
        )
    write_text(target, text.getvalue())
    return rows


if __name__ == "__main__":
    main()

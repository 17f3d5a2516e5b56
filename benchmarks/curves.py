"""How the shipped model's size follows temperature, time, each amount and batch size, drawn.

Run from the root of the repository: ``python -m benchmarks curves``. Six flasks are varied one
thing at a time; picture, numbers and the largest steps go into ``benchmarks/results/curves``.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from ostwald._files import write_text
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe, resolve_recipe
from ostwald.models.answer import Answer
from ostwald.plotting import BLUE, GREY, new_figure
from ostwald.prediction.predictor import Predictor
from ostwald.recipes.recipe import Recipe

OUT = Path("benchmarks/results/curves")
FACTORS = 0.3 * 1.02 ** np.arange(117)
DEGREES = np.arange(-30, 31)


def flask(
    product: str, celsius: tuple[float, float], minutes: float, **amounts: str
) -> ResolvedRecipe:
    """Return a textbook flask; amounts by name, with underscores for blanks."""
    return resolve_recipe(
        Recipe(
            product=product,
            reagents=[{"name": n.replace("_", " "), "amount": a} for n, a in amounts.items()],
            injection_temperature_c=celsius[0],
            reaction_temperature_c=celsius[1],
            reaction_time_min=minutes,
        )
    )


def flasks() -> dict[str, ResolvedRecipe]:
    """Return six textbook flasks by name."""
    return {
        "CdSe from CdO": flask(
            "CdSe", (270, 250), 5,
            CdO="0.4 mmol", OA="1.6 mmol", Se="0.4 mmol", TOP="2 mL", ODE="10 mL",
        ),
        "PbSe from PbO": flask(
            "PbSe", (180, 160), 4,
            PbO="2 mmol", OA="6 mmol", Se="4 mmol", TOP="4 mL", ODE="10 mL",
        ),
        "InP from (TMS)3P": flask(
            "InP", (300, 270), 10,
            **{"indium_acetate": "0.4 mmol", "myristic_acid": "1.4 mmol", "(TMS)3P": "0.2 mmol",
               "ODE": "10 mL"},
        ),
        "CsPbBr3": flask(
            "CsPbBr3", (170, 170), 0.1,
            Cs2CO3="0.05 mmol", PbBr2="0.2 mmol", OA="1.5 mL", OLA="0.6 mL", ODE="7 mL",
        ),
        "Fe3O4 from Fe(acac)3": flask(
            "Fe3O4", (200, 290), 30,
            **{"Fe(acac)3": "2 mmol", "OA": "6 mmol", "OLA": "6 mmol", "benzyl_ether": "20 mL"},
        ),
        "Au by citrate": flask(
            "Au", (100, 100), 20,
            HAuCl4="0.025 mmol", sodium_citrate="0.1 mmol", water="100 mL",
        ),
    }  # fmt: skip


def times(recipe: ResolvedRecipe, factor: float, which: int | None = None) -> ResolvedRecipe:
    """Return a recipe with one amount, or all, multiplied."""
    return replace(
        recipe,
        reagents=tuple(
            ResolvedReagent(r.substance, r.amount_mmol * (factor if which in (None, k) else 1.0))
            for k, r in enumerate(recipe.reagents)
        ),
    )


def series(recipe: ResolvedRecipe) -> dict[str, tuple[np.ndarray, list[ResolvedRecipe]]]:
    """Return what is varied, its values, and the recipes."""
    found = {
        "temperature, degC": (
            recipe.reaction_temperature_c + DEGREES,
            [
                replace(
                    recipe,
                    injection_temperature_c=recipe.injection_temperature_c + d,
                    reaction_temperature_c=recipe.reaction_temperature_c + d,
                )
                for d in DEGREES.tolist()
            ],
        ),
        "time, min": (
            recipe.reaction_time_min * FACTORS,
            [
                replace(recipe, reaction_time_min=recipe.reaction_time_min * f)
                for f in FACTORS.tolist()
            ],
        ),
    }
    for k, reagent in enumerate(recipe.reagents):
        found[f"{reagent.substance.abbreviation}, mmol"] = (
            reagent.amount_mmol * FACTORS,
            [times(recipe, f, k) for f in FACTORS.tolist()],
        )
    batch = np.geomspace(0.1, 10.0, 41)
    found["batch, times"] = (batch, [times(recipe, f) for f in batch.tolist()])
    return found


def plain_ticks(axis: Any, places: Sequence[float]) -> None:
    """Mark a few places of a logarithmic axis with plain numbers of two digits."""
    axis.set_major_locator(FixedLocator(list(places)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{float(f'{value:.2g}'):g}"))
    axis.set_minor_locator(NullLocator())


def main() -> None:
    """Draw and write."""
    model = Predictor.load().model
    drawn = flasks()
    widest = max(len(series(recipe)) for recipe in drawn.values())
    figure = new_figure(2.1 * widest, 1.9 * len(drawn))
    axes = figure.subplots(len(drawn), widest, squeeze=False)
    rows, steps = [], {}
    for line, (name, recipe) in zip(axes, drawn.items(), strict=True):
        for ax in line:
            ax.set_visible(False)
        for ax, (what, (values, recipes)) in zip(line, series(recipe).items(), strict=False):
            answer: Answer = model.predict(recipes)
            low, high = answer.interval(0.9)
            ax.set_visible(True)
            ax.fill_between(values, low, high, color=GREY, alpha=0.3, linewidth=0)
            ax.plot(values, answer.size_nm, color=BLUE)
            ax.set_xlabel(what, fontsize=7)
            ax.tick_params(labelsize=6)
            ax.set_yscale("log")
            ax.set_xscale("linear" if what.startswith("temp") else "log")
            if not what.startswith("temp"):
                plain_ticks(
                    ax.xaxis, [values[0], float(np.sqrt(values[0] * values[-1])), values[-1]]
                )
            ends = np.log([low.min(), high.max()])
            plain_ticks(ax.yaxis, np.exp(np.linspace(*ends, 4)).tolist())
            steps[f"{name}: {what}"] = float(np.abs(np.diff(np.log(answer.size_nm))).max())
            rows += [
                [name, what, f"{v:.5g}", f"{s:.4g}", f"{a:.4g}", f"{b:.4g}"]
                for v, s, a, b in zip(values, answer.size_nm, low, high, strict=True)
            ]
        line[0].set_ylabel(f"{name}\nsize, nm", fontsize=7)
    OUT.mkdir(parents=True, exist_ok=True)
    figure.savefig(OUT / "curves.png", dpi=110)
    with (OUT / "curves.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["flask", "varied", "value", "size_nm", "lower_nm", "upper_nm"])
        writer.writerows(rows)
    steps = {key: round(step, 5) for key, step in steps.items()}
    write_text(OUT / "summary.json", json.dumps({"largest_log_step": steps}, indent=1) + "\n")
    worst = max(steps, key=lambda key: steps[key])
    print(f"largest step: {worst}, {steps[worst]:.2%}; picture: {OUT / 'curves.png'}")


if __name__ == "__main__":
    main()

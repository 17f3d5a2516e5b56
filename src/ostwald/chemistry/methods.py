"""A recipe as the paragraph that journals print under methods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ostwald.chemistry.identity import find_reagent
from ostwald.errors import OstwaldError
from ostwald.recipes.limits import format_number

if TYPE_CHECKING:
    from ostwald.chemistry.lines import ReagentLine
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.recipes.amount import Amount
    from ostwald.recipes.procedure import Step
    from ostwald.recipes.recipe import Recipe

_WARM_C = 45.0
_SEEDS = "seeds"


def methods_paragraph(recipe: ResolvedRecipe) -> str:
    """Write a recipe as an experimental paragraph, in the past tense and in mass, volume and mmol.

    What the recipe does not tell and a reader must know stands in square brackets: it is to be
    filled in, not guessed.

    Args:
        recipe: A recipe that was written, its chemicals known.

    Returns:
        Plain text, one paragraph.

    Examples:
        >>> from ostwald import Recipe
        >>> from ostwald.chemistry.resolved import resolve_recipe
        >>> text = "{product: Au, reagents: [{name: HAuCl4, amount: 1 mmol}, "
        >>> text += "{name: oleylamine, amount: 5 mL}], reaction_temperature: 65, "
        >>> text += "injection_temperature: 25, reaction_time: 60}"
        >>> methods_paragraph(resolve_recipe(Recipe.from_yaml(text))).split(". ")[0]
        'Synthesis of Au nanocrystals'
    """
    written = recipe.recipe
    lines = [line for line in recipe.lines if not line.is_solvent_of_stock]
    amounts = _amounts(written, lines)
    chemicals = [_chemical(line, amounts.get(id(line))) for line in lines]
    sentences = [f"Synthesis of {recipe.product.label} nanocrystals"]
    if written is not None and written.procedure:
        sentences.append(f"{_capital(_listed(chemicals))} were used")
        sentences += _steps(written.procedure, recipe)
    else:
        sentences.append(f"{_capital(_listed(chemicals))} were combined{_vessel(written)}")
        sentences += _conditions(recipe)
    return ". ".join(sentences) + ". [Say how the crystals were isolated and purified.]"


def _amounts(recipe: Recipe | None, lines: Sequence[ReagentLine]) -> dict[int, Amount]:
    """Return the amounts as they were written, by line."""
    if recipe is None:
        return {}
    waiting = [reagent for reagent in recipe.reagents if reagent.amount.value != 0]
    return {
        id(line): reagent.amount
        for line, reagent in zip(lines, waiting, strict=False)
        if line.name == reagent.name
    }


def _chemical(line: ReagentLine, amount: Amount | None) -> str:
    """Return a chemical with its amounts: ``lead(II) oxide (893 mg, 4.00 mmol)``."""
    substance = line.substance
    name = substance.name or substance.abbreviation
    if line.is_seeds:
        name = f"{substance.formula or name} {_SEEDS}"
    mmol = f"{_digits(line.amount_mmol)} mmol"
    if amount is not None and (amount.strength is not None or amount.solvent is not None):
        return f"{name} ({mmol}, as {_plain(amount.as_written)})"
    told = []
    if amount is not None and amount.unit in ("g", "mL"):
        told.append(_plain(amount.as_written))
    elif line.volume_ml is not None:
        told.append(f"{_digits(line.volume_ml)} mL")
    elif substance.molar_mass_g_per_mol is not None and not line.is_seeds:
        told.append(_mass(line.amount_mmol * substance.molar_mass_g_per_mol / 1000.0))
    return f"{name} ({', '.join([*told, mmol])})"


def _conditions(recipe: ResolvedRecipe) -> list[str]:
    """Return what is told by temperatures and a time alone."""
    start, growth = recipe.injection_temperature_c, recipe.reaction_temperature_c
    time = _time(recipe.reaction_time_min)
    rate = recipe.heating_rate_c_per_min
    if start > _WARM_C:
        return [
            f"The last component was introduced at {_celsius(start)} [say which], and the "
            f"crystals were grown at {_celsius(growth)} for {time}"
        ]
    if abs(growth - start) < 1e-9:
        return [f"The mixture was kept at {_celsius(growth)} for {time}"]
    speed = f" at {_digits(rate)} °C/min" if rate else " [say how fast]"
    return [
        f"The mixture was heated from {_celsius(start)} to {_celsius(growth)}{speed} and kept "
        f"there for {time}"
    ]


def _vessel(recipe: Recipe | None) -> str:
    if recipe is None:
        return ""
    words = " in an autoclave" if recipe.pressure == "autoclave" else ""
    words += f" under {recipe.atmosphere}" if recipe.atmosphere else ""
    return words + (f" at pH {recipe.ph:g}" if recipe.ph is not None else "")


def _steps(steps: Sequence[Step], recipe: ResolvedRecipe) -> list[str]:
    told = []
    for number, step in enumerate(steps):
        subject = f"The flask{_vessel(recipe.recipe)}" if number == 0 else "It"
        hold = f" and kept there for {_time(step.hold)}" if step.hold is not None else ""
        rate = f" at {_digits(step.rate)} °C/min" if step.rate is not None else ""
        if step.heat is not None:
            told.append(f"{subject} was heated to {_celsius(step.heat)}{rate}{hold}")
        elif step.cool is not None:
            told.append(f"{subject} was cooled to {_celsius(step.cool)}{rate}{hold}")
        elif step.add is not None:
            names = _listed([_full_name(name) for name in step.add])
            verb = "was" if len(step.add) == 1 else "were"
            at = f" at {_celsius(step.at)}" if step.at is not None else ""
            over = f" over {_time(step.over)}" if step.over is not None else ""
            told.append(f"{_capital(names)} {verb} added{at}{over}")
        elif step.hold is not None:
            at = f" at {_celsius(step.at)}" if step.at is not None else ""
            told.append(f"{subject} was kept{at} for {_time(step.hold)}")
    return told


def _full_name(name: str) -> str:
    try:
        return find_reagent(name).name or name
    except OstwaldError:
        return name


def _mass(grams: float) -> str:
    return f"{_digits(grams)} g" if grams >= 1.0 else f"{_digits(1000.0 * grams)} mg"


def _time(minutes: float) -> str:
    if minutes < 1.0:
        return f"{_digits(60.0 * minutes, least=False)} s"
    if minutes >= 120.0:
        return f"{_digits(minutes / 60.0, least=False)} h"
    return f"{_digits(minutes, least=False)} min"


def _celsius(temperature: float) -> str:
    return f"{format_number(round(temperature, 1))} °C".replace("-", "−")


def _digits(value: float, *, least: bool = True) -> str:
    """Return three significant digits without an exponent, trailing zeros kept if `least`."""
    text = f"{value:#.3g}" if least else f"{value:.3g}"
    if "e" in text:
        text = f"{float(text):.12f}".rstrip("0") if value < 1 else f"{float(text):.0f}"
    return text.rstrip(".")


def _plain(amount: str) -> str:
    return amount.replace("uL", "µL").replace("umol", "µmol")


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _capital(text: str) -> str:
    """Return a text with a capital, unless it begins with a locant or a formula."""
    head = text.split(" ", 1)[0].split("(", 1)[0]
    start = next((k for k, sign in enumerate(text) if sign.isalpha()), 0)
    if any(sign.isupper() for sign in head[1:]) or not text[:1]:
        return text
    return text[:start] + text[start].upper() + text[start + 1 :]

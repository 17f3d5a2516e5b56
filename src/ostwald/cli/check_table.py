"""What was understood of recipes, for people: a table a recipe, or a summary of many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ostwald.chemistry.plausibility import SEVERITIES, Flag
from ostwald.chemistry.understanding import Understanding
from ostwald.plotting import SEVERITY_STYLES

if TYPE_CHECKING:
    from ostwald.chemistry.lines import ReagentLine

FEW = 12
"""Up to so many recipes are shown whole."""

_WORST = 5


def print_understandings(understood: Sequence[Understanding]) -> None:
    """Print what was understood, each recipe whole if there are few.

    Args:
        understood: What to show, in order.
    """
    console = Console()
    if len(understood) > FEW:
        _print_summary(console, understood)
        return
    for number, one in enumerate(understood, start=1):
        _print_one(console, one, one.recipe.id or str(number))


def _print_one(console: Console, one: Understanding, name: str) -> None:
    recipe = one.recipe
    product = recipe.product
    known_as = f" ({product.name})" if product.name and product.name != product.label else ""
    console.print(Text.assemble((f"\n{name}: ", "bold"), f"{product.label}{known_as}"))
    table = Table(header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("as written", ratio=3, overflow="fold")
    table.add_column("taken for", ratio=3, overflow="fold")
    table.add_column("role", ratio=2, overflow="fold")
    table.add_column("mmol", justify="right", no_wrap=True)
    table.add_column("mL", justify="right", no_wrap=True)
    for line in recipe.lines:
        role = line.substance.roles[0].replace("_", " ") if line.substance.roles else ""
        table.add_row(
            Text(_written(line)),
            Text(line.substance.label),
            role,
            _number(line.amount_mmol),
            "" if line.volume_ml is None else _number(line.volume_ml),
        )
    console.print(table)
    remarks = Table.grid(padding=(0, 1))
    remarks.add_column(style="dim", no_wrap=True)
    remarks.add_column(overflow="fold")
    for what, text in _remarks(one):
        remarks.add_row(f"{what}:", text)
    for flag in one.flags:
        remarks.add_row(
            Text(f"{flag.severity}:", style=SEVERITY_STYLES[flag.severity]), _flag(flag)
        )
    console.print(remarks)


def _written(line: ReagentLine) -> str:
    return line.notes[0] if line.is_solvent_of_stock else line.given


def _remarks(one: Understanding) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of a recipe below its table, each with its kind."""
    recipe = one.recipe
    start, end = recipe.injection_temperature_c, recipe.reaction_temperature_c
    rate = recipe.heating_rate_c_per_min
    where = f"{end:g} °C" if start == end else f"from {start:g} to {end:g} °C"
    yield (
        "conditions",
        (
            where
            + (f" at {rate:g} °C/min" if rate else "")
            + f", {recipe.reaction_time_min:.3g} min"
        ),
    )
    yield "totals", _totals(one)
    yield (
        "flask, mmol",
        ", ".join(
            f"{part.substance.abbreviation} {_number(part.amount_mmol)}" for part in one.flask
        ),
    )
    for text in (*recipe.assumptions, *one.totals.notes):
        yield "assumed", text
    for line in recipe.lines:
        for text in line.notes:
            if not line.is_solvent_of_stock:
                yield "note", f"{line.name}: {text}"
    for text in recipe.warnings:
        yield "note", text


def _flag(flag: Flag) -> str:
    why = flag.why[:1].upper() + flag.why[1:]
    return f"{flag.what}. {why}" + ("" if why.endswith(".") else ".")


def _totals(one: Understanding) -> str:
    sums = one.totals
    parts = [
        (sums.volume_ml, "{:.3g} mL"),
        (sums.metal_mmol_per_l, "metal {:.3g} mmol/L"),
        (sums.ligand_to_metal, "ligand to metal {:.3g}"),
        (sums.anion_to_cation, "anion to cation {:.3g}"),
    ]
    words = [shown.format(value) for value, shown in parts if value is not None]
    if sums.theoretical_yield_mg is not None:
        words.append(f"at most {_number(sums.theoretical_yield_mg)} mg")
    words += [f"{sums.limiting} runs out first"] if sums.limiting else []
    return ", ".join(words) or "not known"


def _print_summary(console: Console, understood: Sequence[Understanding]) -> None:
    worst = sorted(range(len(understood)), key=lambda k: (_worst(understood[k]), k))
    raised = Counter((flag.severity, flag.rule) for one in understood for flag in one.flags)
    clean = sum(not one.flags for one in understood)
    products = Counter(one.recipe.product.label for one in understood)
    common = ", ".join(f"{label} {count}" for label, count in products.most_common(6))
    console.print(f"{len(understood)} recipes of {len(products)} products: {common}")
    console.print(f"{clean} of them without a flag")
    if raised:
        table = Table(header_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("flag")
        table.add_column("rule", overflow="fold")
        table.add_column("recipes", justify="right")
        for (severity, rule), count in sorted(
            raised.items(), key=lambda item: (SEVERITIES.index(item[0][0]), -item[1])
        ):
            table.add_row(Text(severity, style=SEVERITY_STYLES[severity]), rule, str(count))
        console.print(table)
    shown = [k for k in worst if understood[k].flags][:_WORST]
    if shown:
        console.print("The worst of them:", style="bold")
    for k in shown:
        name, flag = understood[k].recipe.id or k + 1, understood[k].flags[0]
        style = SEVERITY_STYLES[flag.severity]
        console.print(
            Text.assemble((f"{name}: ", "bold"), (f"{flag.severity}: ", style), _flag(flag))
        )
    console.print("The first of them:", style="bold")
    _print_one(console, understood[0], understood[0].recipe.id or "1")
    console.print("\nEvery recipe whole: --json, or a file with fewer of them.", style="dim")


def _worst(one: Understanding) -> int:
    return min((SEVERITIES.index(flag.severity) for flag in one.flags), default=len(SEVERITIES))


def _number(value: float) -> str:
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"

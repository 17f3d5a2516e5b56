"""What is understood of a draft, field by field: what can be read is, whatever else is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from ostwald.app.pages.recipe.draft import Draft, Row, read_steps
from ostwald.app.pages.recipe.sliders import KINDS, Slider, of_amount, of_condition
from ostwald.chemistry.completions import complete_reagent
from ostwald.chemistry.identity import identify
from ostwald.chemistry.lines import ReagentLine, read_lines
from ostwald.chemistry.products import find_product
from ostwald.chemistry.resolved import resolve_recipe
from ostwald.chemistry.substance import ProductIdentity, Substance
from ostwald.chemistry.understanding import Understanding, understand
from ostwald.errors import OstwaldError, SeveralInputError
from ostwald.recipes.limits import QuantityKind
from ostwald.recipes.procedure import MAX_STEPS, Step
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.recipe import Recipe, read_ph, read_pressure
from ostwald.recipes.recipe_file import RecipeEntry
from ostwald.recipes.units import read_quantity

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe

_REAGENT = re.compile(r'reagents? (\d+)(?:, "|, |$)')
_STEP = re.compile(r"procedure,? (?:step )?(\d+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong, and the field that it concerns.

    Attributes:
        field: ``product``, ``row KEY``, ``row KEY name``, ``row KEY amount``, a condition,
            ``procedure``, or empty where it is the whole recipe.
        text: In words, with what mends it.
        is_blank: Whether the field is only not filled in yet.
    """

    field: str
    text: str
    is_blank: bool = False


@dataclass(slots=True)
class Reading:
    """What is understood of a draft.

    Attributes:
        draft: What was read.
        product: What it makes; None where that is not known.
        lines: What each line comes to by its key.
        substances: What each line is by its key, also where its amount is not understood.
        problems: All that is wrong.
        sliders: By field: ``row KEY`` or a condition.
        understanding: Of the whole recipe; None while something is wrong.
    """

    draft: Draft
    product: ProductIdentity | None = None
    lines: dict[str, ReagentLine] = field(default_factory=dict)
    substances: dict[str, Substance] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    sliders: dict[str, Slider] = field(default_factory=dict)
    understanding: Understanding | None = None

    @property
    def recipe(self) -> Recipe | None:
        """The recipe; None while something is wrong."""
        return None if self.understanding is None else self.understanding.recipe.recipe

    @property
    def resolved(self) -> ResolvedRecipe | None:
        """The recipe with its chemicals known; None while something is wrong."""
        return None if self.understanding is None else self.understanding.recipe

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written that a recipe is made of."""
        return not self.draft.written and not self.draft.product.strip()

    def about(self, name: str, *, blank: bool = False) -> list[str]:
        """Return what is wrong with a field, in words.

        Args:
            name: Of the field.
            blank: Return what is asked of a field that is not filled in yet, instead.
        """
        return [one.text for one in self.problems if one.field == name and one.is_blank == blank]


def read_draft(draft: Draft, before: Mapping[str, Slider] | None = None) -> Reading:
    """Read a draft as far as it can be understood.

    Args:
        draft: What was written.
        before: The sliders so far; ranges are kept while values lie in them.

    Returns:
        What is understood, and what is wrong beside the field that it concerns.
    """
    reading = Reading(draft)
    _read_product(reading)
    good = _read_rows(reading)
    _read_conditions(reading)
    _read_procedure(reading)
    _read_sliders(reading, before or {})
    if not draft.written:
        reading.problems.append(Problem("", "Add a reagent and its amount.", is_blank=True))
    if not reading.problems:
        _read_whole(reading)
    if reading.understanding is None:
        _read_lines(reading, good)
    return reading


def in_words(error: OstwaldError) -> str:
    """Return an error as sentences, without its place."""
    problem = error.problem[:1].upper() + error.problem[1:]
    hint = f" {error.hint[:1].upper()}{error.hint[1:]}." if error.hint else ""
    return f"{problem.rstrip('.')}.{hint}"


def _read_product(reading: Reading) -> None:
    text = reading.draft.product.strip()
    if not text:
        ask = "Write what is made, such as CdSe."
        reading.problems.append(Problem("product", ask, is_blank=True))
        return
    try:
        reading.product = find_product(text)
    except OstwaldError as error:
        reading.problems.append(Problem("product", in_words(error)))


def _read_rows(reading: Reading) -> list[tuple[Row, Reagent]]:
    """Read every line by itself; return those that are complete."""
    good = []
    for row in reading.draft.written:
        wrong = len(reading.problems)
        if not row.name.strip():
            reading.problems.append(Problem(f"row {row.key} name", "Name the chemical.", True))
        elif not row.seeds.strip():
            try:
                found = identify(row.name.strip(), row.smiles.strip() or None)
                reading.substances[row.key] = found.substance
            except OstwaldError as error:
                reading.problems.append(_name_problem(row, error))
        if not row.amount.strip():
            reading.problems.append(Problem(f"row {row.key} amount", "How much of it?", True))
        if len(reading.problems) > wrong:
            continue
        try:
            good.append((row, Reagent.model_validate(row.to_mapping())))
        except OstwaldError as error:
            part = "amount" if (error.where or "").startswith("amount") else "name"
            reading.problems.append(Problem(f"row {row.key} {part}", in_words(error)))
    return good


def _name_problem(row: Row, error: OstwaldError) -> Problem:
    """Return what is wrong with a name; one that is being typed is not called wrong."""
    offered = [] if row.smiles.strip() else complete_reagent(row.name, 1)
    if offered and offered[0].is_sure and not offered[0].is_exact:
        text = f"No chemical is called that; {offered[0].name} begins so."
        return Problem(f"row {row.key} name", text, is_blank=True)
    return Problem(f"row {row.key} name", in_words(error))


def _read_lines(reading: Reading, good: Sequence[tuple[Row, Reagent]]) -> None:
    """Say what the lines come to, though something else is wrong."""
    known = reading.product or ProductIdentity(reading.draft.product, "")
    for _ in range(3):  # amounts that hang on a line that cannot be read fall in the next round
        if not good:
            return
        try:
            lines = read_lines([reagent for _, reagent in good], known).lines
        except OstwaldError as error:
            wrong = {_number(one.where, _REAGENT) for one in _all(error)} - {None}
            for one in _all(error):
                _place_row_error(reading, one, [row for row, _ in good])
            good = [pair for k, pair in enumerate(good, start=1) if k not in wrong]
            if not wrong:
                return
            continue
        _match(reading, [row for row, _ in good], lines)
        return


def _match(reading: Reading, rows: Sequence[Row], lines: Sequence[ReagentLine]) -> None:
    """Give each row its line; rows of which the amount is zero have none."""
    waiting = [line for line in lines if not line.is_solvent_of_stock]
    for row in rows:
        name = " ".join(row.name.split())
        if waiting and waiting[0].name == name:
            line = waiting.pop(0)
            reading.lines[row.key] = line
            reading.substances[row.key] = line.substance


def _read_conditions(reading: Reading) -> None:
    conditions = reading.draft.conditions
    checks: dict[str, Callable[[str], object]] = {
        **{name: partial(_quantity, kind) for name, kind in KINDS.items()},
        "pH": read_ph,
        "pressure": read_pressure,
    }
    for name, check in checks.items():
        text = conditions.get(name, "").strip()
        if not text:
            continue
        try:
            check(text)
        except OstwaldError as error:
            reading.problems.append(Problem(name, in_words(error)))
    if reading.draft.procedure.strip():
        return
    for name, ask in (
        ("reaction_temperature", "At what temperature do the crystals grow?"),
        ("reaction_time", "For how long?"),
    ):
        if not conditions.get(name, "").strip():
            reading.problems.append(Problem(name, ask, is_blank=True))


def _read_procedure(reading: Reading) -> None:
    text = reading.draft.procedure
    if not text.strip():
        return
    try:
        steps = read_steps(text)
    except OstwaldError as error:
        step = _number(error.where, _STEP)
        reading.problems.append(Problem("procedure", f"Step {step}: {in_words(error)}"))
        return
    if len(steps) > MAX_STEPS:
        text = f"It has {len(steps)} steps; {MAX_STEPS} is the most."
        reading.problems.append(Problem("procedure", text))
    for number, step in enumerate(steps[:MAX_STEPS], start=1):
        try:
            Step.model_validate(step)
        except OstwaldError as error:
            place = f"Step {number}, {error.where}" if error.where else f"Step {number}"
            reading.problems.append(Problem("procedure", f"{place}: {in_words(error)}"))


def _read_sliders(reading: Reading, before: Mapping[str, Slider]) -> None:
    for row in reading.draft.written:
        key = f"row {row.key}"
        if (slider := of_amount(row.amount, before.get(key))) is not None:
            reading.sliders[key] = slider
    for name in KINDS:
        text = reading.draft.conditions.get(name, "")
        if text.strip() and (slider := of_condition(name, text, before.get(name))) is not None:
            reading.sliders[name] = slider


def _read_whole(reading: Reading) -> None:
    rows = reading.draft.written
    try:
        recipe = RecipeEntry.model_validate(reading.draft.to_mapping()).to_recipe()
        reading.understanding = understand(resolve_recipe(recipe))
    except OstwaldError as error:
        for one in _all(error):
            _place_row_error(reading, one, rows)
        return
    reading.product = reading.understanding.recipe.product
    _match(reading, rows, reading.understanding.recipe.lines)


def _place_row_error(reading: Reading, error: OstwaldError, rows: Sequence[Row]) -> None:
    """Put an error of the whole beside the field that it names."""
    number = _number(error.where, _REAGENT)
    where = error.where or ""
    if number is not None and number <= len(rows):
        key = rows[number - 1].key
        # a name that is known by itself and not here is one that the flask leaves open
        part = "name" if "may be" in error.problem else "amount"
        place = f"row {key} {part}"
    elif where.startswith("procedure"):
        place = "procedure"
    else:
        place = next((name for name in ("product", *KINDS, "pH") if where.startswith(name)), "")
    problem = Problem(place, in_words(error))
    if problem not in reading.problems:
        reading.problems.append(problem)


def _all(error: OstwaldError) -> tuple[OstwaldError, ...]:
    return error.errors if isinstance(error, SeveralInputError) else (error,)


def _number(where: str | None, pattern: re.Pattern[str]) -> int | None:
    match = pattern.search(where or "")
    return None if match is None else int(match[1])


def _quantity(kind: QuantityKind, text: str) -> float:
    try:
        return read_quantity(float(text), kind)
    except ValueError:
        return read_quantity(text, kind)

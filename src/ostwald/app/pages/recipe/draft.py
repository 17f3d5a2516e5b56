"""A recipe on the page, as far as it is written: texts as they were typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ostwald.errors import InputError
from ostwald.recipes.limits import MAX_REAGENTS
from ostwald.recipes.safe_yaml import dump_yaml, load_yaml

CONDITIONS = (
    "injection_temperature",
    "reaction_temperature",
    "reaction_time",
    "heating_rate",
    "atmosphere",
    "pH",
    "pressure",
)
_LONGEST_TEXT = 2000
_LONGEST_PROCEDURE = 20_000
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,3})?")
_KNOWN = frozenset({"format_version", "id", "product", "reagents", "procedure", *CONDITIONS})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of reagents.

    Attributes:
        key: What names the line on the page.
        name: As it was typed.
        amount: As it was typed.
        smiles: Structure of a chemical that the program does not know.
        seeds: Product of the seeds that the line is, if it is seeds.
        seeds_size: Their size.
    """

    key: str
    name: str = ""
    amount: str = ""
    smiles: str = ""
    seeds: str = ""
    seeds_size: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written in it."""
        return not (self.name.strip() or self.amount.strip())

    def to_mapping(self) -> dict[str, Any]:
        """Return it as a recipe file has it."""
        mapping: dict[str, Any] = {"name": self.name.strip()}
        if self.smiles.strip():
            mapping["smiles"] = self.smiles.strip()
        if self.seeds.strip():
            mapping["seeds"] = {"product": self.seeds.strip()}
            if self.seeds_size.strip():
                mapping["seeds"]["size"] = _plain(self.seeds_size)
        return {**mapping, "amount": _plain(self.amount)}


@dataclass(frozen=True, slots=True)
class Draft:
    """A recipe as far as it is written.

    Attributes:
        id: Its name; may be empty.
        product: As it was typed.
        rows: The table of reagents, blank lines among them.
        conditions: Temperatures, times and the like by field of the recipe file.
        procedure: Steps, one a line, each as the inside of a step of the recipe file.
    """

    id: str = ""
    product: str = ""
    rows: tuple[Row, ...] = ()
    conditions: Mapping[str, str] = field(default_factory=dict)
    procedure: str = ""

    @property
    def written(self) -> tuple[Row, ...]:
        """The lines in which something was written."""
        return tuple(row for row in self.rows if not row.is_blank)

    @classmethod
    def from_json(cls, data: object) -> Draft:
        """Read what a browser sent; anything else than texts is dropped, and nothing raises."""
        data = data if isinstance(data, dict) else {}
        rows = data.get("rows")
        conditions = data.get("conditions")
        conditions = conditions if isinstance(conditions, dict) else {}
        return cls(
            id=_text(data.get("id")),
            product=_text(data.get("product")),
            rows=tuple(
                Row(
                    key=_text(row.get("key"))[:40] or str(k),
                    name=_text(row.get("name")),
                    amount=_text(row.get("amount")),
                    smiles=_text(row.get("smiles")),
                    seeds=_text(row.get("seeds")),
                    seeds_size=_text(row.get("seeds_size")),
                )
                for k, row in enumerate(rows if isinstance(rows, list) else [])
                if isinstance(row, dict)
            )[: MAX_REAGENTS + 1],
            conditions={name: _text(conditions.get(name)) for name in CONDITIONS},
            procedure=_text(data.get("procedure"), _LONGEST_PROCEDURE),
        )

    def to_json(self) -> dict[str, Any]:
        """Return it for a browser."""
        return {
            "id": self.id,
            "product": self.product,
            "rows": [
                {
                    "key": row.key,
                    "name": row.name,
                    "amount": row.amount,
                    "smiles": row.smiles,
                    "seeds": row.seeds,
                    "seeds_size": row.seeds_size,
                }
                for row in self.rows
            ],
            "conditions": {name: self.conditions.get(name, "") for name in CONDITIONS},
            "procedure": self.procedure,
        }

    @classmethod
    def from_mapping(cls, data: object) -> Draft:
        """Read one recipe of a recipe file, its texts as they were written.

        Args:
            data: Plain data, as a recipe file holds it.

        Returns:
            The draft; it need not be a valid recipe.

        Raises:
            InputError: It is no mapping of the fields of a recipe.
        """
        if not isinstance(data, Mapping):
            raise InputError("this is no recipe", hint="it has a product, reagents and conditions")
        if unknown := [str(name) for name in data if name not in _KNOWN]:
            raise InputError(
                f"unknown field {unknown[0][:60]!r}",
                hint=f"known fields are {', '.join(sorted(_KNOWN))}",
            )
        reagents = data.get("reagents") or []
        steps = data.get("procedure") or []
        if not isinstance(reagents, list) or not all(isinstance(r, dict) for r in reagents):
            raise InputError("the reagents are no list of names and amounts", where="reagents")
        if not isinstance(steps, list):
            raise InputError("the procedure is no list of steps", where="procedure")
        if len(reagents) > MAX_REAGENTS:
            raise InputError(f"there are {len(reagents)} reagents; {MAX_REAGENTS} is the most")
        return cls(
            id=_as_text(data.get("id")),
            product=_as_text(data.get("product")),
            rows=tuple(_row(k, reagent) for k, reagent in enumerate(reagents)),
            conditions={name: _as_text(data.get(name)) for name in CONDITIONS},
            procedure="\n".join(_step_text(step) for step in steps),
        )

    def to_mapping(self) -> dict[str, Any]:
        """Return it as a recipe file has it, without what is empty.

        Raises:
            InputError: A line of the procedure cannot be read.
        """
        mapping: dict[str, Any] = {"id": self.id.strip()} if self.id.strip() else {}
        mapping["product"] = self.product.strip()
        mapping["reagents"] = [row.to_mapping() for row in self.written]
        for name in CONDITIONS:
            if text := self.conditions.get(name, "").strip():
                mapping[name] = _plain(text)
        if self.procedure.strip():
            mapping["procedure"] = read_steps(self.procedure)
        return mapping

    def to_yaml(self) -> str:
        """Return it as the text of a recipe file.

        Raises:
            InputError: A line of the procedure cannot be read.
        """
        return dump_yaml(self.to_mapping())


def read_drafts(text: str) -> list[Draft]:
    """Read the recipes of the text of a recipe file.

    Args:
        text: YAML or JSON.

    Returns:
        One draft a recipe, at least one.

    Raises:
        InputError: It is not YAML, or holds no recipe.
    """
    drafts = []
    for number, entry in enumerate(entries := load_yaml(text), start=1):
        try:
            if entry.error is not None:
                raise entry.error
            drafts.append(Draft.from_mapping(entry.data))
        except InputError as error:
            place = f"recipe {number}" if len(entries) > 1 else None
            raise (error if place is None else error.at(place)) from error
    if not drafts:
        raise InputError("there is no recipe in it", hint="write at least one recipe")
    return drafts


def read_steps(text: str) -> list[Any]:
    """Read the steps of a procedure, one a line.

    Args:
        text: Such as ``heat: 120 degC, hold: 30 min``; blank lines do not count.

    Returns:
        Plain data of the steps, not yet checked.

    Raises:
        InputError: A line is no step; ``where`` names it.
    """
    steps = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        inside = line.removeprefix("- ").strip()
        try:
            entries = load_yaml(inside if inside.startswith("{") else f"{{{inside}}}")
            if len(entries) != 1 or entries[0].error or not isinstance(entries[0].data, dict):
                raise InputError("it is no step")
        except InputError as error:
            raise InputError(
                f"{line[:80]!r} is no step",
                where=f"procedure, step {number}",
                hint="write such as: heat: 120 degC, hold: 30 min",
            ) from error
        steps.append(entries[0].data)
    return steps


def _row(number: int, reagent: Mapping[str, Any]) -> Row:
    seeds = reagent.get("seeds")
    seeds = seeds if isinstance(seeds, dict) else {}
    return Row(
        key=f"r{number}",
        name=_as_text(reagent.get("name")),
        amount=_as_text(reagent.get("amount")),
        smiles=_as_text(reagent.get("smiles")),
        seeds=_as_text(seeds.get("product")),
        seeds_size=_as_text(seeds.get("size")),
    )


def _step_text(step: object) -> str:
    """Return a step as one line that `read_steps` reads."""
    text = dump_yaml_inline(step)
    return text[1:-1] if text.startswith("{") and text.endswith("}") else text


def dump_yaml_inline(data: object) -> str:
    """Return plain data as YAML on one line."""
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{k}: {dump_yaml_inline(v)}" for k, v in data.items()) + "}"
    if isinstance(data, Sequence) and not isinstance(data, str):
        return "[" + ", ".join(dump_yaml_inline(one) for one in data) + "]"
    text = dump_yaml(data).removesuffix("...\n").strip()
    needs_quotes = isinstance(data, str) and any(sign in data for sign in ",{}[]:#\n")
    return f'"{_escaped(data)}"' if needs_quotes and isinstance(data, str) else text


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _plain(text: str) -> str | float | int:
    """Return a bare number as one, so that a file has it without quotation marks."""
    text = text.strip()
    if not _PLAIN.fullmatch(text):
        return text
    number = float(text)
    return int(number) if number == int(number) and abs(number) < 1e15 else number


def _as_text(value: object) -> str:
    return "" if value is None else str(value)[:_LONGEST_TEXT]


def _text(value: object, most: int = _LONGEST_TEXT) -> str:
    return value[:most] if isinstance(value, str) else ""

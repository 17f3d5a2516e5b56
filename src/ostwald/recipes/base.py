"""The common ground of the recipe models: frozen, strict, and errors in words."""

from __future__ import annotations

import difflib
import re
import typing
import unicodedata
from collections.abc import Callable
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from ostwald.errors import InputError


class RecipeModel(BaseModel):
    """A frozen pydantic model that refuses unknown fields and raises `InputError`.

    Fields named in `not_compared` say how something was written: two that mean the same are
    equal whatever stands there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    not_compared: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, /, **data: Any) -> None:
        """Validate the fields.

        Args:
            **data: The fields by name.

        Raises:
            InputError: A field is missing, unknown or wrong; it says which, in words.
        """
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise input_error(error, type(self)) from None

    # Without this mark pydantic would call __init__ for models inside models, and an inner
    # error would lose the path to it.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def _meaning(self) -> tuple[Any, ...]:
        return tuple(
            value for name, value in self.__dict__.items() if name not in self.not_compared
        )

    def __eq__(self, other: object) -> bool:
        """Tell whether another model means the same."""
        if not isinstance(other, RecipeModel) or type(self) is not type(other):
            return NotImplemented
        return self._meaning() == other._meaning()

    def __hash__(self) -> int:
        """Return a hash of what the model means."""
        return hash((type(self), self._meaning()))

    @classmethod
    def model_validate(cls, obj: Any, **settings: Any) -> Self:
        """Validate any object; as in pydantic, but errors come as `InputError`.

        Args:
            obj: A mapping of the fields, or whatever else the model reads.
            **settings: Passed to pydantic.

        Returns:
            The model.

        Raises:
            InputError: A field is missing, unknown or wrong; it says which, in words.
        """
        try:
            return super().model_validate(obj, **settings)
        except ValidationError as error:
            raise input_error(error, cls) from None


def validator(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make a reader that raises `InputError` usable as a pydantic validator.

    Args:
        read: A function of one value.

    Returns:
        The same function, with its error in the form that pydantic collects.
    """

    def validate(value: Any) -> Any:
        try:
            return read(value)
        except InputError as error:
            context = {"problem": error.problem, "hint": error.hint or ""}
            raise PydanticCustomError("ostwald", "{problem}", context) from error

    return validate


def clean_text(value: object, what: str, most: int) -> str:
    """Return a one-line text without invisible characters and outer blanks.

    Args:
        value: What was read; whole numbers are taken as text (``12`` for an id).
        what: What the text is, for messages.
        most: The largest length accepted.

    Returns:
        The text, with every run of white space as one space.

    Raises:
        InputError: It is no text, empty, too long, or holds control characters.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise InputError(f"{what} is {value!r}, not a text", hint="put it in quotation marks")
    if not value.isascii():
        value = "".join(sign for sign in value if unicodedata.category(sign) != "Cf")
    text = " ".join(value.split())
    if not text:
        raise InputError(f"{what} is empty", hint=f"write {what}")
    if len(text) > most:
        raise InputError(f"{what} is longer than {most} characters", hint=f"shorten {what}")
    if not text.isprintable():
        raise InputError(f"{what} holds control characters: {text!r}", hint="type it anew")
    return text


def placed(error: InputError, place: str) -> InputError:
    """Return the error with an outer place put before its own.

    Args:
        error: An error, with or without a place.
        place: Such as ``recipes.csv, row 17``.

    Returns:
        A new error.
    """
    where = f"{place}, {error.where}" if error.where else place
    return InputError(error.problem, where=where, hint=error.hint)


def near_match(name: str, known: list[str]) -> str | None:
    """Return the known name that is most like the given one, if any is.

    Args:
        name: What was written.
        known: What could have been meant.

    Returns:
        One of `known`, or None.
    """
    key = name.strip().lower()
    begun = [candidate for candidate in known if len(key) > 3 and candidate.startswith(key)]
    found = begun or difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    return found[0] if found else None


def input_error(error: ValidationError, model: type[BaseModel]) -> InputError:
    """Translate pydantic's error into one that a chemist can act on.

    Args:
        error: What pydantic raised.
        model: The model that was validated, for the names of its fields.

    Returns:
        One error; if several fields are wrong, it names them all.
    """
    details = error.errors(include_url=False, include_input=True)
    meant = {_suggestion(one, model) for one in details if one["type"] == "extra_forbidden"}
    # a misspelt field is reported once, not again as missing under its right name
    missing = [
        one for one in details if one["type"] == "missing" and str(one["loc"][-1]) not in meant
    ]
    parts = _missing(missing) + [
        _one_error(one, model) for one in details if one["type"] != "missing"
    ]
    if len(parts) == 1:
        return parts[0]
    shown = "; ".join(str(part) for part in parts[:5])
    more = f"; and {len(parts) - 5} more" if len(parts) > 5 else ""
    return InputError(f"{len(parts)} things are wrong: {shown}{more}")


def _missing(details: list[ErrorDetails]) -> list[InputError]:
    """Return one error for each place in which fields are missing."""
    by_place: dict[str, list[str]] = {}
    for one in details:
        by_place.setdefault(_in_words(one["loc"][:-1]), []).append(str(one["loc"][-1]))
    return [
        InputError(
            f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} missing",
            where=place or None,
            hint=f"add {'it' if len(names) == 1 else 'them'}",
        )
        for place, names in by_place.items()
    ]


def _one_error(detail: ErrorDetails, model: type[BaseModel]) -> InputError:
    place = _in_words(detail["loc"]) or None
    context = detail.get("ctx", {})
    match detail["type"]:
        case "ostwald":
            return InputError(context["problem"], where=place, hint=context["hint"] or None)
        case "extra_forbidden":
            outer = _in_words(detail["loc"][:-1]) or None
            if detail["input"] is None and re.match(r"[\w'(]*\d", str(detail["loc"][-1])):
                problem = f"{detail['loc'][-1]!r} stands alone: a comma has cut a name in two"
                hint = "put the name in quotation marks: it has a comma"
                return InputError(problem, where=outer, hint=hint)
            meant = _suggestion(detail, model)
            names = ", ".join(_fields_at(model, detail["loc"][:-1]))
            hint = f"did you mean {meant}?" if meant else f"known fields are {names}"
            return InputError(f"unknown field {detail['loc'][-1]!r}", where=outer, hint=hint)
        case "model_type" | "model_attributes_type" | "dict_type":
            names = ", ".join(_fields_at(model, detail["loc"]))
            problem = f"{_short(detail['input'])} is not a mapping of fields"
            return InputError(problem, where=place, hint=f"give the fields {names}")
        case _:
            return InputError(f"{detail['msg']}, not {_short(detail['input'])}", where=place)


def _in_words(path: tuple[int | str, ...]) -> str:
    """Return ``reagents 3, amount`` for ``("reagents", 2, "amount")``."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f" {part + 1}"
        else:
            words += f", {part}" if words else part
    return words.strip()


def _suggestion(detail: ErrorDetails, model: type[BaseModel]) -> str | None:
    return near_match(str(detail["loc"][-1]), _fields_at(model, detail["loc"][:-1]))


def _fields_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """Return the field names of the model that a path inside `model` leads to."""
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in typing.get_args(annotation):
        if found := _model_in(inner):
            return found
    return None


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."

"""A procedure in steps, and the temperatures and times that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from ostwald.recipes.base import RecipeModel, clean_text, validator
from ostwald.recipes.limits import (
    HEATING_RATE,
    MAX_NAME_LENGTH,
    TEMPERATURE,
    TIME,
    QuantityKind,
    format_number,
)
from ostwald.recipes.units import ROOM_TEMPERATURE_C, read_quantity

MAX_STEPS = 60
_WORK_UP_C = 100.0  # what is added below this, after the last cooling, washes and no longer grows
_SAME_C = 15.0  # holds within this of the hottest one are growth as well
_WARM_C = 45.0  # a flask below this is not called hot


def _reader(kind: QuantityKind) -> Any:
    def read(written: Any) -> float | None:
        return None if written is None else read_quantity(written, kind)

    return BeforeValidator(validator(read))


def _schema(kind: QuantityKind) -> Any:
    return WithJsonSchema({"type": ["number", "string"], "examples": [kind.example]})


def _names(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list | tuple) else [value]
    return tuple(clean_text(name, "the reagent to add", MAX_NAME_LENGTH) for name in listed)


_Temperature = Annotated[float | None, _reader(TEMPERATURE), _schema(TEMPERATURE)]
_Time = Annotated[float | None, _reader(TIME), _schema(TIME)]


class Step(RecipeModel):
    """One step of a procedure: just one of `heat`, `cool`, `hold` and `add`, with its details.

    Attributes:
        heat: Temperature to heat to, in degC.
        cool: Temperature to cool to, in degC.
        hold: Time to stay, in min; a detail of `heat` and `cool` as well.
        add: Names of reagents that go in now.
        at: Temperature at which it is done, in degC; the one of the step before if not given.
        rate: Rate of heating or cooling, in degC/min.
        over: Time that an addition takes, in min.
        note: Anything else; not read.
    """

    heat: _Temperature = None
    cool: _Temperature = None
    hold: _Time = None
    add: Annotated[
        tuple[str, ...] | None,
        BeforeValidator(validator(lambda v: None if v is None else _names(v))),
    ] = None
    at: _Temperature = None
    rate: Annotated[float | None, _reader(HEATING_RATE), _schema(HEATING_RATE)] = None
    over: _Time = None
    note: str | None = Field(default=None, max_length=500)

    @model_validator(mode="before")
    @classmethod
    def _inject_is_add(cls, data: Any) -> Any:
        if isinstance(data, dict) and "inject" in data and "add" not in data:
            return {("add" if key == "inject" else key): value for key, value in data.items()}
        return data

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        done = [word for word in ("heat", "cool", "add") if getattr(self, word) is not None]
        done = done or (["hold"] if self.hold is not None else [])
        if len(done) != 1:
            problem = f"a step does {' and '.join(done)}" if done else "a step does nothing"
            raise _collectable(problem, "give each step one of heat, cool, hold and add")
        allowed = {
            "heat": {"rate", "hold"},
            "cool": {"rate", "hold"},
            "hold": {"at"},
            "add": {"at", "over", "hold"},
        }
        for detail in ("at", "rate", "over", "hold"):
            stray = detail != done[0] and detail not in allowed[done[0]]
            if stray and getattr(self, detail) is not None:
                raise _collectable(
                    f"{detail} means nothing in a step that says {done[0]}",
                    f"its details are {', '.join(sorted(allowed[done[0]]))}",
                )
        return self

    @property
    def temperature_c(self) -> float | None:
        """The temperature that the step names, in degC; None if it names none."""
        named = (self.heat, self.cool, self.at)
        return next((value for value in named if value is not None), None)

    def as_mapping(self) -> dict[str, Any]:
        """Return the step as a recipe file has it."""
        kinds = {
            "heat": TEMPERATURE,
            "cool": TEMPERATURE,
            "at": TEMPERATURE,
            "hold": TIME,
            "over": TIME,
            "rate": HEATING_RATE,
        }
        mapping: dict[str, Any] = {} if self.add is None else {"add": list(self.add)}
        for name, kind in kinds.items():
            if (value := getattr(self, name)) is not None:
                mapping[name] = f"{format_number(value)} {kind.unit}"
        return mapping if self.note is None else {**mapping, "note": self.note}


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the models take from a procedure.

    Attributes:
        injection_temperature_c: Where the last component meets the rest, in degC.
        reaction_temperature_c: Where the crystals grow, in degC; None if nothing tells.
        reaction_time_min: How long, in min; None if nothing tells.
        heating_rate_c_per_min: From the one to the other; 0 for a hot injection, None if not said.
        assumptions: What was read into the procedure, in words.
        unused: Parts of the procedure that do not show in these numbers, in words.
    """

    injection_temperature_c: float
    reaction_temperature_c: float | None
    reaction_time_min: float | None
    heating_rate_c_per_min: float | None
    assumptions: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stay:
    """A stretch of time at one temperature."""

    step: int
    temperature_c: float
    minutes: float


def conditions_of(steps: Sequence[Step]) -> Conditions:
    """Return the conditions of growth that a procedure amounts to.

    The last addition before growth is the injection; growth is the hottest stay after it, with
    the stays within 15 degC of that. Without an addition everything is heated up together.
    What is added after the last cooling below 100 degC is work-up.

    Args:
        steps: The procedure, at least one step.

    Returns:
        Temperatures, time and rate, with what had to be assumed.
    """
    temperatures = _temperatures(steps)
    steps = steps[: _work_up(steps, temperatures)]
    stays = [
        _Stay(number, temperatures[number], (step.hold or 0.0) + (step.over or 0.0))
        for number, step in enumerate(steps)
        if step.hold is not None or step.over is not None
    ]
    injection = max((k for k, step in enumerate(steps) if step.add is not None), default=None)
    growth = [stay for stay in stays if injection is None or stay.step >= injection]
    hottest = max((stay.temperature_c for stay in growth), default=None)
    assumptions: list[str] = []
    if hottest is None:
        after = range(injection or 0, len(steps))
        hottest = max((temperatures[k] for k in after if steps[k].cool is None), default=None)
    grown = [
        stay for stay in growth if hottest is not None and stay.temperature_c >= hottest - _SAME_C
    ]
    minutes = sum(stay.minutes for stay in grown) or None
    start = ROOM_TEMPERATURE_C if injection is None else temperatures[injection]
    rate = _rate(steps, injection, start, hottest)
    if injection is not None and rate == 0.0:
        assumptions.append(start_in_words(start))
    elif injection is None and hottest is not None and hottest > start:
        assumptions.append(f"everything is heated up together from {start:g} degC")
    if rate is None:
        assumptions.append("the rate of heating is not said")
    return Conditions(
        start, hottest, minutes, rate, tuple(assumptions), _unused(steps, stays, grown, injection)
    )


def start_in_words(temperature_c: float) -> str:
    """Return how the last component meets the rest at a temperature in degC."""
    how = "hot injection" if temperature_c > _WARM_C else "everything is mixed"
    return f"{how} at {temperature_c:g} degC"


def _temperatures(steps: Sequence[Step]) -> list[float]:
    """Return the temperature at the end of every step."""
    found, now = [], ROOM_TEMPERATURE_C
    for step in steps:
        named = step.temperature_c
        now = now if named is None else named
        found.append(now)
    return found


def _work_up(steps: Sequence[Step], temperatures: Sequence[float]) -> int:
    """Return the number of steps before the flask is cooled for good."""
    for number in range(len(steps) - 1, -1, -1):
        if steps[number].heat is not None:
            return len(steps)
        if steps[number].cool is not None and temperatures[number] <= _WORK_UP_C:
            earlier = any(s.heat is not None or s.hold is not None for s in steps[:number])
            return number if earlier else len(steps)
    return len(steps)


def _rate(
    steps: Sequence[Step], injection: int | None, start: float, end: float | None
) -> float | None:
    """Return the rate from the start to growth: 0 if nothing is heated after the injection."""
    if end is None or end <= start + _SAME_C:
        return 0.0
    heating = [s for s in steps[injection or 0 :] if s.heat is not None]
    return next((s.rate for s in reversed(heating) if s.heat == end), None)


def _unused(
    steps: Sequence[Step], stays: Sequence[_Stay], grown: Sequence[_Stay], injection: int | None
) -> tuple[str, ...]:
    left = [
        f"{format_number(stay.minutes)} min at {stay.temperature_c:g} degC"
        for stay in stays
        if stay not in grown
    ]
    if sum(step.add is not None for step in steps) > 1:
        left.append("the earlier additions")
    if injection is not None and steps[injection].over is not None:
        left.append("the time of the addition, but as time of growth")
    return tuple(left)


def _collectable(problem: str, hint: str) -> PydanticCustomError:
    return PydanticCustomError("ostwald", "{problem}", {"problem": problem, "hint": hint})

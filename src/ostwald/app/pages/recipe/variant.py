"""One variant of the recipe: from what is typed to what is shown of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nicegui import background_tasks

from ostwald.app.pages.layout import words
from ostwald.app.pages.recipe.curve import Curve
from ostwald.app.pages.recipe.draft import Draft, read_drafts
from ostwald.app.pages.recipe.latest import Latest
from ostwald.app.pages.recipe.reading import Reading, in_words, read_draft
from ostwald.app.pages.recipe.ruler import Mark
from ostwald.app.pages.recipe.telling import offers, tell
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.pages.recipe.answers import Answers
    from ostwald.app.pages.recipe.editor import Editor
    from ostwald.app.pages.recipe.sliders import Slider
    from ostwald.app.services import Services
    from ostwald.prediction.result import Prediction

POINTS = 41
NEAREST = 3
CURVE_AFTER_S = 0.1
REST_AFTER_S = 0.7
NOTHING_COMES = "Nothing can come of this flask, so there is nothing to vary and to explain."
NAMES = {
    "reaction_temperature": "reaction temperature",
    "injection_temperature": "injection temperature",
    "reaction_time": "reaction time",
    "heating_rate": "heating rate",
}


@dataclass
class Variant:
    """One variant of the recipe.

    Attributes:
        name: ``A`` or ``B``.
        services: Of the app.
        editor: What it is written in.
        answers: Where it is told what comes out.
        changed: Called when the answer, the curve or the reading is another.
        reading: What is understood of the newest text.
        prediction: The newest answer; it may belong to an earlier text, see `is_current`.
        makes: Formula of what was predicted.
        curve: The newest curve; None where none can be drawn.
        no_curve: Why there is no curve, in words.
        chosen: The field that the curve varies.
    """

    name: str
    services: Services
    editor: Editor
    answers: Answers
    changed: Callable[[Variant], None]
    reading: Reading | None = None
    prediction: Prediction | None = None
    makes: str = ""
    curve: Curve | None = None
    no_curve: str = ""
    chosen: str = "reaction_temperature"
    _sent: set[str] = field(default_factory=set)
    _key: tuple[Any, ...] = ()
    _rest: asyncio.Task[Any] | None = None
    _is_closed: bool = False

    def __post_init__(self) -> None:
        """Listen to the editor."""
        self._work: Latest[dict[str, Any]] = Latest(self._answer)
        self._complete: Latest[tuple[str, str]] = Latest(self._offer)
        self.editor.on_event("draft", self._work.ask)
        self.editor.on_event("ask", self._ask)
        self.editor.on_event("yaml", self._read_yaml)
        self.editor.on_event("chosen", self._choose)

    @property
    def is_current(self) -> bool:
        """Whether the prediction is that of the newest text."""
        return self.reading is not None and self.reading.resolved is not None

    @property
    def is_possible(self) -> bool:
        """Whether no rule calls the newest flask impossible."""
        return (
            self.reading is not None
            and self.reading.understanding is not None
            and self.reading.understanding.is_possible
        )

    @property
    def mark(self) -> Mark | None:
        """What is predicted, for the ruler; None without an answer."""
        if self.prediction is None:
            return None
        return Mark(self.name, self.prediction.size, self.prediction.domain.in_domain)

    @property
    def at(self) -> float | None:
        """Where the recipe lies on the axis of the curve."""
        if self.curve is None or self.reading is None:
            return None
        slider = self.reading.sliders.get(self.curve.field)
        return None if slider is None else slider.value

    def close(self) -> None:
        """Leave whatever is still worked on."""
        self._is_closed = True
        if self._rest is not None:
            self._rest.cancel()

    async def _answer(self, event: dict[str, Any]) -> None:
        if self._is_closed:
            return
        draft = Draft.from_json(event.get("draft"))
        seq = event["seq"] if isinstance(event.get("seq"), int) else 0
        engine = self.services.engine
        before = {} if self.reading is None else self.reading.sliders
        with_yaml = event.get("yaml") is True
        reading, said = await asyncio.to_thread(
            _read_and_tell, draft, before, seq, self._sent, with_yaml=with_yaml
        )
        self.reading = reading
        self.editor.answer(said)
        if reading.resolved is None or reading.understanding is None:
            self._stop_rest()
            if reading.is_empty:
                self.prediction, self.curve, self.no_curve, self._key = None, None, "", ()
                self.answers.clear()
            else:
                self.answers.show_old()
            self.changed(self)
            return
        try:
            self.prediction = await engine.predict(reading.resolved, nearest=0)
        except OstwaldError as error:
            self.editor.answer({**said, "general": [_to_mend(error)]})
            return
        self.makes = reading.resolved.product.formula
        self.answers.show(self.prediction, reading.understanding)
        self.changed(self)
        if not self._work.is_overtaken:
            self._start_rest(reading)

    async def _ask(self, event: dict[str, Any]) -> None:
        name, text = event.get("field"), event.get("text")
        if isinstance(name, str) and isinstance(text, str):
            await self._complete.ask((name[:60], text[:200]))

    async def _offer(self, asked: tuple[str, str]) -> None:
        found = await asyncio.to_thread(offers, *asked)
        if not self._complete.is_overtaken:
            self.editor.offer(found)

    async def _read_yaml(self, event: dict[str, Any]) -> None:
        text = event.get("text")
        if not isinstance(text, str):
            return
        try:
            drafts = await asyncio.to_thread(read_drafts, text)
        except OstwaldError as error:
            self.editor.refuse(words(error))
            return
        self.editor.load(drafts[0], typed=True)
        if len(drafts) > 1:
            self.editor.refuse(f"It holds {len(drafts)} recipes; the first is shown.")

    def _choose(self, event: dict[str, Any]) -> None:
        name = event.get("field")
        if not isinstance(name, str) or name == self.chosen or self.reading is None:
            return
        if name in self.reading.sliders:
            self.chosen = name
            if self.is_current:
                self._start_rest(self.reading)

    def _start_rest(self, reading: Reading) -> None:
        """Do what takes longer, once the fingers rest; what was begun before is left."""
        self._stop_rest()
        if not self._is_closed:
            self._rest = background_tasks.create(self._do_rest(reading))

    def _stop_rest(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    async def _do_rest(self, reading: Reading) -> None:
        if reading.resolved is None or reading.recipe is None:
            return
        is_possible = self.is_possible
        await asyncio.sleep(CURVE_AFTER_S)
        await self._draw_curve(reading)
        await asyncio.sleep(REST_AFTER_S)
        if is_possible:
            self.answers.show_progress()
        engine, resolved, recipe = self.services.engine, reading.resolved, reading.recipe
        told = await engine.slowly(
            lambda: engine.predictor.predict_resolved([resolved], nearest=NEAREST)[0]
        )
        self.answers.show_nearest(told.nearest, told.unlisted)
        self.changed(self)
        if not is_possible:
            self.answers.show_no_explanation(NOTHING_COMES)
            return
        try:
            self.answers.show_explanation(await engine.explain(recipe, nearest=0))
        except OstwaldError as error:
            self.answers.show_no_explanation(in_words(error))

    async def _draw_curve(self, reading: Reading) -> None:
        """Sweep the chosen field, unless nothing but that field itself has changed."""
        if self.chosen not in reading.sliders:
            self.chosen = next(
                (name for name in (*NAMES, *reading.sliders) if name in reading.sliders), ""
            )
        slider = reading.sliders.get(self.chosen)
        if slider is None or reading.recipe is None:
            self.curve, self.no_curve = None, "There is no number to vary."
            self.changed(self)
            return
        if not self.is_possible:
            self.curve, self.no_curve, self._key = None, NOTHING_COMES, ()
            self.changed(self)
            return
        key = _key(reading, self.chosen, slider)
        if key == self._key:
            return
        text = _axis(reading, self.chosen, slider)
        try:
            sweep = await self.services.engine.sweep(reading.recipe, [text], points=POINTS)
        except OstwaldError as error:
            self.curve, self.no_curve, self._key = None, in_words(error), ()
        else:
            self._key, self.no_curve = key, ""
            span = slider.high - slider.low
            values = [slider.low + span * k / (POINTS - 1) for k in range(POINTS)]
            name = _name(reading, self.chosen)
            self.curve = Curve(self.name, self.chosen, name, slider.unit, values, sweep)
        self.changed(self)


def _read_and_tell(
    draft: Draft, before: dict[str, Slider], seq: int, sent: set[str], *, with_yaml: bool
) -> tuple[Reading, dict[str, Any]]:
    reading = read_draft(draft, before)
    return reading, tell(reading, seq, sent, with_yaml=with_yaml)


def _to_mend(error: OstwaldError) -> dict[str, str]:
    return {"class": "ow-problem", "word": "To mend:", "text": in_words(error)}


def _name(reading: Reading, chosen: str) -> str:
    if chosen in NAMES:
        return NAMES[chosen]
    row = next(row for row in reading.draft.rows if f"row {row.key}" == chosen)
    return f"amount of {row.name.strip()}"


def _axis(reading: Reading, chosen: str, slider: Slider) -> str:
    """Return the range as a sweep reads it."""
    if chosen in NAMES:
        return f"{chosen}={slider.low!r}..{slider.high!r} {slider.unit}"
    key = chosen.removeprefix("row ")
    line = reading.lines.get(key)
    name = next(row.name.strip() for row in reading.draft.rows if row.key == key)
    if line is None or not slider.value:
        return f"{name}={slider.low!r}..{slider.high!r} {slider.unit}"
    # in mmol any amount can be varied, parts of solutions and equivalents among them
    per_unit = line.amount_mmol / slider.value
    return f"{name}={slider.low * per_unit!r}..{slider.high * per_unit!r} mmol"


def _key(reading: Reading, chosen: str, slider: Slider) -> tuple[Any, ...]:
    """Return all that a curve hangs on: everything but the value of its own field."""
    draft = reading.draft
    rows = tuple(
        (row.name, "" if f"row {row.key}" == chosen else row.amount, row.smiles, row.seeds)
        for row in draft.written
    )
    conditions = tuple(
        (name, "" if name == chosen else text) for name, text in draft.conditions.items()
    )
    ends = (chosen, slider.low, slider.high, slider.after)
    return (draft.product, rows, conditions, draft.procedure, ends)

"""Answers about recipes: the model loaded once, many who ask at once, never on the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.chemistry.understanding import Understanding
    from ostwald.explain.explanation import Explanation
    from ostwald.explain.sweep import Sweep
    from ostwald.prediction.predictor import Predictor
    from ostwald.prediction.result import Prediction
    from ostwald.recipes.recipe import Recipe

P = ParamSpec("P")
T = TypeVar("T")

LARGEST_BATCH = 64
"""Recipes that are put to the model in one call; more would keep the first of them waiting."""


@dataclass(slots=True)
class _Asked:
    recipe: ResolvedRecipe
    coverage: float
    nearest: int
    answer: asyncio.Future[Prediction] = field(repr=False)


class Engine:
    """Answers about recipes.

    While the model answers, further questions wait together and are put to it as one batch: the
    cost of a call is shared by all who ask at the same time.

    Args:
        model: A model folder; the shipped model when left out.
    """

    def __init__(self, model: Path | None = None) -> None:
        self._model = model
        self._predictor: Predictor | None = None
        self._loading = threading.Lock()
        self._waiting: list[_Asked] = []
        self._busy = False
        self._draining: asyncio.Task[None] | None = None
        self._quick = ThreadPoolExecutor(1, thread_name_prefix="predict")
        self._slow = ThreadPoolExecutor(1, thread_name_prefix="explain")

    @property
    def predictor(self) -> Predictor:
        """The model, loaded when it is first asked for."""
        with self._loading:
            if self._predictor is None:
                from ostwald.prediction.predictor import Predictor
                from ostwald.recipes.units import keep_pint_alone

                keep_pint_alone()
                self._predictor = Predictor.load(self._model)
            return self._predictor

    def warm(self) -> None:
        """Load the model and all that a first answer needs, in the background."""
        self._quick.submit(self._warm)

    async def read(self, text: str) -> list[Recipe]:
        """Read recipes from YAML or JSON text.

        Raises:
            InputError: A recipe of it cannot be read; all that is wrong at once.
        """
        return await self._in_thread(_read, text)

    async def understand(self, recipe: Recipe) -> Understanding:
        """Say what is understood of a recipe.

        Raises:
            InputError: A chemical is unknown or an amount cannot be told.
        """
        return await self._in_thread(_understand, recipe)

    async def predict(
        self, recipe: Recipe, *, coverage: float = 0.9, nearest: int = 3
    ) -> Prediction:
        """Predict what a recipe makes; batched with all that is asked at the same time.

        Raises:
            InputError: A chemical is unknown, or the coverage is out of range.
        """
        resolved = await self._in_thread(_resolve, recipe)
        return await self.predict_resolved(resolved, coverage=coverage, nearest=nearest)

    async def predict_resolved(
        self, recipe: ResolvedRecipe, *, coverage: float = 0.9, nearest: int = 3
    ) -> Prediction:
        """Predict for a recipe whose chemicals are known, as `predict`."""
        loop = asyncio.get_running_loop()
        asked = _Asked(recipe, coverage, nearest, loop.create_future())
        self._waiting.append(asked)
        if not self._busy:
            self._busy = True
            self._draining = loop.create_task(self._drain())
        return await asked.answer

    async def explain(self, recipe: Recipe, *, coverage: float = 0.9) -> Explanation:
        """Say what each chemical and condition does; takes about a second.

        Raises:
            InputError: As `predict`, or nothing can come of the flask.
        """
        from ostwald.explain.explanation import explain_resolved

        return await self._slowly(
            lambda: explain_resolved(_resolve(recipe), self.predictor, coverage=coverage)
        )

    async def sweep(
        self,
        recipe: Recipe,
        vary: Sequence[str],
        *,
        points: int | None = None,
        coverage: float = 0.9,
    ) -> Sweep:
        """Predict a recipe over ranges of one or two amounts or conditions.

        Raises:
            InputError: As `explain`, or what is to be varied cannot be read.
        """
        from ostwald.explain.sweep import sweep_resolved

        return await self._slowly(
            lambda: sweep_resolved(
                _resolve(recipe), vary, self.predictor, points=points, coverage=coverage
            )
        )

    async def quickly(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what takes a few milliseconds and needs the chemistry, off the event loop."""
        return await self._in_thread(function, *args, **kwargs)

    async def slowly(self, function: Callable[[], T]) -> T:
        """Do what takes longer, in the thread of explanations and sweeps."""
        return await self._slowly(function)

    def close(self) -> None:
        """End the threads; what is being answered is finished."""
        self._quick.shutdown(cancel_futures=True)
        self._slow.shutdown(cancel_futures=True)

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                batch, self._waiting = (
                    self._waiting[:LARGEST_BATCH],
                    self._waiting[LARGEST_BATCH:],
                )
                answers = await loop.run_in_executor(self._quick, self._answer, batch)
                for asked, answer in zip(batch, answers, strict=True):
                    if asked.answer.done():  # whoever asked has gone
                        continue
                    if isinstance(answer, Exception):
                        asked.answer.set_exception(answer)
                    else:
                        asked.answer.set_result(answer)
        finally:
            self._busy = False

    def _answer(self, batch: list[_Asked]) -> list[Prediction | Exception]:
        """Answer a batch: those that ask alike in one call, and no one's fault is another's."""
        answers: list[Prediction | Exception | None] = [None] * len(batch)
        alike: dict[tuple[float, int], list[int]] = {}
        for place, asked in enumerate(batch):
            alike.setdefault((asked.coverage, asked.nearest), []).append(place)
        for (coverage, nearest), places in alike.items():
            try:
                said: Sequence[Prediction | Exception] = self.predictor.predict_resolved(
                    [batch[place].recipe for place in places], coverage=coverage, nearest=nearest
                )
            except Exception as error:
                said = [error] if len(places) == 1 else [
                    self._answer([batch[place]])[0] for place in places
                ]  # fmt: skip
            for place, one in zip(places, said, strict=True):
                answers[place] = one
        return [one if one is not None else OstwaldError("no answer") for one in answers]

    def _warm(self) -> None:
        from ostwald.recipes.recipe import Recipe

        recipe = Recipe.from_yaml(_FIRST)
        resolved = _resolve(recipe)
        _understand(recipe)
        self.predictor.predict_resolved([resolved])

    async def _in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._quick, partial(function, *args, **kwargs))

    async def _slowly(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._slow, function)


_FIRST = """
product: CdSe
reagents:
  - {name: CdO, amount: 1 mmol}
  - {name: Se, amount: 1 mmol}
  - {name: oleic acid, amount: 4 mmol}
  - {name: ODE, amount: 10 mL}
reaction_temperature: 250 degC
reaction_time: 5 min
"""


def _read(text: str) -> list[Recipe]:
    from ostwald.errors import raise_all
    from ostwald.recipes.recipe_file import parse_recipes

    table = parse_recipes(text)
    raise_all(table.problems)
    return table.recipes


def _resolve(recipe: Recipe) -> ResolvedRecipe:
    from ostwald.chemistry.resolved import resolve_recipe

    return resolve_recipe(recipe)


def _understand(recipe: Recipe) -> Understanding:
    from ostwald.chemistry.understanding import understand

    return understand(_resolve(recipe))

"""Answers about recipes: the model loaded once, many who ask at once, never on the event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

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

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

LARGEST_BATCH = 64
"""Recipes that are put to the model in one call; more would keep the first of them waiting."""


@dataclass(slots=True)
class _Asked:
    recipe: Recipe | ResolvedRecipe
    coverage: float
    nearest: int
    shipped: bool
    answer: asyncio.Future[Prediction] = field(repr=False)

    @property
    def alike(self) -> tuple[float, int, bool]:
        """What questions must have in common to be put in one call."""
        return self.coverage, self.nearest, self.shipped


class Engine:
    """Answers about recipes.

    While the model answers, further questions wait together and are put to it as one batch: the
    cost of a call is shared by all who ask at the same time.

    Args:
        model: A model folder that is used in the place of the shipped one.
        about: What that model is, in words.

    Attributes:
        model: Name of the model in use.
        shipped_name: Name of the model that ships.
    """

    def __init__(self, model: Path | None = None, about: str = "") -> None:
        self.shipped_name = shipped_name()
        self._folder, self.model = model, about if model is not None else self.shipped_name
        self._shipped: Predictor | None = None
        self._adapted: Predictor | None = None
        self._loading = threading.RLock()
        self._waiting: list[_Asked] = []
        self._busy = False
        self._draining: asyncio.Task[None] | None = None
        self._quick = ThreadPoolExecutor(1, thread_name_prefix="predict")
        self._slow = ThreadPoolExecutor(1, thread_name_prefix="explain")

    @property
    def shipped(self) -> Predictor:
        """The model that ships, loaded when it is first asked for; not on the event loop."""
        with self._loading:
            if self._shipped is None:
                from ostwald.prediction.predictor import Predictor
                from ostwald.recipes.units import keep_pint_alone

                keep_pint_alone()
                self._shipped = Predictor.load()
            return self._shipped

    @property
    def predictor(self) -> Predictor:
        """The model in use, the adapted one where there is one; not on the event loop."""
        with self._loading:
            if self._folder is None:
                return self.shipped
            if self._adapted is None:
                self._adapted = self._load(self._folder)
            return self._adapted

    def warm(self) -> None:
        """Load the model and all that a first answer needs, in the background."""
        self._quick.submit(self._warm).add_done_callback(_log_failure)

    async def use(self, folder: Path | None, about: str = "") -> None:
        """Answer with another model from now on.

        Args:
            folder: A model folder; the shipped model when None.
            about: What it is, in words, for whoever reads an answer.

        Raises:
            InputError: The folder holds no model.
        """
        loaded = None if folder is None else await self._slowly(lambda: self._load(folder))
        with self._loading:
            self._folder, self._adapted = folder, loaded
            self.model = self.shipped_name if folder is None else about

    async def read(self, text: str) -> list[Recipe]:
        """Read recipes from YAML or JSON text.

        Raises:
            InputError: A recipe of it cannot be read; all that is wrong at once.
        """
        return await asyncio.to_thread(_read, text)

    async def understand(self, recipe: Recipe) -> Understanding:
        """Say what is understood of a recipe.

        Raises:
            InputError: A chemical is unknown or an amount cannot be told.
        """
        return await asyncio.to_thread(_understand, recipe)

    async def predict(
        self,
        recipe: Recipe | ResolvedRecipe,
        *,
        coverage: float = 0.9,
        nearest: int = 3,
        shipped: bool = False,
    ) -> Prediction:
        """Predict what a recipe makes; batched with all that is asked at the same time.

        Args:
            recipe: What goes into the flask.
            coverage: Share of intervals that should hold the size.
            nearest: How many published recipes to name.
            shipped: Ask the shipped model, also where an adapted one is in use.

        Raises:
            InputError: A chemical is unknown, or the coverage is out of range.
        """
        loop = asyncio.get_running_loop()
        asked = _Asked(recipe, coverage, nearest, shipped, loop.create_future())
        self._waiting.append(asked)
        if not self._busy:
            self._busy = True
            self._draining = loop.create_task(self._drain())
        return await asked.answer

    async def explain(
        self, recipe: Recipe, *, coverage: float = 0.9, nearest: int = 3
    ) -> Explanation:
        """Say what each chemical and condition does; takes about a second.

        Raises:
            InputError: As `predict`, or nothing can come of the flask.
        """
        from ostwald.explain.explanation import explain_resolved

        return await self._slowly(
            lambda: explain_resolved(
                _resolve(recipe), self.predictor, coverage=coverage, nearest=nearest
            )
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

    async def slowly(self, function: Callable[[], T]) -> T:
        """Do what takes longer, in the thread of explanations and sweeps."""
        return await self._slowly(function)

    def close(self) -> None:
        """End the threads; what is being answered is finished."""
        self._quick.shutdown(cancel_futures=True)
        self._slow.shutdown(cancel_futures=True)

    def _load(self, folder: Path) -> Predictor:
        from ostwald.models.storage import load_model
        from ostwald.prediction.predictor import Predictor

        return Predictor(load_model(folder), self.shipped.published)

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
        answers: dict[int, Prediction | Exception] = {}
        groups: dict[tuple[float, int, bool], list[tuple[int, ResolvedRecipe]]] = {}
        for place, asked in enumerate(batch):
            try:
                groups.setdefault(asked.alike, []).append((place, _resolve(asked.recipe)))
            except Exception as error:
                answers[place] = error
        for alike, members in groups.items():
            answers |= self._answer_alike(alike, members)
        return [answers[place] for place in range(len(batch))]

    def _answer_alike(
        self, alike: tuple[float, int, bool], members: list[tuple[int, ResolvedRecipe]]
    ) -> dict[int, Prediction | Exception]:
        coverage, nearest, shipped = alike
        try:
            predictor = self.shipped if shipped else self.predictor
            said = predictor.predict_resolved(
                [recipe for _, recipe in members], coverage=coverage, nearest=nearest
            )
        except Exception as error:
            if len(members) == 1:
                return {members[0][0]: error}
            apart = [self._answer_alike(alike, [member]) for member in members]
            return {place: answer for one in apart for place, answer in one.items()}
        return {place: one for (place, _), one in zip(members, said, strict=True)}

    def _warm(self) -> None:
        from ostwald.recipes.recipe import Recipe

        recipe = Recipe.from_yaml(_FIRST)
        _understand(recipe)
        self.predictor.predict_resolved([_resolve(recipe)])

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


def shipped_name() -> str:
    """Return what the notebook calls the model that ships with this version."""
    from ostwald import __version__

    return f"shipped with ostwald {__version__}"


def _read(text: str) -> list[Recipe]:
    from ostwald.errors import raise_all
    from ostwald.recipes.recipe_file import parse_recipes

    table = parse_recipes(text)
    raise_all(table.problems)
    return table.recipes


def _resolve(recipe: Recipe | ResolvedRecipe) -> ResolvedRecipe:
    from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe

    return recipe if isinstance(recipe, ResolvedRecipe) else resolve_recipe(recipe)


def _understand(recipe: Recipe) -> Understanding:
    from ostwald.chemistry.understanding import understand

    return understand(_resolve(recipe))


def _log_failure(done: Future[None]) -> None:
    if not done.cancelled() and (error := done.exception()) is not None:
        _LOG.error("the model could not be loaded", exc_info=error)

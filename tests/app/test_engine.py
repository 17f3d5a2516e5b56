from __future__ import annotations

import asyncio

import pytest

from ostwald.app.engine import Engine
from ostwald.errors import InputError
from ostwald.prediction.predictor import Predictor
from ostwald.recipes.recipe import Recipe

TEXT = """product: CdSe
reagents:
  - {name: CdO, amount: 1 mmol}
  - {name: Se, amount: 1 mmol}
  - {name: oleic acid, amount: 4 mmol}
  - {name: ODE, amount: 10 mL}
reaction_temperature: 250 degC
reaction_time: 5 min
"""


class Counting:
    """A predictor that counts its calls."""

    def __init__(self) -> None:
        self.predictor = Predictor.load()
        self.sizes: list[int] = []

    def predict_resolved(self, recipes, **settings):
        self.sizes.append(len(recipes))
        return self.predictor.predict_resolved(recipes, **settings)


def recipe(degrees: float) -> Recipe:
    return Recipe.from_yaml(TEXT.replace("250", str(degrees)))


def test_questions_of_the_same_time_are_put_together_and_none_mixes_them_up() -> None:
    engine, counting = Engine(), Counting()
    engine._shipped = counting  # type: ignore[assignment]
    recipes = [recipe(200 + k) for k in range(30)]

    async def ask() -> list:
        return await asyncio.gather(*(engine.predict(one, nearest=0) for one in recipes))

    together = asyncio.run(ask())
    assert len(counting.sizes) < 6
    assert sum(counting.sizes) == 30
    apart = counting.predictor.predict(recipes, nearest=0)
    assert [one.to_json() for one in together] == [one.to_json() for one in apart]
    engine.close()


def test_what_is_wrong_with_one_is_told_to_its_asker_alone() -> None:
    engine = Engine()
    strange = Recipe.from_yaml(TEXT.replace("CdO", "unobtainium oxide"))

    async def ask() -> list:
        return await asyncio.gather(
            engine.predict(recipe(250), nearest=0),
            engine.predict(strange, nearest=0),
            engine.predict(recipe(250), coverage=2.0, nearest=0),
            engine.predict(recipe(250), coverage=0.5, nearest=0),
            return_exceptions=True,
        )

    good, unknown, wrong, narrow = asyncio.run(ask())
    assert good.size.upper_nm > narrow.size.upper_nm
    assert isinstance(unknown, InputError)
    assert "unobtainium" in str(unknown)
    assert isinstance(wrong, InputError)
    engine.close()


def test_an_asker_who_has_gone_stops_nobody() -> None:
    engine = Engine()

    async def ask() -> float:
        gone = asyncio.ensure_future(engine.predict(recipe(240), nearest=0))
        await asyncio.sleep(0)
        gone.cancel()
        return (await engine.predict(recipe(250), nearest=0)).size.estimate_nm

    assert asyncio.run(ask()) > 0
    engine.close()


def test_all_that_is_wrong_with_a_text_is_told_at_once() -> None:
    engine = Engine()
    with pytest.raises(InputError) as told:
        asyncio.run(engine.read(TEXT.replace("250 degC", "hot").replace("5 min", "long")))
    assert "reaction_temperature" in str(told.value)
    assert "reaction_time" in str(told.value)
    engine.close()

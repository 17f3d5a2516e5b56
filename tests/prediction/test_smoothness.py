"""The shipped model hangs on the flask and on nothing else, and follows it without a jump."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.models.base import SynthesisModel
from ostwald.prediction.predictor import Predictor
from recipes_for_tests import reagents, resolved

# Product, injection and reaction temperature, time, and the ways in which the flask can be written.
TEXTBOOK = {
    "CdSe": (270.0, 250.0, 5.0, [
        [("CdO", "0.4 mmol"), ("OA", "1.6 mmol"), ("Se", "0.4 mmol"), ("TOP", "2 mL"),
         ("ODE", "10 mL")],
        [("cadmium oleate", "0.4 mmol"), ("OA", "0.8 mmol"), ("TOPSe", "0.4 mmol"),
         ("TOP", "4.084 mmol"), ("ODE", "10 mL")],
        [("cadmium acetate", "0.4 mmol"), ("oleic acid", "451.9 mg"), ("Se", "31.6 mg"),
         ("TOP", "4.484 mmol"), ("ODE", "31.25 mmol")],
    ]),
    "PbS": (120.0, 95.0, 1.0, [
        [("PbO", "1 mmol"), ("OA", "4 mmol"), ("(TMS)2S", "0.5 mmol"), ("ODE", "15 mL")],
        [("lead oleate", "1 mmol"), ("OA", "2 mmol"), ("(TMS)2S", "0.5 mmol"), ("ODE", "15 mL")],
        [("lead acetate", "1 mmol"), ("OA", "4 mmol"), ("(TMS)2S", "0.5 mmol"), ("ODE", "15 mL")],
    ]),
    "PbSe": (180.0, 160.0, 4.0, [
        [("PbO", "2 mmol"), ("OA", "6 mmol"), ("Se", "4 mmol"), ("TOP", "4 mL"), ("ODE", "10 mL")],
        [("lead oleate", "2 mmol"), ("OA", "2 mmol"), ("TOPSe", "4 mmol"), ("TOP", "4.969 mmol"),
         ("ODE", "10 mL")],
        [("Pb(OAc)2·3H2O", "2 mmol"), ("OA", "6 mmol"), ("Se", "4 mmol"), ("TOP", "4 mL"),
         ("ODE", "10 mL")],
    ]),
    "InP": (300.0, 270.0, 10.0, [
        [("indium acetate", "0.4 mmol"), ("myristic acid", "1.4 mmol"), ("(TMS)3P", "0.2 mmol"),
         ("ODE", "10 mL")],
        [("indium myristate", "0.4 mmol"), ("myristic acid", "0.2 mmol"),
         ("(TMS)3P", "0.2 mmol"), ("ODE", "10 mL")],
    ]),
    "CsPbBr3": (170.0, 170.0, 0.1, [
        [("Cs2CO3", "0.05 mmol"), ("PbBr2", "0.2 mmol"), ("OA", "4.726 mmol"), ("OLA", "0.6 mL"),
         ("ODE", "7 mL")],
        [("cesium oleate", "0.1 mmol"), ("PbBr2", "0.2 mmol"), ("OA", "4.626 mmol"),
         ("OLA", "0.6 mL"), ("ODE", "7 mL")],
    ]),
    "Fe3O4": (200.0, 290.0, 30.0, [
        [("Fe(acac)3", "2 mmol"), ("OA", "6 mmol"), ("OLA", "6 mmol"), ("benzyl ether", "20 mL")],
    ]),
    "Au": (100.0, 100.0, 20.0, [
        [("HAuCl4", "0.025 mmol"), ("sodium citrate", "0.1 mmol"), ("water", "100 mL")],
        [("HAuCl4·3H2O", "9.85 mg"), ("sodium citrate dihydrate", "29.4 mg"), ("water", "100 mL")],
    ]),
    "Ag": (180.0, 180.0, 60.0, [[("AgNO3", "1 mmol"), ("OLA", "20 mL")]]),
    "ZnSe": (300.0, 280.0, 20.0, [
        [("ZnO", "0.4 mmol"), ("OA", "2 mmol"), ("Se", "0.4 mmol"), ("TOP", "2 mL"),
         ("ODE", "10 mL")],
        [("zinc oleate", "0.4 mmol"), ("OA", "1.2 mmol"), ("TOPSe", "0.4 mmol"),
         ("TOP", "4.084 mmol"), ("ODE", "10 mL")],
    ]),
    "CdS": (290.0, 250.0, 10.0, [
        [("CdO", "0.4 mmol"), ("OA", "2 mmol"), ("S", "0.2 mmol"), ("ODE", "10 mL")],
        [("cadmium oleate", "0.4 mmol"), ("OA", "1.2 mmol"), ("S", "0.2 mmol"), ("ODE", "10 mL")],
    ]),
    "Ag2S": (120.0, 120.0, 30.0, [
        [("AgNO3", "0.5 mmol"), ("S", "0.25 mmol"), ("OLA", "10 mL")],
    ]),
    "MnO": (300.0, 300.0, 30.0, [
        [("manganese oleate", "1 mmol"), ("OA", "1 mmol"), ("ODE", "10 mL")],
    ]),
}  # fmt: skip
FACTORS = (0.3 * 1.02 ** np.arange(117)).tolist()


def flask(product: str, way: int = 0) -> ResolvedRecipe:
    injection, reaction, minutes, ways = TEXTBOOK[product]
    return resolved(
        product=product,
        reagents=reagents(*ways[way]),
        injection_temperature_c=injection,
        reaction_temperature_c=reaction,
        reaction_time_min=minutes,
    )


def times(recipe: ResolvedRecipe, factor: float, which: int | None = None) -> ResolvedRecipe:
    return replace(
        recipe,
        reagents=tuple(
            ResolvedReagent(r.substance, r.amount_mmol * (factor if which in (None, k) else 1.0))
            for k, r in enumerate(recipe.reagents)
        ),
    )


@pytest.fixture(scope="module")
def model() -> SynthesisModel:
    return Predictor.load().model


def largest_step(model: SynthesisModel, recipes: list[ResolvedRecipe]) -> float:
    return float(np.abs(np.diff(np.log(model.predict(recipes).size_nm))).max())


@pytest.mark.parametrize("product", list(TEXTBOOK))
def test_neither_batch_size_nor_order_changes_the_size(model: SynthesisModel, product: str) -> None:
    recipe = flask(product)
    others = [times(recipe, f) for f in (0.1, 0.5, 2.0, 10.0)]
    others.append(replace(recipe, reagents=recipe.reagents[::-1]))
    sizes = model.predict([recipe, *others]).size_nm
    np.testing.assert_allclose(sizes[1:], sizes[0], rtol=0.01)


@pytest.mark.parametrize("product", [p for p in TEXTBOOK if len(TEXTBOOK[p][3]) > 1])
def test_the_same_flask_written_otherwise_has_the_same_answer(
    model: SynthesisModel, product: str
) -> None:
    answer = model.predict([flask(product, way) for way in range(len(TEXTBOOK[product][3]))])
    low, high = answer.interval(0.9)
    np.testing.assert_allclose(answer.size_nm[1:], answer.size_nm[0], rtol=0.03)
    np.testing.assert_allclose((high / low)[1:], (high / low)[0], rtol=0.1)


@pytest.mark.parametrize("product", list(TEXTBOOK))
def test_one_degree_more_is_a_small_step(model: SynthesisModel, product: str) -> None:
    recipe = flask(product)
    warmer = [
        replace(
            recipe,
            injection_temperature_c=recipe.injection_temperature_c + d,
            reaction_temperature_c=recipe.reaction_temperature_c + d,
        )
        for d in range(-30, 31)
    ]
    assert largest_step(model, warmer) <= 0.025


@pytest.mark.parametrize("product", list(TEXTBOOK))
def test_two_percent_of_time_or_of_an_amount_is_a_small_step(
    model: SynthesisModel, product: str
) -> None:
    recipe = flask(product)
    longer = [replace(recipe, reaction_time_min=recipe.reaction_time_min * f) for f in FACTORS]
    assert largest_step(model, longer) <= 0.015
    for k in range(len(recipe.reagents)):
        assert largest_step(model, [times(recipe, f, k) for f in FACTORS]) <= 0.015


def test_crystals_grow_with_time_in_nearly_all_flasks(model: SynthesisModel) -> None:
    grown = 0
    for product in TEXTBOOK:
        recipe = flask(product)
        minutes = recipe.reaction_time_min
        short, long = model.predict(
            [
                replace(recipe, reaction_time_min=0.3 * minutes),
                replace(recipe, reaction_time_min=3.0 * minutes),
            ]
        ).size_nm
        grown += bool(long > short)
    assert grown >= 0.9 * len(TEXTBOOK)

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ostwald.chemistry.flask import flask_features
from ostwald.chemistry.flask.features import soft_minimum
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from recipes_for_tests import reagents, resolved

FLASK = reagents(
    ("PbO", "2 mmol"), ("OA", "6 mmol"), ("Se", "4 mmol"), ("TOP", "4 mL"), ("ODE", "10 mL")
)


def values(*recipes: ResolvedRecipe) -> np.ndarray:
    return flask_features(recipes).values


def times(recipe: ResolvedRecipe, factor: float, which: int | None = None) -> ResolvedRecipe:
    return replace(
        recipe,
        reagents=tuple(
            ResolvedReagent(r.substance, r.amount_mmol * (factor if which in (None, k) else 1.0))
            for k, r in enumerate(recipe.reagents)
        ),
    )


def test_a_batch_of_any_size_is_the_same_flask() -> None:
    recipe = resolved(reagents=FLASK)
    one, small, large = values(recipe, times(recipe, 0.1), times(recipe, 10.0))
    np.testing.assert_allclose(small, one, atol=1e-9)
    np.testing.assert_allclose(large, one, atol=1e-9)


def test_the_order_of_reagents_does_not_matter() -> None:
    recipe = resolved(reagents=FLASK)
    turned = replace(recipe, reagents=recipe.reagents[::-1])
    np.testing.assert_allclose(*values(recipe, turned), atol=1e-9)


@pytest.mark.parametrize(
    "written",
    [
        [("lead oleate", "2 mmol"), ("OA", "2 mmol"), ("Se", "4 mmol"), ("TOP", "4 mL")],
        [("PbO", "2 mmol"), ("OA", "6 mmol"), ("TOPSe", "4 mmol"), ("TOP", "4.969 mmol")],
        [("lead acetate", "2 mmol"), ("OA", "6 mmol"), ("Se", "4 mmol"), ("TOP", "4 mL")],
        [("lead carbonate", "2 mmol"), ("OA", "6 mmol"), ("Se", "4 mmol"), ("TOP", "4 mL")],
    ],
)
def test_the_same_flask_written_otherwise(written: list[tuple[str, str]]) -> None:
    first = resolved(reagents=FLASK)
    other = resolved(reagents=reagents(*written, ("ODE", "10 mL")))
    np.testing.assert_allclose(*values(first, other), atol=0.07)


def test_a_salt_formed_beforehand_is_the_same_flask() -> None:
    made = resolved(
        product="Fe3O4",
        reagents=reagents(("FeCl3", "1 mmol"), ("sodium oleate", "3 mmol"), ("ODE", "10 mL")),
    )
    bought = resolved(product="Fe3O4", reagents=reagents(("Fe(OA)3", "1 mmol"), ("ODE", "10 mL")))
    features = flask_features([made, bought])
    apart = dict(zip(features.names, np.abs(np.diff(features.values, axis=0))[0], strict=True))
    assert apart["ligand long_carboxyl"] < 0.05
    assert apart["supply cation"] < 0.05
    assert apart["foreign alkali"] < 0.6
    assert apart["foreign halide"] < 0.6


def test_nothing_jumps_where_a_reagent_is_just_used_up() -> None:
    recipe = resolved(reagents=reagents(("PbAc2", "1 mmol"), ("OA", "2 mmol"), ("ODE", "5 mL")))
    steps = [times(recipe, 1.02**k, which=1) for k in range(-20, 21)]
    assert np.abs(np.diff(values(*steps), axis=0)).max() < 0.06


def test_a_chemical_makes_itself_felt() -> None:
    without = resolved(reagents=FLASK)
    with_amine = resolved(reagents=(*FLASK, *reagents(("OLA", "2 mmol"))))
    features = flask_features([without, with_amine])
    k = features.names.index("ligand primary_amine")
    assert features.values[1, k] > features.values[0, k] + 1.0


def test_a_soft_minimum_lies_just_below_the_least() -> None:
    counted = np.ones((1, 3), dtype=bool)
    found = soft_minimum(np.array([[1.0, 5.0, 9.0]]), counted)[0]
    assert 0.99 < found <= 1.0
    assert soft_minimum(np.array([[1.0, 5.0, 9.0]]), ~counted)[0] == 0.0

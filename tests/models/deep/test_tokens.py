from __future__ import annotations

import numpy as np
import pytest

from models.conftest import make_recipe
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.chemistry.substance import Substance
from ostwald.models.deep.tokens import TokenEncoder


@pytest.fixture(scope="module")
def recipes() -> list[ResolvedRecipe]:
    return [
        make_recipe(180, 20, PbO=4, OA=5),
        make_recipe(200, 1, "PbS", PbO=2),
        make_recipe(150, 5, PbO=1, OA=9, TOP=3),
    ]


def test_one_token_a_chemical(recipes: list[ResolvedRecipe]) -> None:
    tokens = TokenEncoder().fit(recipes).transform(recipes)
    assert tokens.counts.tolist() == [2, 1, 3]
    assert tokens.present.shape == (3, 3)
    assert not tokens.amounts[~tokens.present].any()
    short = tokens.take(np.array([1]))
    assert short.present.shape == (1, 1)


def test_a_chemical_never_seen_has_a_token(recipes: list[ResolvedRecipe]) -> None:
    encoder = TokenEncoder().fit(recipes)
    new = Substance("my ligand", "", formula="C9H21N", smiles="CCCCCCCCCN", is_new=True)
    recipe = make_recipe(180, 20, PbO=4)
    changed = ResolvedRecipe(
        **{
            **{name: getattr(recipe, name) for name in ResolvedRecipe.__dataclass_fields__},
            "reagents": (*recipe.reagents, ResolvedReagent(new, 2.0)),
        }
    )
    tokens = encoder.transform([changed])
    assert tokens.counts.tolist() == [2]
    assert np.isfinite(tokens.substances).all()
    assert np.abs(tokens.substances[tokens.substance_of[0, 1]]).sum() > 0


def test_families_can_be_left_out(recipes: list[ResolvedRecipe]) -> None:
    whole = TokenEncoder().fit(recipes).transform(recipes)
    without = TokenEncoder(["substance", "flask"]).fit(recipes).transform(recipes)
    assert not without.substances.any()
    half = whole.mixture.shape[1] // 2
    assert np.array_equal(without.mixture[:, :half], whole.mixture[:, :half])
    assert not without.mixture[:, half:].any()
    with pytest.raises(ValueError, match="unknown families"):
        TokenEncoder(["colour"])


def test_state_brings_the_encoder_back(recipes: list[ResolvedRecipe]) -> None:
    encoder = TokenEncoder(["flask"]).fit(recipes)
    again = TokenEncoder.from_state(encoder.to_state()).transform(recipes)
    tokens = encoder.transform(recipes)
    for name in tokens.__dataclass_fields__:
        assert np.array_equal(getattr(again, name), getattr(tokens, name)), name

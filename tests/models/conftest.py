"""Recipes made up for the tests of models: two reagents, two products, a plain law of size."""

from __future__ import annotations

import numpy as np
import pytest

from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.chemistry.substance import ProductIdentity, Substance
from ostwald.models.base import Outcomes

# New ones, so that nothing which is remembered by identity takes them for those of the tables.
SUBSTANCES = {
    "PbO": Substance("PbO", "lead oxide", kind="inorganic", formula="PbO", is_new=True),
    "Se": Substance("Se", "selenium", kind="element", formula="Se", is_new=True),
    "OA": Substance(
        "OA", "oleic acid", formula="C18H34O2", smiles="CCCCCCCCC=CCCCCCCCC(=O)O", is_new=True
    ),
    "TOP": Substance(
        "TOP", "trioctylphosphine", formula="C24H51P", smiles="CCCCCCCCP", is_new=True
    ),
}


def make_recipe(
    temperature_c: float, time_min: float, product: str = "PbSe", **amounts_mmol: float
) -> ResolvedRecipe:
    """A resolved recipe, without any table being read."""
    return ResolvedRecipe(
        id=None,
        product=ProductIdentity(label=product, formula=product),
        reagents=tuple(ResolvedReagent(SUBSTANCES[n], a) for n, a in amounts_mmol.items()),
        injection_temperature_c=temperature_c,
        reaction_temperature_c=temperature_c,
        reaction_time_min=time_min,
        heating_rate_c_per_min=None,
    )


def made_up(n: int, seed: int = 0) -> tuple[list[ResolvedRecipe], Outcomes]:
    """Recipes whose size grows with temperature, time and acid, and whose shape depends on TOP."""
    rng = np.random.default_rng(seed)
    temperature, time = rng.uniform(100, 300, n), rng.uniform(1, 60, n)
    acid, phosphine = rng.uniform(1, 20, n), rng.choice([0.0, 5.0], n)
    product = rng.choice(["PbSe", "PbS"], n)
    recipes = [
        make_recipe(
            float(temperature[i]),
            float(time[i]),
            str(product[i]),
            PbO=4.0,
            OA=float(acid[i]),
            **({"TOP": 5.0} if phosphine[i] else {}),
        )
        for i in range(n)
    ]
    log_size = 1.0 + temperature / 200 + 0.2 * np.log(time) + 0.02 * acid
    log_size += 0.3 * (product == "PbS") + rng.normal(0, 0.03, n)
    outcomes = Outcomes(
        size_nm=np.exp(log_size),
        shape=np.where(phosphine > 0, 1, 0),
        particles_counted=rng.choice([50.0, 400.0, np.nan], n),
        doi=np.array(["10.1/x"] * n, dtype=object),
    )
    return recipes, outcomes


@pytest.fixture(scope="session")
def training() -> tuple[list[ResolvedRecipe], Outcomes]:
    return made_up(200, seed=0)


@pytest.fixture(scope="session")
def fresh() -> tuple[list[ResolvedRecipe], Outcomes]:
    return made_up(60, seed=1)

"""Resolved recipes made by hand, without the recipe room."""

from __future__ import annotations

from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.products import find_product
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.chemistry.substance import Substance


def make_recipe(
    amounts: dict[str | Substance, float],
    product: str = "PbSe",
    injection: float = 180.0,
    reaction: float = 170.0,
    time: float = 10.0,
    rate: float | None = 0.0,
) -> ResolvedRecipe:
    return ResolvedRecipe(
        id=None,
        product=find_product(product),
        reagents=tuple(
            ResolvedReagent(s if isinstance(s, Substance) else find_reagent(s), mmol)
            for s, mmol in amounts.items()
        ),
        injection_temperature_c=injection,
        reaction_temperature_c=reaction,
        reaction_time_min=time,
        heating_rate_c_per_min=rate,
    )


LEAD_SELENIDE: dict[str | Substance, float] = {
    "PbO": 4.0,
    "Se": 6.0,
    "TOP": 7.0,
    "OA": 10.0,
    "ODE": 40.0,
}

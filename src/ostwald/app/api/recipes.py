"""What the program understands of recipes and predicts for them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field

from ostwald.app.api.bodies import Coverage, Nearest, Recipes, read_one, read_recipes
from ostwald.app.api.problems import as_json, json_response
from ostwald.errors import OstwaldError, raise_all

if TYPE_CHECKING:
    from ostwald.app.services import Services
    from ostwald.recipes.recipe import Recipe


class ToPredict(Recipes):
    """Recipes to predict."""

    coverage: Coverage = 0.9
    nearest: Nearest = 3
    shipped: bool = Field(
        default=False, description="Ask the shipped model, also where an adapted one is in use."
    )


class ToExplain(Recipes):
    """A recipe to explain."""

    coverage: Coverage = 0.9
    nearest: Nearest = 3


class ToSweep(Recipes):
    """A recipe to vary."""

    vary: list[str] = Field(
        min_length=1, max_length=2, examples=[["reaction_temperature=200..300 degC"]]
    )
    points: int | None = Field(default=None, ge=2, le=1000)
    coverage: Coverage = 0.9


def router(services: Services) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["recipes"])
    engine = services.engine

    @routes.post("/check")
    async def check(body: Recipes) -> JSONResponse:
        """Say what is understood of recipes; each result is one of ``ostwald check --json``."""

        async def ask(recipe: Recipe) -> Any:
            return (await engine.understand(recipe)).to_json()

        return await _each(services, body, ask)

    @routes.post("/predict")
    async def predict(body: ToPredict) -> JSONResponse:
        """Predict size and shape; each result is one of ``ostwald predict --json``."""

        async def ask(recipe: Recipe) -> Any:
            said = await engine.predict(
                recipe, coverage=body.coverage, nearest=body.nearest, shipped=body.shipped
            )
            return said.to_json()

        model = engine.shipped_name if body.shipped else engine.model
        return await _each(services, body, ask, model=model)

    @routes.post("/explain")
    async def explain(body: ToExplain) -> JSONResponse:
        """Say what each chemical and condition does, as ``ostwald explain --json``."""
        recipe = await read_one(services, body)
        found = await engine.explain(recipe, coverage=body.coverage, nearest=body.nearest)
        return json_response(found.to_json())

    @routes.post("/sweep")
    async def sweep(body: ToSweep) -> JSONResponse:
        """Predict a recipe over ranges, as ``ostwald sweep --json``."""
        recipe = await read_one(services, body)
        found = await engine.sweep(recipe, body.vary, points=body.points, coverage=body.coverage)
        return json_response(found.to_json())

    return routes


async def _each(
    services: Services,
    body: Recipes,
    ask: Callable[[Recipe], Awaitable[Any]],
    **more: Any,
) -> JSONResponse:
    """Answer for every recipe that can be used, and say what is wrong with the others."""
    recipes, problems = await read_recipes(services, body)
    answers = await asyncio.gather(*map(ask, recipes), return_exceptions=True)
    results = []
    for recipe, one in zip(recipes, answers, strict=True):
        if isinstance(one, OstwaldError):
            problems.append(one.at(recipe.id) if recipe.id and len(recipes) > 1 else one)
        elif isinstance(one, BaseException):
            raise one
        else:
            results.append(one)
    if not results:
        raise_all(problems)
    told = [as_json(problem) for problem in problems]
    return json_response({"results": results, "problems": told, **more})

"""The HTTP API under ``/api/v1``: the same JSON as the command line, one file a resource."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ostwald.app.services import Services

PREFIX = "/api/v1"


def register(app: FastAPI, services: Services) -> None:
    """Add every resource to the application."""
    from ostwald.app.api import health, measuring, notebook, optics, problems, recipes

    problems.register(app)
    app.include_router(health.router(services))
    for resource in (recipes, optics, measuring, notebook):
        app.include_router(resource.router(services), prefix=PREFIX)

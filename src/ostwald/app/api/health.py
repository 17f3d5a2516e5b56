"""Whether the server lives, for supervisors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

if TYPE_CHECKING:
    from ostwald.app.services import Services


def router(services: Services) -> APIRouter:
    """Return the routes."""
    from ostwald import __version__

    routes = APIRouter()

    @routes.get("/healthz", tags=["health"])
    async def healthz() -> dict[str, str]:
        """Say that the server answers."""
        return {"status": "ok", "version": __version__}

    return routes

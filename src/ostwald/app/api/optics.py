"""Between sizes and first absorption peaks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse

from ostwald.app.api.problems import json_response
from ostwald.errors import InputError

if TYPE_CHECKING:
    from ostwald.app.services import Services

Length = Annotated[float | None, Query(gt=0, le=1e5)]


def router(services: Services) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["optics"])

    @routes.get("/optics/{material}")
    async def optics(
        material: str,
        size_nm: Length = None,
        peak_nm: Length = None,
        width_nm: Length = None,
        curve: Annotated[str | None, Query(max_length=100)] = None,
    ) -> JSONResponse:
        """Turn a size into a peak or a peak into a size, as ``ostwald optics --json``."""
        from ostwald.optics.reading import read_peak, read_size

        if (size_nm is None) == (peak_nm is None):
            raise InputError("give size_nm or peak_nm, one of them")
        if size_nm is not None:
            reading = await asyncio.to_thread(
                read_size, material, size_nm, curve=curve, width_nm=width_nm
            )
        else:
            reading = await asyncio.to_thread(
                read_peak, material, peak_nm or 0.0, curve=curve, width_nm=width_nm
            )
        return json_response(reading.to_json())

    return routes

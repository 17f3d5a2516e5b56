"""Errors as people can act on them: ``{"problem", "where", "hint"}`` with the fitting status."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ostwald.app.jobs import BusyError
from ostwald.app.notebook.database import NotebookGoneError, StaleError
from ostwald.app.notebook.shelf import NotThereError
from ostwald.errors import OstwaldError, SeveralInputError

if TYPE_CHECKING:
    from fastapi import FastAPI

_LOG = logging.getLogger(__name__)
_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (NotThereError, 404),
    (StaleError, 409),
    (BusyError, 429),
    (NotebookGoneError, 503),
)
_MOST_TOLD = 20


def as_json(error: OstwaldError) -> dict[str, Any]:
    """Return an error as plain data; several at once are listed under ``problems``."""
    told: dict[str, Any] = {"problem": error.problem, "where": error.where, "hint": error.hint}
    if isinstance(error, SeveralInputError):
        told["problem"] = f"{len(error.errors)} things are wrong"
        told["problems"] = [as_json(one) for one in error.errors[:_MOST_TOLD]]
    return told


def answer(error: OstwaldError) -> JSONResponse:
    """Return an error as a response."""
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 422)
    headers = {"retry-after": "5"} if status in (429, 503) else None
    return json_response(as_json(error), status, headers)


def json_response(
    content: Any, status: int = 200, headers: dict[str, str] | None = None
) -> JSONResponse:
    """Return plain data; a sign that is no character, which a request may hold, is escaped."""
    return _Json(content, status, headers)


class _Json(JSONResponse):
    def render(self, content: Any) -> bytes:
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8", "backslashreplace")


def register(app: FastAPI) -> None:
    """Turn every error of the application into words."""

    @app.exception_handler(OstwaldError)
    async def ours(_: Request, error: OstwaldError) -> JSONResponse:
        return answer(error)

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        found = [
            {
                "problem": str(one["msg"]),
                "where": ".".join(str(part) for part in one["loc"]),
                "hint": None,
            }
            for one in error.errors()[:_MOST_TOLD]
        ]
        first = found[0] if found else {"problem": "it cannot be read", "where": None}
        told = {**first, "hint": "see /api/v1/openapi.json"}
        return json_response({**told, "problems": found} if len(found) > 1 else told, 422)

    @app.exception_handler(HTTPException)
    async def of_http(_: Request, error: HTTPException) -> JSONResponse:
        told = {"problem": str(error.detail), "where": None, "hint": None}
        return json_response(told, error.status_code, dict(error.headers or {}))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
        told = {
            "problem": "something went wrong in the program",
            "where": None,
            "hint": "the server's log tells more",
        }
        return json_response(told, 500)

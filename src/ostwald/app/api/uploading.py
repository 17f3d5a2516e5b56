"""Files that a request brings: its body is the file, its name stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query, Request
from fastapi.responses import FileResponse, Response

from ostwald.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

FileName = Annotated[
    str, Query(min_length=1, max_length=300, description="What the file is called, such as a.tif")
]

FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""What the description of a route says of its body."""


async def whole_body(request: Request, most: int) -> bytes:
    """Return the body of a request.

    Raises:
        InputError: It is larger, or empty.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise InputError(f"the file is larger than {most // 1024**2} MB")
    if not body:
        raise InputError("the file is empty")
    return bytes(body)


def attached(path: Path, name: str) -> FileResponse:
    """Return a file to be saved: a browser never shows it, whatever it is."""
    return FileResponse(path, media_type="application/octet-stream", filename=name)


def attached_text(text: str, name: str, media_type: str) -> Response:
    """Return a text to be saved."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=media_type, headers=headers)

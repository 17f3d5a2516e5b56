"""What the page fetches beside the page toolkit's own channel: uploads, pictures, downloads."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from nicegui import app

from ostwald.app.uploads import shown_name
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.pages.micrograph import LateAlbums
    from ostwald.app.pages.micrograph.album import Album
    from ostwald.app.pages.micrograph.picture import Picture

BASE = "/micrograph/of/{album_id}"
_FRESH = {"cache-control": "no-store"}


def register(albums: LateAlbums) -> None:
    """Add the routes; those of an app before this one in the same process go.

    Args:
        albums: Where images are.
    """

    def album_of(album_id: str) -> Album:
        try:
            return albums.get(album_id)
        except KeyError:
            raise HTTPException(404) from None

    def picture_of(album_id: str, picture_id: str) -> Picture:
        try:
            return album_of(album_id).get(picture_id)
        except KeyError:
            raise HTTPException(404) from None

    async def upload(album_id: str, request: Request, name: str = "file") -> Response:
        try:
            picture = await album_of(album_id).add(name, request.stream())
        except OstwaldError as error:
            return JSONResponse(_words(error, name), status_code=422, headers=_FRESH)
        return JSONResponse({"id": picture.id}, headers=_FRESH)

    async def shown(album_id: str, picture_id: str) -> Response:
        return _png(picture_of(album_id, picture_id).work.picture)

    async def veil(album_id: str, picture_id: str) -> Response:
        return _png(picture_of(album_id, picture_id).work.veil)

    async def outlines(album_id: str, picture_id: str) -> Response:
        picture = picture_of(album_id, picture_id)
        if not picture.has_outlines:
            raise HTTPException(404)
        text = await asyncio.to_thread(picture.outlines)
        return Response(text, media_type="application/json", headers=_FRESH)

    async def download(album_id: str, picture_id: str, what: str) -> Response:
        from ostwald.app.pages.micrograph import exports

        picture = picture_of(album_id, picture_id)
        return await _made(exports.of_picture, what, picture, album_of(album_id))

    async def download_all(album_id: str) -> Response:
        from ostwald.app.pages.micrograph import exports

        album = album_of(album_id)
        return await _made(exports.of_album, album)

    _add(BASE + "/upload", upload, "POST")
    _add(BASE + "/all.zip", download_all, "GET")
    _add(BASE + "/{picture_id}/picture.png", shown, "GET")
    _add(BASE + "/{picture_id}/veil.png", veil, "GET")
    _add(BASE + "/{picture_id}/outlines.json", outlines, "GET")
    _add(BASE + "/{picture_id}/download/{what}", download, "GET")


def _add(path: str, function: Any, method: str) -> None:
    app.remove_route(path)
    app.add_api_route(path, function, methods=[method], include_in_schema=False)


def _png(path: Path) -> Response:
    if not path.exists():
        raise HTTPException(404)
    return FileResponse(path, media_type="image/png", headers=_FRESH)


async def _made(make: Any, *arguments: Any) -> Response:
    try:
        made = await asyncio.to_thread(make, *arguments)
    except OstwaldError as error:
        return JSONResponse(_words(error, ""), status_code=422, headers=_FRESH)
    except KeyError:
        raise HTTPException(404) from None
    return Response(made.content, media_type=made.media_type, headers=_FRESH | made.headers)


def _words(error: OstwaldError, name: str) -> dict[str, Any]:
    where = error.where or shown_name(name)
    return {"problem": error.problem, "where": where, "hint": error.hint}

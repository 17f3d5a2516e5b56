"""The page of micrographs."""

from __future__ import annotations

import asyncio
import json
import secrets
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import frame

if TYPE_CHECKING:
    from ostwald.app.pages.micrograph.album import Album, Albums
    from ostwald.app.services import Services

PATH = "/micrograph"
_STYLE = (Path(__file__).parent / "micrograph.css").read_text(encoding="utf-8")
_KEPT = "ostwald-album"
_LOADING_S = 30.0


class LateAlbums:
    """The albums, loaded by who asks first: the server answers before it has all that measures.

    Args:
        services: What the app shares.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._albums: Albums | None = None

    def get(self, name: str) -> Album:
        """Return an album, as `Albums.get`."""
        if self._albums is None:
            from ostwald.app.pages.micrograph.album import Albums

            self._albums = Albums(self._services)
        return self._albums.get(name)


def register(services: Services) -> None:
    """Register the page and what it fetches."""
    from ostwald.app.pages.micrograph import routes
    from ostwald.app.pages.micrograph.albums_on_disk import uploads_in_use

    albums = LateAlbums(services)
    routes.register(albums)
    services.uploads.keep_for(partial(uploads_in_use, services.settings.uploads))

    @ui.page(PATH, response_timeout=_LOADING_S)
    async def page(recipe: str = "") -> None:
        # Before the answer begins, for it names the parts of the page that a browser must load.
        await asyncio.to_thread(import_module, f"{__name__}.page")
        from ostwald.app.pages.micrograph.page import MicrographPage

        ui.add_css(_STYLE)
        with frame(PATH):
            content = ui.element("div").classes("mg-page")
        await ui.context.client.connected()
        # A tab keeps the name of its images, so that a reload finds them again.
        name, fresh = json.dumps(_KEPT), json.dumps(secrets.token_urlsafe(18))
        kept = await ui.run_javascript(
            f"try {{ let id = sessionStorage.getItem({name}); "
            f"if (!id) sessionStorage.setItem({name}, id = {fresh}); return id; }} "
            f"catch {{ return {fresh}; }}",
            timeout=10,
        )
        try:
            album = albums.get(str(kept))
        except KeyError:
            album = albums.get(json.loads(fresh))
        with content:
            built = MicrographPage(services, album, int(recipe) if recipe.isdecimal() else None)
        await built.start()

"""Files to take home, and what the notebook keeps."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from nicegui import ui

from ostwald.app.pages.layout import Text, heading, panel, show_problem
from ostwald.app.pages.micrograph import exports
from ostwald.app.pages.micrograph.desk import Desk
from ostwald.app.pages.micrograph.keeping import keep, recipe_choices
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.pages.micrograph.picture import Picture


class SavePanel:
    """Offers downloads and keeps the image in the notebook.

    Args:
        desk: What is looked at.
        recipe_id: The recipe that the page was opened for.
    """

    def __init__(self, desk: Desk, recipe_id: int | None) -> None:
        self._desk, self._recipe_id = desk, recipe_id
        self._shown = ""
        with panel("Save"):
            self._links = ui.element("div").classes("mg-links")
            self._all = Text("a", "Everything of all images (ZIP)").classes("mg-link")
            self._all.props("download")
            heading("In the notebook", 3)
            with ui.element("div").classes("mg-fields"):
                self._recipe = (
                    ui.select(
                        {0: "no recipe"}, value=0, label="Crystals of the recipe", with_input=True
                    )
                    .props("outlined dense options-dense")
                    .classes("mg-grow")
                )
            self._outcome = ui.checkbox("Keep size and shape as an outcome of the recipe")
            self._outcome.props("dense").set_value(True)
            self._outcome.bind_visibility_from(self._recipe, "value", backward=bool)
            with ui.element("div").classes("mg-buttons"):
                self._save = ui.button("Save to the notebook", on_click=self._keep).props("no-caps")
            self._said = Text("p", "").classes("ow-soft mg-small").props('role="status"')

    async def load(self) -> None:
        """Ask the notebook for its recipes."""
        try:
            recipes = await asyncio.to_thread(
                recipe_choices, self._desk.services.notebook, self._recipe_id
            )
        except OstwaldError as error:
            self._said.set_text(error.problem)
            return
        chosen = self._recipe_id if self._recipe_id in recipes else 0
        self._recipe.set_options({0: "no recipe", **recipes}, value=chosen)
        if self._recipe_id is not None and self._recipe_id not in recipes:
            self._said.set_text("The notebook has no such recipe any more.")

    def show(self, picture: Picture) -> None:
        """Offer the files of an image.

        Args:
            picture: The image.
        """
        base = f"/micrograph/of/{self._desk.album.id}"
        self._all.props(f'href="{base}/all.zip"')
        self._all.set_visibility(len(self._desk.album.pictures) > 1)
        if self._shown == picture.id:
            return
        self._shown = picture.id
        self._said.set_text("")
        self._links.clear()
        with self._links:
            for what, kind in exports.KINDS.items():
                link = Text("a", kind.title).classes("mg-link")
                link.props(f'href="{base}/{picture.id}/download/{what}" download')

    async def _keep(self) -> None:
        picture = self._desk.picture
        if picture is None:
            return
        recipe_id = int(self._recipe.value or 0) or None
        wants_outcome = bool(self._outcome.value)
        self._save.disable()
        try:
            said: Any = await asyncio.to_thread(
                keep, self._desk.services.notebook, picture, recipe_id, outcome=wants_outcome
            )
        except OstwaldError as error:
            show_problem(error)
        else:
            self._said.set_text(said)
            ui.notify(said, type="positive")
        finally:
            self._save.enable()

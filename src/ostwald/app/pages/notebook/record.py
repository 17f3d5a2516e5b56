"""One recipe of the notebook: its text, and all that belongs to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from ostwald.app import lab
from ostwald.app.notebook.database import StaleError
from ostwald.app.pages.layout import Text, heading, panel, problem_box, show_problem
from ostwald.app.pages.notebook.outcomes import OutcomeForm, outcome_words
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.notebook.records import (
        MicrographRecord,
        OutcomeRecord,
        PredictionRecord,
        RecipeRecord,
        SpectrumRecord,
        VersionRecord,
    )
    from ostwald.app.services import Services

    Changed = Callable[[], Awaitable[None]]


class RecordView:
    """One recipe of the notebook.

    Args:
        services: What pages share.
        changed: Called when something was changed or removed.
    """

    def __init__(self, services: Services, changed: Changed) -> None:
        self._services, self._changed = services, changed
        self._recipe: RecipeRecord | None = None
        with panel("Recipe kept", classes="ow-record"):
            self._place = ui.element("div").classes("ow-stack")
        self._nothing()

    async def show(self, recipe_id: int | None) -> None:
        """Show a recipe, or none."""
        self._place.clear()
        self._recipe = None
        if recipe_id is None:
            self._nothing()
            return
        try:
            read = await asyncio.to_thread(self._read, recipe_id)
        except OstwaldError as error:
            with self._place:
                problem_box(error, lambda: self.show(recipe_id))
            return
        self._recipe = read[0]
        self._place.clear()
        with self._place:
            self._build(*read)

    def _nothing(self) -> None:
        with self._place:
            Text("p", "Choose a recipe from the list.").classes("ow-soft")

    def _read(self, recipe_id: int) -> tuple[Any, ...]:
        notebook = self._services.notebook
        return (
            notebook.recipe(recipe_id),
            notebook.outcomes(recipe_id),
            notebook.predictions(recipe_id),
            notebook.micrographs(recipe_id),
            notebook.spectra(recipe_id),
            notebook.versions(recipe_id),
        )

    def _build(
        self,
        recipe: RecipeRecord,
        outcomes: list[OutcomeRecord],
        predictions: list[PredictionRecord],
        micrographs: list[MicrographRecord],
        spectra: list[SpectrumRecord],
        versions: list[VersionRecord],
    ) -> None:
        self._name = ui.input("Name", value=recipe.name).props("outlined dense").classes("ow-wide")
        self._text = (
            ui.textarea("Recipe file", value=recipe.text)
            .props("outlined autogrow spellcheck=false")
            .classes("ow-wide ow-code")
        )
        self._note = (
            ui.textarea("Note", value=recipe.note).props("outlined autogrow").classes("ow-wide")
        )
        with ui.element("div").classes("ow-row"):
            ui.button("Save changes", on_click=self._save).props("unelevated no-caps")
            ui.button(
                "Open on the Recipe page", on_click=lambda: ui.navigate.to(f"/?recipe={recipe.id}")
            ).props("outline no-caps")
            ui.button("Remove", on_click=self._ask_to_remove).props("flat no-caps color=negative")
        self._said = ui.element("div").classes("ow-wide")
        Text("p", f"Version {recipe.version}, saved {recipe.changed:%Y-%m-%d %H:%M} UTC").classes(
            "ow-soft ow-small"
        )
        heading("What came out", 3)
        self._list(outcomes, outcome_words, self._remove_outcome)
        OutcomeForm(self._services, recipe.id, self._reload)
        heading("What was predicted", 3)
        self._list(predictions, lambda one: _predicted(one, recipe.version))
        heading("Micrographs and spectra", 3)
        self._list(micrographs, _micrograph)
        self._list(spectra, _spectrum)
        with ui.element("div").classes("ow-row"):
            ui.button(
                "Measure a micrograph",
                on_click=lambda: ui.navigate.to(f"/micrograph?recipe={recipe.id}"),
            ).props("outline no-caps")
            ui.button("Add a spectrum", on_click=self._ask_for_spectrum).props("outline no-caps")
            self._upload = ui.upload(
                auto_upload=True, on_upload=self._took_spectrum, max_file_size=10 * 1024**2
            ).classes("hidden")
        if len(versions) > 1:
            with ui.expansion("Earlier versions").classes("ow-wide"):
                for version in versions[1:]:
                    Text("p", f"Version {version.version}, {version.saved:%Y-%m-%d %H:%M} UTC")
                    Text("pre", version.text).classes("ow-pre").props('tabindex="0"')

    def _list(
        self,
        records: list[Any],
        describe: Callable[[Any], str],
        remove: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        if not records:
            return
        with ui.element("ul").classes("ow-list"):
            for record in records:
                with ui.element("li"):
                    Text("span", describe(record))
                    if remove is not None:
                        ui.button(icon="close").props(
                            'flat dense round size=sm aria-label="Remove this result"'
                        ).on_click(lambda one=record: remove(one.id))

    async def _reload(self) -> None:
        if self._recipe is not None:
            await self.show(self._recipe.id)
            await self._changed()

    async def _save(self) -> None:
        recipe = self._recipe
        if recipe is None:
            return
        changes = {
            "name": self._name.value if self._name.value != recipe.name else None,
            "text": self._text.value if self._text.value != recipe.text else None,
            "note": self._note.value if self._note.value != recipe.note else None,
        }
        self._said.clear()
        try:
            await asyncio.to_thread(
                self._services.notebook.change_recipe, recipe.id, recipe.version, **changes
            )
        except StaleError as error:
            with self._said:
                problem_box(error, self._reload, "Load it again")
            return
        except OstwaldError as error:
            with self._said:
                problem_box(error)
            return
        ui.notify("Saved", type="positive")
        await self._reload()

    def _ask_to_remove(self) -> None:
        with (
            ui.dialog(value=True).props('aria-label="Remove the recipe"') as dialog,
            ui.card(),
        ):
            Text("p", "Remove this recipe with its results, micrographs and spectra?")
            with ui.element("div").classes("ow-row"):
                ui.button("Keep it", on_click=dialog.close).props("outline no-caps")
                ui.button("Remove it", on_click=lambda: self._remove(dialog)).props(
                    "unelevated no-caps color=negative"
                )

    async def _remove(self, dialog: ui.dialog) -> None:
        dialog.close()
        recipe = self._recipe
        if recipe is None:
            return
        try:
            await asyncio.to_thread(
                self._services.notebook.remove_recipe, recipe.id, recipe.version
            )
        except OstwaldError as error:
            show_problem(error)
            return
        await self.show(None)
        await self._changed()

    async def _remove_outcome(self, outcome_id: int) -> None:
        try:
            await asyncio.to_thread(self._services.notebook.remove_outcome, outcome_id)
        except OstwaldError as error:
            show_problem(error)
            return
        await self._reload()

    def _ask_for_spectrum(self) -> None:
        self._upload.run_method("pickFiles")

    async def _took_spectrum(self, event: Any) -> None:
        recipe = self._recipe
        self._upload.reset()
        if recipe is None:
            return
        uploads = self._services.uploads
        try:
            upload = await uploads.save(
                event.file.name, event.file.iterate(), lab.SPECTRUM_SUFFIXES
            )
            try:
                await asyncio.to_thread(lab.keep_spectrum, self._services, recipe.id, upload)
            finally:
                upload.path.unlink(missing_ok=True)
        except OstwaldError as error:
            show_problem(error)
            return
        await self._reload()


def _predicted(one: PredictionRecord, version: int) -> str:
    whose = "" if one.recipe_version == version else f", for version {one.recipe_version}"
    return (
        f"{one.size_nm:.3g} nm ({one.lower_nm:.3g} to {one.upper_nm:.3g}), {one.shape}; "
        f"{one.model}, {one.made:%Y-%m-%d}{whose}"
    )


def _micrograph(one: MicrographRecord) -> str:
    size = one.summary.get("size_nm")
    told = f"{one.name}: {one.summary.get('particles', 0)} particles"
    return f"{told}, {size['mean']:.3g} nm" if isinstance(size, dict) else told


def _spectrum(one: SpectrumRecord) -> str:
    peak = "" if one.peak_nm is None else f", peak at {one.peak_nm:.0f} nm"
    size = one.reading.get("size_nm")
    return f"{one.name}{peak}" + (f", {size:.3g} nm" if isinstance(size, int | float) else "")

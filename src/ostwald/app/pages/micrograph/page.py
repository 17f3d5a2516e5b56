"""The page of one window: its parts, and what happens between them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import numpy as np
from nicegui import ui

from ostwald.app.pages.layout import Text, heading, show_problem
from ostwald.app.pages.micrograph.chosen_panel import ChosenPanel
from ostwald.app.pages.micrograph.desk import Desk
from ostwald.app.pages.micrograph.drop import Drop
from ostwald.app.pages.micrograph.filter_panel import FilterPanel
from ostwald.app.pages.micrograph.list_panel import ListPanel, row_words
from ostwald.app.pages.micrograph.result_panel import ResultPanel
from ostwald.app.pages.micrograph.save_panel import SavePanel
from ostwald.app.pages.micrograph.scale_panel import ScalePanel
from ostwald.app.pages.micrograph.table_panel import TablePanel
from ostwald.app.pages.micrograph.toolbar import Toolbar
from ostwald.app.pages.micrograph.viewer import Viewer
from ostwald.errors import InputError, OstwaldError
from ostwald.microscopy.review.edits import edit_from_json

if TYPE_CHECKING:
    from ostwald.app.pages.micrograph.album import Album
    from ostwald.app.pages.micrograph.picture import Picture
    from ostwald.app.services import Services
    from ostwald.microscopy.review.corrections import Corrections

_TICK_S = 0.15
_KEYS = (
    ("Arrow keys", "choose the next particle; with Shift add it"),
    ("Ctrl and arrow keys", "move the picture"),
    ("+ − 0", "larger, smaller, whole picture"),
    ("S", "split: with a particle chosen a line appears that arrow keys move"),
    ("D, E", "draw an outline by mouse, an ellipse also by arrow keys"),
    ("M, Delete", "merge or delete what is chosen"),
    ("Ctrl-Z, Ctrl-Y", "undo, redo"),
    ("O", "show or hide the outlines"),
    ("Esc", "give up"),
)


class MicrographPage:
    """Builds the page and keeps it in step with the album.

    Args:
        services: What the app shares.
        album: The images of this tab.
        recipe_id: The recipe whose crystals the images show.
    """

    def __init__(self, services: Services, album: Album, recipe_id: int | None) -> None:
        self._desk = desk = Desk(services, album)
        desk.changed = self._changed
        self._shown: tuple[str, int, str] | None = None
        self._outlines = True
        self._loading = False
        self._drawn = 0  # how many changes of the picture's particles the outlines show
        base = f"/micrograph/of/{album.id}"
        with ui.element("section").classes("ow-panel mg-images"):
            heading("Images").classes("ow-h1")
            self._drop = Drop(f"{base}/upload")
            self._drop.on("sent", self._sent)
            self._drop.on("skipped", self._skipped)
            self._list = ListPanel(self._choose_picture, self._remove)
        with ui.element("div").classes("mg-columns") as self._body:
            with ui.element("div").classes("mg-main"):
                with ui.element("section").classes("ow-panel mg-picture"):
                    self._title = heading("Picture")
                    with ui.element("div").classes("mg-fields mg-frame"):
                        self._frame = _choice("Image in the file", self._other_frame)
                        self._panel = _choice("Panel of the figure", self._other_panel)
                    self._problem = Text("p", "").classes("ow-problem mg-lines")
                    self._problem.props('role="alert"')
                    with ui.element("div") as self._work:
                        self._toolbar = Toolbar(self._pressed)
                        self._viewer = self._make_viewer()
                        self._legend()
                self._table = TablePanel(self._choose_row)
            with ui.element("div").classes("mg-side") as self._side:
                self._result = ResultPanel()
                self._scale = ScalePanel(desk, self._show_bar)
                self._chosen = ChosenPanel()
                self._filters = FilterPanel(desk)
                self._save = SavePanel(desk, recipe_id)
        ui.timer(_TICK_S, self._tick)

    async def start(self) -> None:
        """Show what there is, such as after a reload."""
        pictures = self._desk.album.pictures
        if pictures:
            self._desk.picture = next((p for p in pictures if p.stage == "done"), pictures[0])
        await self._save.load()
        await self._tick()

    def _make_viewer(self) -> Viewer:
        viewer = Viewer()
        viewer.on("choose", lambda event: self._choose(event.args))
        viewer.on("edit", lambda event: self._edit(event.args))
        viewer.on("undo", lambda: self._pressed("undo"))
        viewer.on("redo", lambda: self._pressed("redo"))
        viewer.on("tool", lambda event: self._take(str(event.args)))
        viewer.on("outlines", lambda: self._pressed("outlines"))
        viewer.on("bar", self._bar_moved, throttle=0.08)
        return viewer

    def _legend(self) -> None:
        with ui.element("div").classes("mg-legend"):
            for name, words in (
                ("counted", "counted"),
                ("cut", "cut by the border, not counted"),
                ("hidden", "left out by the filters"),
            ):
                with ui.element("span").classes("mg-legend-item"):
                    ui.element("span").classes(f"mg-swatch mg-swatch-{name}")
                    Text("span", words)
        with ui.element("details").classes("mg-notes"):
            Text("summary", "Keys")
            with ui.element("dl").classes("mg-numbers").props('id="mg-keys"'):
                for keys, words in _KEYS:
                    Text("dt", keys)
                    Text("dd", words)

    # Images

    def _sent(self, event: Any) -> None:
        answer = event.args
        if not isinstance(answer, dict) or "problem" not in answer:
            return
        problem, where, hint = (str(answer.get(n) or "") for n in ("problem", "where", "hint"))
        error = InputError(problem[:500], where=where[:300] or None, hint=hint[:500] or None)
        self._desk.album.refuse(str(answer.get("name") or where or "file")[:300], error)

    def _skipped(self, event: Any) -> None:
        taken, skipped = int(event.args["taken"]), int(event.args["skipped"])
        if not taken:
            ui.notify("There is no image in this folder", type="warning")
        elif skipped:
            ui.notify(f"{skipped} other files of the folder were passed over", type="info")

    async def _choose_picture(self, picture: Picture) -> None:
        self._desk.picture = picture
        self._scale.forget_draft()
        await self._tick()

    async def _remove(self, picture: Picture) -> None:
        album = self._desk.album
        if picture.stage in ("waiting", "working") and picture.job is not None:
            album.cancel(picture)
            return
        album.remove(picture)
        if self._desk.picture is picture:
            self._desk.picture = next(iter(album.pictures), None)
            self._desk.measured = None
        await self._tick()

    async def _other_frame(self, event: Any) -> None:
        picture = self._desk.picture
        if picture is None or self._loading or event.value is None:
            return
        if event.value == picture.about.get("frame"):
            return
        picture.frame, picture.roi, picture.panels = int(event.value), None, ()
        await self._anew(picture)

    async def _other_panel(self, event: Any) -> None:
        picture = self._desk.picture
        if picture is None or self._loading or not event.value:
            return
        box = picture.panels[int(event.value) - 1]
        if box != picture.roi:
            picture.roi = box
            await self._anew(picture)

    async def _anew(self, picture: Picture) -> None:
        self._scale.forget_draft()
        self._desk.album.cancel(picture)
        picture.restart()
        self._desk.album.begin(picture)
        await self._tick()

    # Particles

    async def _choose(self, numbers: Any) -> None:
        self._desk.chosen = [int(number) for number in list(numbers)[:100_000]]
        self._show_chosen()

    async def _choose_row(self, number: int) -> None:
        await self._choose([number])
        self._viewer.show(chosen=list(self._desk.chosen))
        self._viewer.run_method("reveal", number)

    async def _edit(self, content: Any) -> None:
        try:
            edit = edit_from_json(dict(content))
        except OstwaldError as error:
            show_problem(error)
            return
        await self._change(lambda review: review.do(edit))

    async def _change(self, what: Any) -> None:
        before = self._desk.picture
        done = await self._desk.do(lambda picture: picture.edit(what))
        if done is None or self._desk.picture is not before:
            return
        change, outlines = done
        self._drawn += 1
        self._viewer.change(list(change.removed), outlines)
        kept = [number for number in self._desk.chosen if number not in change.removed]
        self._desk.chosen = kept or list(change.added)[:2]
        self._viewer.show(chosen=list(self._desk.chosen))
        self._show_chosen()

    async def _pressed(self, name: str) -> None:
        chosen = tuple(self._desk.chosen)
        if name in ("undo", "redo"):
            corrections = self._corrections()
            if not (corrections and (corrections.edits if name == "undo" else corrections.undone)):
                return
            await self._change(lambda review: getattr(review, name)())
        elif name in ("merge", "delete"):
            await self._edit({"kind": name, "particles": chosen})
        elif name == "outlines":
            self._outlines = not self._outlines
            self._viewer.show(visible=self._outlines)
            self._show_tools()
        elif name in ("in", "out"):
            self._viewer.run_method("zoom", 1.4 if name == "in" else 1 / 1.4)
        elif name == "fit":
            self._viewer.run_method("fit")
        else:
            self._take(name)

    def _take(self, tool: str) -> None:
        if tool in ("choose", "split", "draw", "ellipse"):
            self._desk.tool = tool
            self._viewer.show(tool=tool)
            self._show_tools()

    async def _bar_moved(self, event: Any) -> None:
        ends = [float(value) for value in event.args["ends"]]
        await self._scale.moved(ends, bool(event.args["done"]))

    # Showing

    async def _tick(self) -> None:
        """Notice what has changed: a job's progress, another window's edit, another image."""
        desk = self._desk
        desk.album.looked_at()
        pictures = desk.album.pictures
        if desk.picture not in pictures:
            desk.picture = next(iter(pictures), None)
        self._drop.shrink(bool(pictures))
        self._list.show(pictures, desk.picture)
        self._body.set_visibility(desk.picture is not None)
        picture = desk.picture
        if picture is None:
            self._shown = None
            return
        shown = (picture.id, picture.version, _look(picture))
        is_drawn = picture.stage != "done" or picture.edited == self._drawn
        if (shown == self._shown and is_drawn) or self._loading or desk.is_at_work:
            return
        self._loading = True
        try:
            await self._show(picture, shown)
        finally:
            self._loading = False

    async def _show(self, picture: Picture, shown: tuple[str, int, str]) -> None:
        desk = self._desk
        is_other = self._shown is None or self._shown[0] != picture.id
        was_done = self._shown is not None and not is_other and self._shown[2].startswith("done")
        self._shown = shown
        if is_other:
            desk.chosen = []
            desk.measured = None
        is_done = picture.stage == "done"
        self._title.set_text(picture.name)
        self._problem.set_text(row_words(picture.error) if picture.error is not None else "")
        self._problem.set_visibility(picture.error is not None and not is_done)
        self._work.set_visibility(picture.has_picture)
        self._side.set_visibility(is_done)
        self._show_frames(picture)
        base = f"/micrograph/of/{desk.album.id}/{picture.id}"
        outlines = f"{base}/outlines.json?{picture.about_file}"
        if not is_done:
            desk.measured = None
            size = await asyncio.to_thread(_size, picture)
            self._viewer.show(
                src=f"{base}/picture.png?{picture.about_file}" if picture.has_picture else "",
                outlines_url=outlines if picture.has_outlines else "",
                veil="", cut=[], hidden=[], width=size[0], height=size[1], bar=None, chosen=[],
            )  # fmt: skip
            self._show_tools()
            return
        desk.album.opened(picture)
        desk.measured = measured = await asyncio.to_thread(picture.measurement)
        if desk.picture is not picture:
            return
        self._viewer.show(
            src=f"{base}/picture.png?{picture.about_file}",
            width=measured.micrograph.width_px,
            height=measured.micrograph.height_px,
            veil=f"{base}/veil.png?{picture.about_file}" if picture.work.veil.exists() else "",
            label=f"Micrograph {picture.name} with outlines of its particles",
        )
        if not was_done:
            self._drawn = picture.edited
            self._viewer.show(outlines_url=outlines, chosen=[])
        elif picture.edited != self._drawn:  # in another window
            self._drawn = picture.edited
            there = set(picture.review.table.particle.tolist())
            desk.chosen = [number for number in desk.chosen if number in there]
            self._viewer.show(outlines_url=f"{outlines}&{picture.edited}", chosen=list(desk.chosen))
        self._show_measured(picture)

    async def _changed(self) -> None:
        """Show what something that was done here has changed."""
        picture = self._desk.picture
        if picture is None or picture.stage != "done":
            return
        self._desk.measured = await asyncio.to_thread(picture.measurement)
        self._shown = (picture.id, picture.version, _look(picture))
        self._show_measured(picture)

    def _show_measured(self, picture: Picture) -> None:
        measured = self._desk.measured
        if measured is None:
            return
        table = picture.review.table
        hidden = table.particle[~np.isin(table.particle, measured.table.particle)]
        self._result.show(measured)
        self._scale.show(measured)
        self._filters.show(picture.settings, measured.scale.nm_per_px is not None)
        self._save.show(picture)
        self._table.show(measured)
        self._viewer.show(
            cut=table.particle[table.touches_border].tolist(),
            hidden=hidden.tolist(),
            version=picture.version,
            bar=self._scale.bar(measured),
        )
        self._show_chosen()
        self._list.show(self._desk.album.pictures, picture)

    def _show_bar(self) -> None:
        measured = self._desk.measured
        if measured is not None:
            self._viewer.show(bar=self._scale.bar(measured))

    def _show_chosen(self) -> None:
        picture, measured = self._desk.picture, self._desk.measured
        if picture is not None and measured is not None:
            self._chosen.show(measured, picture.review.table, self._desk.chosen)
        self._show_tools()

    def _corrections(self) -> Corrections | None:
        picture = self._desk.picture
        is_ready = picture is not None and self._desk.measured is not None
        return picture.review.corrections if picture is not None and is_ready else None

    def _show_tools(self) -> None:
        corrections = self._corrections()
        self._toolbar.show(
            self._desk.tool,
            chosen=len(self._desk.chosen),
            undo=bool(corrections and corrections.edits),
            redo=bool(corrections and corrections.undone),
            outlines=self._outlines,
            ready=corrections is not None,
        )

    def _show_frames(self, picture: Picture) -> None:
        images = picture.about.get("images") or []
        self._frame.set_visibility(len(images) > 1)
        if len(images) > 1:
            named = {
                n: f"{n}: {name}" + ("" if good else " (no micrograph)") for n, name, good in images
            }
            self._frame.set_options(named, value=picture.about.get("frame"))
        self._panel.set_visibility(bool(picture.panels))
        if picture.panels:
            boxes = {
                number: f"{number}: {w} × {h} px at {x}, {y}"
                for number, (x, y, w, h) in enumerate(picture.panels, start=1)
            }
            now = picture.panels.index(picture.roi) + 1 if picture.roi in picture.panels else None
            self._panel.set_options(boxes, value=now)


def _choice(label: str, chosen: Any) -> ui.select:
    choice = ui.select({}, label=label).props("outlined dense options-dense").classes("mg-grow")
    choice.on_value_change(chosen)
    choice.set_visibility(False)
    return choice


def _look(picture: Picture) -> str:
    """How far an image is, as far as it is seen."""
    return f"{picture.stage}{picture.has_picture:d}{picture.has_outlines:d}"


def _size(picture: Picture) -> tuple[int, int]:
    """Width and height of the picture, before its measurement tells them."""
    if not picture.has_picture:
        return 1, 1
    from PIL import Image

    with Image.open(picture.work.picture) as image:
        return image.size

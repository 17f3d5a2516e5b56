"""Predicted against measured, and the model adapted with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app import lab
from ostwald.app.pages.layout import Text, panel, problem_box
from ostwald.app.pages.notebook.plots import learning_curve, parity
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.jobs import Job
    from ostwald.app.lab import Compared
    from ostwald.app.services import Services
    from ostwald.app.work import Adapted


class ComparisonPanel:
    """Predicted against measured sizes.

    Args:
        services: What pages share.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        with panel("Predicted and measured"):
            self._place = ui.element("div").classes("ow-stack")

    async def refresh(self) -> None:
        """Ask again."""
        try:
            points = await lab.compare(self._services)
        except OstwaldError as error:
            self._place.clear()
            with self._place:
                problem_box(error, self.refresh)
            return
        self._place.clear()
        with self._place:
            if not points:
                Text("p", "Add what came out of your recipes, and it is drawn here.").classes(
                    "ow-soft"
                )
                return
            ui.html(parity(points), sanitize=False).classes("ow-wide")
            Text("p", _in_words(points))
            Text(
                "p",
                "Predictions are those of the shipped model, which has seen none of these results.",
            ).classes("ow-soft ow-small")


class AdaptPanel:
    """The model adapted to the lab's results.

    Args:
        services: What pages share.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._job: Job | None = None
        with panel("The model and this lab"):
            self._model = Text("p", "").props('role="status"')
            with ui.element("div").classes("ow-row"):
                self._button = ui.button("Adapt to these results", on_click=self._adapt).props(
                    "unelevated no-caps"
                )
                self._cancel = ui.button("Cancel", on_click=self._stop).props("outline no-caps")
                self._back = ui.button(
                    "Back to the shipped model", on_click=self._use_shipped
                ).props("outline no-caps")
            self._doing = Text("p", "").classes("ow-soft").props('role="status"')
            self._place = ui.element("div").classes("ow-stack")
        self._timer = ui.timer(0.25, self._look, active=False)
        self._show_model()

    def _show_model(self) -> None:
        engine = self._services.engine
        self._model.text = f"Predictions come from the model {engine.model}."
        self._back.set_visibility(engine.model != engine.shipped_name)
        self._cancel.set_visibility(self._job is not None)
        self._button.set_enabled(self._job is None)

    async def _adapt(self) -> None:
        self._place.clear()
        try:
            self._job = await lab.adapt(self._services)
        except OstwaldError as error:
            with self._place:
                problem_box(error)
            return
        self._timer.activate()
        self._show_model()

    def _look(self) -> None:
        job = self._job
        if job is None:
            return
        if not job.ended.is_set():
            doing = job.doing or ("starting" if job.state == "running" else "waiting for its turn")
            self._doing.text = f"{doing} ({job.share:.0%})"
            return
        self._job = None
        self._timer.deactivate()
        self._doing.text = ""
        self._show_model()
        with self._place:
            if job.error is not None:
                problem_box(job.error)
            else:
                _show_adapted(job.result)

    def _stop(self) -> None:
        if self._job is not None:
            self._services.jobs.cancel(self._job)

    async def _use_shipped(self) -> None:
        await lab.use_shipped(self._services)
        self._place.clear()
        self._show_model()


def _show_adapted(adapted: Adapted) -> None:
    noun = "result" if adapted.used == 1 else "results"
    Text("p", f"Adapted to {adapted.used} {noun} with a size.")
    if adapted.known:
        ui.html(learning_curve(adapted), sanitize=False).classes("ow-wide")
        before, after = adapted.error_nm[0], adapted.error_nm[-1]
        Text(
            "p",
            f"On your own recipes the model as it was is off by {before:.2g} nm on average; "
            f"adapted to {adapted.known[-1]:g} of them, by {after:.2g} nm on those left out.",
        )
        if after > before:
            Text(
                "p", "Your results did not help it: look whether they are noted down rightly."
            ).classes("ow-doubt")
    else:
        Text("p", "With two sizes or more, a curve says what they brought.").classes("ow-soft")
    for problem in adapted.problems[:10]:
        Text("p", f"Left out: {problem}").classes("ow-problem ow-small")


def _in_words(points: list[Compared]) -> str:
    off = sum(abs(one.predicted_nm - one.measured_nm) for one in points) / len(points)
    inside = sum(one.lower_nm <= one.measured_nm <= one.upper_nm for one in points)
    noun = "result" if len(points) == 1 else "results"
    return (
        f"{len(points)} {noun}: off by {off:.2g} nm on average, {inside} of {len(points)} inside "
        "the interval, which should hold nine of ten."
    )

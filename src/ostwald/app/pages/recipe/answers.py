"""What comes out of one variant, beside the size: verdict, shapes, peak, reasons, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import Text, heading, panel
from ostwald.app.pages.recipe import bars
from ostwald.app.pages.recipe.ruler import nm
from ostwald.app.pages.recipe.shape_icons import shape_icon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ostwald.chemistry.understanding import Understanding
    from ostwald.explain.explanation import Explanation
    from ostwald.prediction.result import NearestRecipe, Prediction

LEAST_SHAPE = 0.03
MOST_SHAPES = 5
WORKING = "Working out what each chemical does …"


class Answers:
    """The panels of one variant.

    Args:
        title: Of the panel.
    """

    def __init__(self, title: str) -> None:
        with panel(title, classes="rc-answers") as self.panel:
            Text("p", "Of the recipe before it was changed.").classes("rc-old-note ow-soft")
            Text("p", "Nothing yet.").classes("rc-none-note ow-soft")
            self._verdict = ui.element("div").classes("rc-verdict").props('role="status"')
            self._peak = Text("p", "").classes("rc-peak")
            heading("Shape", 3)
            self._shapes = ui.html("", sanitize=False, tag="div")
            self._doubts = ui.element("div")
            heading("What each chemical and condition does", 3)
            with ui.element("div").classes("rc-progress"):
                self._summary = Text("p", "")
                self._progress = Text("p", "").classes("ow-soft").props('role="status"')
            self._bars = ui.html("", sanitize=False, tag="div")
            self._strongest = Text("p", "").classes("ow-soft")
            heading("Nearest published recipes", 3)
            self._nearest = ui.element("div")
        self._told: tuple[object, ...] = ()
        self._named: tuple[Sequence[NearestRecipe], str | None] | None = None

    def show(self, prediction: Prediction, understanding: Understanding) -> None:
        """Show an answer; what did not change is left alone."""
        self.panel.classes(remove="rc-old rc-none")
        self._show_verdict(prediction, understanding)
        self._show_peak(prediction)
        self._shapes.set_content(_shapes(prediction))

    def clear(self) -> None:
        """Show nothing, where nothing is written."""
        self.panel.classes(remove="rc-old")
        self.panel.classes(add="rc-none")

    def show_old(self) -> None:
        """Say that what is shown belongs to an earlier text."""
        self.panel.classes(add="rc-old")

    def show_progress(self) -> None:
        """Say quietly that the bars are on their way; those of before stay."""
        self._progress.set_text(WORKING)

    def show_explanation(self, explanation: Explanation) -> None:
        """Show the bars."""
        self._progress.set_text("")
        self._summary.set_text(bars.summary(explanation))
        self._bars.set_content(bars.draw_bars(explanation))
        self._strongest.set_text(bars.strongest(explanation))

    def show_no_explanation(self, text: str) -> None:
        """Say why there are no bars."""
        self._progress.set_text(text)
        self._summary.set_text("")
        self._bars.set_content("")
        self._strongest.set_text("")

    def show_nearest(self, nearest: Sequence[NearestRecipe], unlisted: str | None) -> None:
        """Name published recipes, and say what else speaks for the answer."""
        if self._named == (nearest, unlisted):
            return
        self._named = (nearest, unlisted)
        self._nearest.clear()
        with self._nearest:
            if nearest:
                with ui.element("ul").classes("rc-nearest"):
                    for one in nearest:
                        _name(one)
            if unlisted is not None:
                Text("p", f"{unlisted[:1].upper()}{unlisted[1:]}.").classes("ow-soft")

    def _show_verdict(self, prediction: Prediction, understanding: Understanding) -> None:
        domain = prediction.domain
        wrong = [flag for flag in understanding.flags if flag.severity == "impossible"]
        doubts = domain.doubts
        told = (bool(wrong), domain.in_domain, domain.reasons, doubts)
        if told == self._told:
            return
        self._told = told
        self._verdict.clear()
        kind, sign, text = (
            ("rc-bad", "✕", "Impossible: nothing can come of this flask.")
            if wrong
            else ("rc-good", "✓", "Known ground: published recipes are near.")
            if domain.in_domain
            else ("rc-unsure", "?", "Unknown ground: take the size as a guess.")
        )
        self._verdict.classes(replace=f"rc-verdict {kind}")
        with self._verdict:
            Text("span", sign).classes("rc-sign").props('aria-hidden="true"')
            Text("span", text)
        self._doubts.clear()
        reasons = [*domain.reasons, *(one for one in doubts if one not in domain.reasons)]
        if not reasons:
            return
        with self._doubts:
            heading("Reasons for doubt" if not wrong else "Why", 3)
            with ui.element("ul").classes("rc-reasons"):
                for reason in reasons:
                    Text("li", reason)

    def _show_peak(self, prediction: Prediction) -> None:
        optics = prediction.optics
        if optics is None or optics.get("first_absorption_peak_nm") is None:
            self._peak.set_text("")
            return
        peak = optics["first_absorption_peak_nm"]
        low, high = peak["interval"]
        ends = f" ({low:.0f} to {high:.0f} nm)" if low is not None and high is not None else ""
        estimate = peak["estimate"]
        if estimate is None:
            self._peak.set_text(f"First absorption peak: {'; '.join(optics['warnings'])}.")
            return
        where = f"near {estimate:.0f} nm{ends}"
        colour = f", {optics['peak_colour']}" if optics.get("peak_colour") else ""
        curve = f"; sizing curve of {optics['curve']}" if optics.get("curve") else ""
        self._peak.set_text(f"First absorption peak {where}{colour}{curve}.")


def _shapes(prediction: Prediction) -> str:
    """Return the likely shapes as drawings with probabilities; numbers and fixed names only."""
    ranked = list(prediction.shape.probabilities.items())
    shown = [
        (name, share)
        for k, (name, share) in enumerate(ranked)
        if k == 0 or share >= LEAST_SHAPE or name in prediction.shape.likely
    ][:MOST_SHAPES]
    rest = 1.0 - sum(share for _, share in shown)
    items = "".join(
        f'<li>{shape_icon(name)}<span class="rc-shape-name">{name}</span>'
        f'<span class="rc-shape-bar" aria-hidden="true"><i style="width:{100 * share:.1f}%"></i>'
        f'</span><span class="rc-number">{_percent(share)}</span></li>'
        for name, share in shown
    )
    if rest >= 0.005:
        items += (
            '<li class="ow-soft"><span></span><span class="rc-shape-name">other shapes</span>'
            f'<span></span><span class="rc-number">{_percent(rest)}</span></li>'
        )
    return f'<ul class="rc-shapes">{items}</ul>'


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "< 1 %"


def _name(one: NearestRecipe) -> None:
    """Write one published recipe; its paper is opened only when it is asked for."""
    with ui.element("li"):
        what = one.product
        if one.size_nm is not None:
            what += f", {nm(one.size_nm)} nm"
        if one.shape is not None:
            what += f", {one.shape}"
        Text("strong", what)
        Text("span", f" · {100 * one.similarity_shown:.0f} % alike")
        if one.doi is not None and not one.doi.startswith("10."):
            Text("span", "unpublished, from the makers of the data set")
        elif one.doi is not None:
            ui.link(one.doi, f"https://doi.org/{one.doi}", new_tab=True).props(
                'rel="noopener noreferrer" referrerpolicy="no-referrer"'
            ).classes("rc-doi")
        Text("span", one.differences_in_words()).classes("rc-differs ow-soft")

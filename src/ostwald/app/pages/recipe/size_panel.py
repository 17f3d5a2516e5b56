"""The size, for all variants on one ruler, and the curve of what is varied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import Text, panel
from ostwald.app.pages.recipe.curve import draw_curve
from ostwald.app.pages.recipe.ruler import draw_ruler, nm
from ostwald.datasets.location import HOW_TO_GET

if TYPE_CHECKING:
    from ostwald.app.pages.recipe.variant import Variant

NO_CURVE_YET = "Move a slider, or choose a field, to see the size against it."
EMPTY = "Write a product, its reagents and the conditions: the size appears here."


class SizePanel:
    """Shows sizes on one ruler, and one curve."""

    def __init__(self) -> None:
        with panel("Size", classes="rc-size"):
            self._empty = Text("p", EMPTY).classes("ow-soft")
            self._sizes = ui.element("div").classes("rc-sizes").props('aria-live="polite"')
            self._ruler = ui.html("", sanitize=False, tag="div")
            self._caption = Text("p", "").classes("rc-caption ow-soft")
        with panel("What if", classes="rc-what-if"):
            self._what = Text("p", NO_CURVE_YET)
            self._what.classes("ow-soft rc-caption")
            self._curve = ui.html("", sanitize=False, tag="div").classes("rc-curve-room")
        with ui.element("div").classes("rc-strip").props('aria-hidden="true"'):
            self._strip = Text("span", "")
        self._lines: dict[str, tuple[Text, Text, Text]] = {}

    def show(
        self,
        variants: Sequence[Variant],
        published_nm: Sequence[float] | None,
        curve_of: Variant,
    ) -> None:
        """Show the newest answers.

        Args:
            variants: One or two.
            published_nm: Sizes of the product; None where the data are not installed.
            curve_of: Whose curve is shown.
        """
        told = [variant for variant in variants if variant.mark is not None]
        self._empty.set_visibility(not told)
        self._write(told, several=len(variants) > 1)
        marks = [variant.mark for variant in told if variant.mark is not None]
        product = next((p for v in told if (p := formula(v))), "")
        ruler = draw_ruler(marks, published_nm or (), product) if marks else ""
        self._ruler.set_content(ruler)
        self._caption.set_text(_caption(published_nm, product) if marks else "")
        self._draw_curve(curve_of)

    def _write(self, variants: Sequence[Variant], *, several: bool) -> None:
        names = [variant.name for variant in variants]
        if names != list(self._lines):
            self._sizes.clear()
            self._lines = {}
            with self._sizes:
                for name in names:
                    with ui.element("p").classes(f"rc-size-line rc-{name}"):
                        label = Text("span", "").classes("rc-letter")
                        estimate = Text("strong", "").classes("rc-estimate")
                        rest = Text("span", "").classes("rc-rest")
                        self._lines[name] = (label, estimate, rest)
        strips = []
        for variant in variants:
            prediction = variant.prediction
            if prediction is None:
                continue
            label, estimate, rest = self._lines[variant.name]
            size = prediction.size
            label.set_text(variant.name if several else "")
            estimate.set_text(f"{nm(size.estimate_nm)} nm")
            text = (
                f"{nm(size.lower_nm)} to {nm(size.upper_nm)} nm in "
                f"{size.coverage * 10:g} of 10 such flasks"
            )
            if size.reported_nm is not None:
                text += f"; {size.reported_as} {nm(size.reported_nm)} nm"
            if not variant.is_current:
                text += " · of the recipe before it was changed: mend what is marked"
            elif not variant.is_possible:
                text += " · but nothing can come of this flask"
            rest.set_text(text)
            estimate.classes(
                **{"remove" if variant.is_current and variant.is_possible else "add": "rc-dimmed"}
            )
            strips.append(
                f"{variant.name + ' ' if several else ''}{nm(size.estimate_nm)} nm "
                f"({nm(size.lower_nm)}–{nm(size.upper_nm)}) · {prediction.shape.label}"
            )
        self._strip.set_text("   ".join(strips))

    def _draw_curve(self, variant: Variant) -> None:
        if variant.curve is None:
            self._what.set_text(variant.no_curve or NO_CURVE_YET)
            self._curve.set_content("")
            return
        of = f" ({variant.name})" if variant.name == "B" else ""
        self._what.set_text(f"Size against the {variant.curve.name}{of}, all else as it is.")
        self._curve.set_content(draw_curve(variant.curve, variant.at, variant.mark))


def formula(variant: Variant) -> str:
    """Return the formula of what a variant makes; empty where it is not known."""
    if variant.makes or variant.reading is None or variant.reading.product is None:
        return variant.makes
    return variant.reading.product.formula


def _caption(published_nm: Sequence[float] | None, product: str) -> str:
    if published_nm is None:
        return f"Published sizes are not shown because the data are not installed: {HOW_TO_GET}."
    if not published_nm:
        return f"Nobody has published a size of {product} in the data set."
    n = len(published_nm)
    one = "one published size" if n == 1 else f"{n:,} published sizes".replace(",", "\u202f")
    return f"Grey: {one} of {product}. Dot: the prediction; bar: its interval."

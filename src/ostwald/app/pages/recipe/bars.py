"""Bars of what each chemical and condition does, against the product's typical flask."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ostwald.app.pages.recipe.ruler import nm

if TYPE_CHECKING:
    from ostwald.explain.explanation import Contribution, Explanation

MOST = 12


def draw_bars(explanation: Explanation) -> str:
    """Draw contributions as a table with bars.

    Args:
        explanation: Of one recipe.

    Returns:
        HTML of numbers and escaped text.
    """
    shown = explanation.contributions[:MOST]
    ends = [end for one in shown for end in (one.nm, *(one.interval_nm or ()))]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    rows = "".join(_row(one, low, (high - low) or 1.0) for one in shown)
    left = len(explanation.contributions) - len(shown)
    more = f'<p class="ow-soft">{left} more that do less.</p>' if left > 0 else ""
    return (
        '<table class="rc-bars"><caption class="rc-hidden">What each chemical and condition adds '
        "to the size of the typical flask</caption><thead class='rc-hidden'><tr>"
        '<th scope="col">What</th><th scope="col">Bar</th><th scope="col">Effect</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>{more}"
    )


def summary(explanation: Explanation) -> str:
    """Return what the bars add up to, in one sentence."""
    return (
        f"A typical {explanation.typical.of} flask gives {nm(explanation.typical_nm)} nm; "
        f"with these it comes to {nm(explanation.size_nm)} nm."
    )


def strongest(explanation: Explanation) -> str:
    """Return in one sentence which single change would move the size most; empty for none."""
    if explanation.strongest_change is None:
        return ""
    change = explanation.strongest_change.to_json()
    moved = signed(float(change["nm"]))
    doubt = (
        "" if explanation.strongest_change.sure_of_direction else " Even the direction is not sure."
    )
    return (
        f"What would change most: {change['what']} from {change['from']} to {change['to']}, "
        f"{moved} nm.{doubt}"
    )


def signed(size_nm: float) -> str:
    """Return a difference of sizes with its sign, a real minus among them."""
    text = f"{abs(size_nm):.1f}" if abs(size_nm) < 10 else f"{abs(size_nm):.0f}"
    if float(text) == 0:
        return "±0"
    return f"+{text}" if size_nm > 0 else f"−{text}"


def _row(one: Contribution, low: float, span: float) -> str:
    def place(size_nm: float) -> float:
        return 100.0 * (size_nm - low) / span

    left, right = sorted((place(0.0), place(one.nm)))
    width = max(right - left, 0.4)
    kind = "rc-more-nm" if one.nm >= 0 else "rc-less-nm"
    whisker = ""
    if one.interval_nm is not None:
        first, last = (place(end) for end in one.interval_nm)
        whisker = f'<i class="rc-error" style="left:{first:.2f}%;width:{last - first:.2f}%"></i>'
    detail = escape(f"{one.here}; typically {one.typically}", quote=True)
    return (
        f'<tr title="{detail}"><th scope="row">{escape(one.what)}'
        f'<small>{escape(one.category)}</small></th><td class="rc-bar-cell"><div>'
        f'<i class="rc-zero" style="left:{place(0.0):.2f}%"></i>'
        f'<i class="rc-bar {kind}" style="left:{left:.2f}%;width:{width:.2f}%"></i>'
        f"{whisker}</div></td>"
        f'<td class="rc-number">{signed(one.nm)} nm</td></tr>'
    )

"""Which text belongs to which bar."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ostwald.microscopy.scale.bar import Bar
from ostwald.microscopy.scale.length import Length, parse_length
from ostwald.microscopy.scale.reading import TextBox

_MIN_FIT = 0.2
_BROKEN_FIT = 0.95
# Share of its height by which the box of a label may reach over the end of a bar beside it.
_OVERLAP = 0.5
# The same for a bar above or below.
_OVERLAP_OVER = 0.35
# Share of its label's width that a bar has at least; less is likely a stroke of some letters.
_LEAST_OF_LABEL = 0.6


@dataclass(frozen=True, slots=True)
class LabelledBar:
    """A bar with the text that gives its length.

    Attributes:
        bar: The bar.
        text: The text box.
        length: What the text says.
        fit: How well text and bar stand together, 0 to 1.
        rival_fit: The same of the best bar of another length near this text, 0 where none is.
        gap: Columns, right one exclusive, at which the bar stops for its label.
    """

    bar: Bar
    text: TextBox
    length: Length
    fit: float
    rival_fit: float = 0.0
    gap: tuple[float, float] | None = None

    @property
    def nm_per_px(self) -> float:
        """Scale that the pair gives."""
        return self.length.nm / self.bar.length_px


def pair(bars: list[Bar], texts: list[TextBox]) -> list[LabelledBar]:
    """Give each text that is a length to the bar it stands with.

    Args:
        bars: Candidates.
        texts: Recognised text.

    Returns:
        At most one pair a text, the best first.
    """
    pairs = []
    for text in texts:
        length = parse_length(text.text)
        if length is None or text.x1 - text.x0 < text.height_px:
            continue  # a standing label
        options = [
            LabelledBar(bar, text, length, _BROKEN_FIT * bar.contrast, gap=gap)
            for bar, gap in _bars_broken_by(text, bars)
        ] or [LabelledBar(bar, text, length, _fit(bar, text)) for bar in bars]
        best = max(options, key=lambda option: option.fit, default=None)
        if best is not None and best.fit >= _MIN_FIT:
            others = [o.fit for o in options if not _same_length(o.bar, best.bar)]
            pairs.append(replace(best, rival_fit=max(others, default=0.0)))
    return sorted(pairs, key=lambda option: option.fit, reverse=True)


def _same_length(first: Bar, second: Bar) -> bool:
    return abs(first.length_px - second.length_px) <= max(2.0, 0.02 * second.length_px)


def _fit(bar: Bar, text: TextBox) -> float:
    """1 for a label right above, below or beside its bar, falling to 0 with distance."""
    height = max(text.height_px, 1.0)
    if bar.thickness_px > 1.6 * height or bar.half:
        return 0.0
    middle_x, middle_y = (text.x0 + text.x1) / 2, (text.y0 + text.y1) / 2
    gap_x = max(bar.x0 - text.x1, text.x0 - bar.x1, 0.0)
    gap_y = max(bar.y0 - text.y1, text.y0 - bar.y1)  # negative: strokes inside the text box
    slender = min(1.0, bar.length_px / (_LEAST_OF_LABEL * (text.x1 - text.x0)))
    stroke = slender < 1 and text.x0 <= bar.x0 and bar.x1 <= text.x1
    beside = abs(middle_y - (bar.y0 + bar.y1) / 2) <= 0.45 * height
    over = bar.x0 - 0.5 * height <= middle_x <= bar.x1 + 0.5 * height
    aside = max(bar.x0 - text.x1, text.x0 - bar.x1) > -_OVERLAP * height
    if beside and aside:
        distance = gap_x / (4.0 * height)
    elif over and gap_y > -(0.0 if stroke else _OVERLAP_OVER) * height:
        distance = max(0.0, gap_y) / (3.0 * height)
    else:
        return 0.0
    return max(0.0, 1.0 - distance) * slender**2 * (0.5 + 0.5 * bar.contrast)


def _bars_broken_by(text: TextBox, bars: list[Bar]) -> list[tuple[Bar, tuple[float, float]]]:
    """Bars drawn left and right of their label, ``|--- 50 nm ---|``, as one, and its gap."""
    level = [bar for bar in bars if text.y0 <= (bar.y0 + bar.y1) / 2 <= text.y1]
    gap = 2.5 * text.height_px
    joined = []
    for left in level:
        for right in level:
            same = abs(left.y0 - right.y0) <= 1 and not left.differs_from(right)
            alike = abs(left.length_px - right.length_px) <= 0.1 * left.length_px + 2
            around = all(
                -_OVERLAP * text.height_px <= room <= gap
                for room in (text.x0 - left.x1, right.x0 - text.x1)
            )
            if same and alike and around:
                joined.append((replace(left, x1=right.x1, half=False), (left.x1, right.x0)))
    return joined

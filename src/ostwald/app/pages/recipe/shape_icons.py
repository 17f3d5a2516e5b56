"""A small drawing of every shape, as it looks in a micrograph."""

from __future__ import annotations

import math
from functools import cache

_BODIES = {
    "sphere": '<circle cx="16" cy="16" r="11"/>',
    "cube": '<rect x="6" y="6" width="20" height="20" rx="1.5"/>',
    "rod": '<rect x="12" y="2.5" width="8" height="27" rx="4" transform="rotate(35 16 16)"/>',
    "rectangle": '<rect x="3.5" y="9" width="25" height="14" rx="1.5"/>',
    "irregular": '<path d="M7 9 L15 4.5 L20 8 L27.5 9.5 L25 16 L28 23 L19 24.5 L14 28 L9 23 L3.5 '
    '18.5 Z"/>',
}


@cache
def shape_icon(shape: str) -> str:
    """Return a drawing of a shape.

    Args:
        shape: One of ``SHAPES``.

    Returns:
        An ``<svg>`` element in the colour of the text around it.
    """
    body = _BODIES.get(shape) or _computed(shape)
    return f'<svg viewBox="0 0 32 32" class="rc-shape-icon" aria-hidden="true">{body}</svg>'


def _computed(shape: str) -> str:
    match shape:
        case "hexagon":
            return _polygon([12.5] * 6, turn=0.0)
        case "triangle":
            return _polygon([13.0] * 3, turn=-90.0, down=2.5)
        case "rhombus":
            return _polygon([13.5, 8.5, 13.5, 8.5], turn=-90.0)
        case "four-pointed star":
            return _polygon([14.0, 5.0] * 4, turn=-90.0)
        case "six-pointed star":
            return _polygon([14.0, 7.0] * 6, turn=-90.0)
        case _:  # the flower: petals around a heart
            turns = [math.radians(60.0 * k) for k in range(6)]
            petals = "".join(
                f'<circle cx="{16 + 8.5 * math.cos(a):.1f}" cy="{16 + 8.5 * math.sin(a):.1f}" '
                'r="5"/>'
                for a in turns
            )
            return f'{petals}<circle cx="16" cy="16" r="6"/>'


def _polygon(radii: list[float], *, turn: float, down: float = 0.0) -> str:
    step = 360.0 / len(radii)
    points = " ".join(
        f"{16 + r * math.cos(math.radians(turn + k * step)):.1f},"
        f"{16 + down + r * math.sin(math.radians(turn + k * step)):.1f}"
        for k, r in enumerate(radii)
    )
    return f'<polygon points="{points}"/>'

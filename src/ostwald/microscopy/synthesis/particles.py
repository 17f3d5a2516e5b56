"""Putting particles on the film one after another: who owns which pixel, and how thick it is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.synthesis.arrangement import place
from ostwald.microscopy.synthesis.outlines import ANGLES, Outline, make_outline
from ostwald.microscopy.synthesis.settings import RenderSettings

_POOL = 96
"""Different outlines in one image; each is used at many places and sizes."""


@dataclass(slots=True)
class Scene:
    """Particles on the film, before the microscope looks.

    Attributes:
        labels: (H, W) int32; 0 is film; where particles overlap, the settings say whose a pixel is.
        absorption: (H, W) float32 absorption, summed over all layers.
        height: (H, W) float32 height of the upper surface relative to the particle's own, 0 to 1.
        shapes: Shape of each labelled particle; label ``i + 1`` belongs to entry ``i``.
        diameters_px: True equal-area diameter of each particle, hidden and cut parts included.
    """

    labels: NDArray[np.int32]
    absorption: NDArray[np.float32]
    height: NDArray[np.float32]
    shapes: list[str] = field(default_factory=list)
    diameters_px: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A rasterised particle: where it lies in the frame and what it adds there."""

    rows: slice
    columns: slice
    inside: NDArray[np.bool_]
    relative: NDArray[np.float32]
    thickness: NDArray[np.float32]


def build_scene(settings: RenderSettings, rng: np.random.Generator) -> Scene:
    """Lay particles on the film.

    Args:
        settings: What to draw.
        rng: Source of randomness.

    Returns:
        The scene; a landing that would hide too much of another particle, or be hidden too
        much itself, is left out.
    """
    shape = (settings.height, settings.width)
    scene = Scene(
        np.zeros(shape, np.int32), np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    )
    positions = place(settings, rng)
    count = len(positions)
    pool = [make_outline(str(rng.choice(settings.shapes)), rng) for _ in range(min(_POOL, count))]
    picks = rng.integers(0, max(len(pool), 1), count)
    diameters = _diameters(settings, rng, count)
    depths = settings.optical_depth * np.exp(rng.normal(0, settings.diffraction_spread, count))
    visible: list[int] = []
    full: list[int] = []
    nearest = np.full(shape, np.inf, np.float32)
    bending = rng.spawn(1)[0]
    for index in range(count):
        outline = pool[picks[index]]
        stamp = _rasterise(outline, positions[index], diameters[index], shape)
        if stamp is None:
            continue
        owned = stamp.inside
        if settings.owner == "deeper":
            owned = owned & (stamp.relative < nearest[stamp.rows, stamp.columns])
        if not _may_land(stamp, owned, scene.labels, visible, full, settings.max_overlap):
            continue
        nearest[stamp.rows, stamp.columns][owned] = stamp.relative[owned]
        if settings.bands > 0 and bending.random() < 0.5:
            _bend(stamp, outline, positions[index], diameters[index], settings.bands, bending)
        # Thicker crystals absorb more: depth grows with the particle's own diameter.
        relative = float(diameters[index]) / settings.diameter_px
        _land(scene, stamp, owned, float(depths[index]) * min(relative, 2.0))
        visible.append(int(np.count_nonzero(owned)))
        full.append(int(np.count_nonzero(stamp.inside)))
        scene.shapes.append(outline.shape)
        scene.diameters_px.append(float(diameters[index]))
    return _without_hidden(scene)


def _diameters(
    settings: RenderSettings, rng: np.random.Generator, count: int
) -> NDArray[np.float64]:
    diameters = settings.diameter_px * np.exp(rng.normal(0, settings.size_spread, count))
    if settings.debris_fraction > 0:
        other = rng.random(count) < settings.debris_fraction
        diameters[other] *= rng.choice([rng.uniform(0.3, 0.6), rng.uniform(1.6, 2.5)])
    return np.maximum(diameters, 2.0)


def _rasterise(
    outline: Outline, centre: NDArray[np.float64], diameter: float, shape: tuple[int, int]
) -> _Stamp | None:
    """Draw one particle on the pixels it covers; None where none of it is in the frame."""
    reach = float(outline.radius.max()) * diameter + 1
    top, left = np.floor(centre - reach).astype(int)
    bottom, right = np.ceil(centre + reach).astype(int) + 1
    rows = slice(max(top, 0), min(bottom, shape[0]))
    columns = slice(max(left, 0), min(right, shape[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return None
    y = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] - np.float32(centre[0])
    x = np.arange(columns.start, columns.stop, dtype=np.float32)[None, :] - np.float32(centre[1])
    distance = np.sqrt(x * x + y * y)
    angle = (np.arctan2(y, x) * (ANGLES / (2 * np.pi))) % ANGLES
    low = angle.astype(np.int32) % ANGLES
    share = angle - low
    high = (low + 1) % ANGLES
    radius = diameter * (outline.radius[low] * (1 - share) + outline.radius[high] * share)
    inside = distance <= radius
    if not inside.any():
        return None
    covered = np.clip((radius - distance) * outline.steepness[low] + 0.5, 0, 1)
    relative = np.minimum(distance / np.maximum(radius, 1e-3), 1)
    if outline.profile == "round":
        thickness = covered * np.sqrt(np.maximum(1 - relative * relative, 0.02))
    else:
        thickness = covered * 0.8
    return _Stamp(rows, columns, inside, relative.astype(np.float32), thickness.astype(np.float32))


def _bend(
    stamp: _Stamp,
    outline: Outline,
    centre: NDArray[np.float64],
    diameter: float,
    strength: float,
    rng: np.random.Generator,
) -> None:
    """Lay dark and bright bands across a particle, in place.

    Where a bent crystal fulfils Bragg's law, a band of it is dark; across rods mostly.
    """
    longest = float(np.argmax(outline.radius)) * 2 * np.pi / ANGLES
    angle = longest if rng.random() < 0.7 else rng.uniform(0, 2 * np.pi)
    y = np.arange(stamp.rows.start, stamp.rows.stop)[:, None] - centre[0]
    x = np.arange(stamp.columns.start, stamp.columns.stop)[None, :] - centre[1]
    along = (y * np.sin(angle) + x * np.cos(angle)) / diameter
    factor = np.ones(along.shape)
    for _ in range(int(rng.integers(1, 4))):
        place, width = rng.uniform(-0.7, 0.7), rng.uniform(0.04, 0.2)
        sign = rng.choice([-0.6, 1.0])
        factor += sign * strength * np.exp(-(((along - place) / width) ** 2) / 2)
    stamp.thickness[...] *= np.maximum(factor, 0.15)


def _may_land(
    stamp: _Stamp,
    owned: NDArray[np.bool_],
    labels: NDArray[np.int32],
    visible: list[int],
    full: list[int],
    max_overlap: float,
) -> bool:
    """Tell whether the landing leaves enough of every particle below it in view."""
    allowed = max_overlap * np.count_nonzero(stamp.inside)
    if np.count_nonzero(stamp.inside & ~owned) > allowed:
        return False
    below = labels[stamp.rows, stamp.columns][owned]
    below = below[below > 0]
    if not below.size:
        return True
    if below.size > allowed:
        return False
    lost = np.bincount(below)
    names = np.flatnonzero(lost)
    if any(visible[k - 1] - lost[k] < (1 - max_overlap) * full[k - 1] for k in names):
        return False
    for k in names:
        visible[k - 1] -= int(lost[k])
    return True


def _land(scene: Scene, stamp: _Stamp, owned: NDArray[np.bool_], depth: float) -> None:
    window = (stamp.rows, stamp.columns)
    scene.labels[window][owned] = len(scene.shapes) + 1
    scene.absorption[window] += depth * stamp.thickness
    height = scene.height[window]
    height[owned] = stamp.thickness[owned]


def _without_hidden(scene: Scene) -> Scene:
    """Number the particles that show at least one pixel from one, without gaps."""
    present = np.bincount(scene.labels.ravel(), minlength=len(scene.shapes) + 1)[1:] > 0
    numbers = np.concatenate([[0], np.cumsum(present) * present]).astype(np.int32)
    scene.labels = numbers[scene.labels]
    scene.shapes = [s for s, seen in zip(scene.shapes, present, strict=True) if seen]
    scene.diameters_px = [d for d, seen in zip(scene.diameters_px, present, strict=True) if seen]
    return scene

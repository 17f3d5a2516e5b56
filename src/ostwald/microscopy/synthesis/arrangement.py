"""Where particles lie on the film."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.synthesis.settings import RenderSettings

Positions = NDArray[np.float64]

_MOST = 200_000
"""Particles proposed for one image, at most."""


def place(settings: RenderSettings, rng: np.random.Generator) -> Positions:
    """Propose centres for particles, in the order in which they land.

    Args:
        settings: What to draw; ``arrangement`` chooses the pattern.
        rng: Source of randomness.

    Returns:
        (n, 2) rows and columns in pixels; some lie outside the frame, so that particles are cut
        by its edge.
    """
    patterns = {
        "deposit": _deposit,
        "monolayer": _monolayer,
        "superlattice": _superlattice,
        "clusters": _clusters,
    }
    return patterns[settings.arrangement](settings, rng)


def _target_count(settings: RenderSettings) -> int:
    margin = settings.diameter_px
    area = (settings.height + margin) * (settings.width + margin)
    one = np.pi / 4 * settings.diameter_px**2
    count = round(settings.coverage * area / one)
    return min(_MOST, max(count, 1 if settings.coverage > 0 else 0))


def _uniform(settings: RenderSettings, rng: np.random.Generator, count: int) -> Positions:
    margin = settings.diameter_px / 2
    low = (-margin, -margin)
    high = (settings.height + margin, settings.width + margin)
    return rng.uniform(low, high, size=(count, 2))


def _deposit(settings: RenderSettings, rng: np.random.Generator) -> Positions:
    # Crowded films refuse many landings, so more are proposed than are meant to stay.
    attempts = 1 + 2 * settings.coverage
    return _uniform(settings, rng, round(attempts * _target_count(settings)))


def _lattice(settings: RenderSettings, rng: np.random.Generator, square: bool) -> Positions:
    pitch = settings.diameter_px * (1 + settings.gap)
    reach = float(np.hypot(settings.height, settings.width)) / 2 + 2 * pitch
    steps = np.arange(-reach, reach, pitch)
    rows, columns = np.meshgrid(steps, steps, indexing="ij")
    if not square:
        columns = columns + (np.arange(steps.size) % 2)[:, None] * pitch / 2
        rows = rows * np.sqrt(3) / 2
    points = np.stack([rows.ravel(), columns.ravel()], axis=1)
    angle = rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    centre = np.array([settings.height / 2, settings.width / 2])
    points = points @ turn.T + centre + rng.uniform(-pitch, pitch, 2)
    margin = settings.diameter_px / 2
    end = np.add((settings.height, settings.width), margin)
    inside: Positions = points[((points > -margin) & (points < end)).all(axis=1)]
    return inside


def _islands(settings: RenderSettings, rng: np.random.Generator, points: Positions) -> Positions:
    """Keep the points on islands that cover the wanted share of the film."""
    filling = 0.85
    share = min(1.0, settings.coverage / filling)
    if share <= 0:
        return points[:0]
    if share > 0.97 or not len(points):
        return points
    coarse = rng.standard_normal((32, 32))
    field = ndimage.gaussian_filter(coarse, rng.uniform(1.5, 5), mode="wrap")
    limits = (settings.height, settings.width)
    index = np.clip(points / limits * 32, 0, 31)
    value = ndimage.map_coordinates(field, index.T, order=1, mode="nearest")
    return points[value >= np.quantile(value, 1 - share)]


def _monolayer(settings: RenderSettings, rng: np.random.Generator) -> Positions:
    points = _lattice(settings, rng, square=False)
    pitch = settings.diameter_px * (1 + settings.gap)
    # Slow bending of the lattice makes the grains and misfits of a real film.
    bend = rng.uniform(0.1, 0.5) * pitch
    waves = rng.uniform(2, 6) * pitch
    phase = rng.uniform(0, 2 * np.pi, 2)
    points = points + bend * np.sin(points[:, ::-1] / waves + phase)
    points = points + rng.normal(0, rng.uniform(0.02, 0.12) * pitch, points.shape)
    keep = rng.random(len(points)) > rng.choice([0.02, 0.1, 0.3])
    return _islands(settings, rng, points[keep])


def _superlattice(settings: RenderSettings, rng: np.random.Generator) -> Positions:
    square = settings.shapes == ("cube",) or bool(rng.random() < 0.2)
    points = _lattice(settings, rng, square)
    points = points + rng.normal(0, 0.015 * settings.diameter_px, points.shape)
    keep = rng.random(len(points)) > 0.01
    return _islands(settings, rng, points[keep])


def _clusters(settings: RenderSettings, rng: np.random.Generator) -> Positions:
    """Groups that grow by particles landing next to one already there."""
    count = _target_count(settings)
    size = max(2, round(rng.uniform(3, 25)))
    points = _uniform(settings, rng, count)
    step = settings.diameter_px * (1 + settings.gap * rng.uniform(-0.5, 1, count))
    angle = rng.uniform(0, 2 * np.pi, count)
    parent = rng.random(count)
    for index in range(count):
        place_in_cluster = index % size
        if place_in_cluster:
            anchor = index - place_in_cluster + int(parent[index] * place_in_cluster)
            direction = (np.sin(angle[index]), np.cos(angle[index]))
            points[index] = points[anchor] + step[index] * np.array(direction)
    return points

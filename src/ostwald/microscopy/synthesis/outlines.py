"""Outlines of nanocrystal projections, as the distance from the centre to the edge by angle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ANGLES = 360
"""Number of directions in which an outline is tabulated."""

_THETA = np.arange(ANGLES) * (2 * np.pi / ANGLES)


@dataclass(frozen=True, slots=True)
class Outline:
    """A star-convex outline whose area is that of a circle of diameter one.

    Attributes:
        shape: Name of the shape, one of `OUTLINE_SHAPES`.
        radius: (ANGLES,) distance from the centre to the edge, in equal-area diameters.
        steepness: (ANGLES,) cosine between the radius and the normal of the edge; turns a radial
            distance into a distance to the edge.
        profile: Projected thickness: ``round`` (a ball or a lying cylinder) or ``flat`` (a plate).
    """

    shape: str
    radius: NDArray[np.float32]
    steepness: NDArray[np.float32]
    profile: str


def make_outline(shape: str, rng: np.random.Generator) -> Outline:
    """Draw one outline of a shape, with the small irregularities of real crystals.

    Args:
        shape: One of `OUTLINE_SHAPES`.
        rng: Source of the proportions, the rounding and the orientation.

    Returns:
        The outline, turned by a random angle.

    Raises:
        KeyError: The shape is not one of `OUTLINE_SHAPES`.
    """
    radius = _MAKERS[shape](rng)
    radius = np.roll(radius, int(rng.integers(ANGLES)))
    # r^2 is averaged over all directions: A = 1/2 * integral of r^2 d(theta).
    equal_area_diameter = 2 * np.sqrt(np.mean(radius**2))
    radius = radius / equal_area_diameter
    slope = (np.roll(radius, -1) - np.roll(radius, 1)) / (2 * 2 * np.pi / ANGLES)
    steepness = 1 / np.sqrt(1 + (slope / radius) ** 2)
    profile = "round" if shape in _ROUND or rng.random() < 0.15 else "flat"
    return Outline(shape, radius.astype(np.float32), steepness.astype(np.float32), profile)


def _polygon(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance to the edge of a polygon around the origin, by angle.

    Args:
        vertices: (n, 2) corners in counter-clockwise order, star-convex about the origin.

    Returns:
        (ANGLES,) distances.
    """
    start, end = vertices, np.roll(vertices, -1, axis=0)
    edge = end - start
    ray = np.stack([np.cos(_THETA), np.sin(_THETA)], axis=1)
    # Ray t * u meets the edge a + s * e where t = (a x e) / (u x e) and s = (a x u) / (u x e).
    denominator = ray[:, None, 0] * edge[None, :, 1] - ray[:, None, 1] * edge[None, :, 0]
    denominator = np.where(np.abs(denominator) < 1e-12, 1e-12, denominator)
    distance = (start[:, 0] * edge[:, 1] - start[:, 1] * edge[:, 0])[None, :] / denominator
    along = (
        start[None, :, 0] * ray[:, None, 1] - start[None, :, 1] * ray[:, None, 0]
    ) / denominator
    hit = (along >= -1e-9) & (along <= 1 + 1e-9) & (distance > 0)
    return np.asarray(np.where(hit, distance, 0).max(axis=1))


def _rounded(radius: NDArray[np.float64], degrees: float) -> NDArray[np.float64]:
    """Round the corners of an outline with a circular Gaussian window."""
    if degrees < 0.5:
        return radius
    frequency = np.fft.rfftfreq(ANGLES, d=1 / ANGLES)
    window = np.exp(-0.5 * (frequency * np.deg2rad(degrees)) ** 2)
    return np.asarray(np.fft.irfft(np.fft.rfft(radius) * window, ANGLES))


def _roughness(rng: np.random.Generator, amplitude: float, lowest: int = 2) -> NDArray[np.float64]:
    """Random smooth relative deviations of an outline, about one."""
    order = np.arange(lowest, lowest + 7)
    size = amplitude * rng.standard_normal(order.size) / order
    phase = rng.uniform(0, 2 * np.pi, order.size)
    waves = size[:, None] * np.cos(order[:, None] * _THETA + phase[:, None])
    return np.asarray(np.maximum(1 + waves.sum(axis=0), 0.3))


def _regular(rng: np.random.Generator, sides: int, jitter: float) -> NDArray[np.float64]:
    angle = 2 * np.pi * np.arange(sides) / sides
    reach = 1 + jitter * rng.standard_normal(sides)
    corners = np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=1)
    return _polygon(corners)


def _sphere(rng: np.random.Generator) -> NDArray[np.float64]:
    stretch = 1 + abs(rng.normal(0, 0.06))
    ellipse = 1 / np.sqrt((np.cos(_THETA) / stretch) ** 2 + (np.sin(_THETA) * stretch) ** 2)
    return np.asarray(ellipse * _roughness(rng, 0.03))


def _box(aspect: float, roundness: float) -> NDArray[np.float64]:
    corners = np.array([[aspect, 1], [-aspect, 1], [-aspect, -1], [aspect, -1]], dtype=float)
    return _rounded(_polygon(corners), roundness)


def _cube(rng: np.random.Generator) -> NDArray[np.float64]:
    return _box(rng.uniform(1, 1.08), rng.uniform(1, 12)) * _roughness(rng, 0.01)


def _rectangle(rng: np.random.Generator) -> NDArray[np.float64]:
    return _box(rng.uniform(1.25, 2.4), rng.uniform(0.5, 5)) * _roughness(rng, 0.01)


def _rod(rng: np.random.Generator) -> NDArray[np.float64]:
    """A cylinder with round caps lying on its side: half-length ``aspect``, half-width one."""
    aspect = rng.uniform(1.8, 5.5)
    straight = aspect - 1
    cosine, sine = np.abs(np.cos(_THETA)), np.abs(np.sin(_THETA))
    side = 1 / np.maximum(sine, 1e-9)
    cap = straight * cosine + np.sqrt(np.maximum(1 - (straight * sine) ** 2, 0))
    return np.asarray(np.where(side * cosine <= straight, side, cap))


def _hexagon(rng: np.random.Generator) -> NDArray[np.float64]:
    return _rounded(_regular(rng, 6, 0.03), rng.uniform(0.5, 6)) * _roughness(rng, 0.008)


def _triangle(rng: np.random.Generator) -> NDArray[np.float64]:
    whole = _regular(rng, 3, 0.03)
    truncated = np.minimum(whole, rng.uniform(0.72, 1.0))
    return _rounded(truncated, rng.uniform(1, 7))


def _rhombus(rng: np.random.Generator) -> NDArray[np.float64]:
    ratio = rng.uniform(1.2, 1.9)
    corners = np.array([[ratio, 0], [0, 1], [-ratio, 0], [0, -1]], dtype=float)
    return _rounded(_polygon(corners), rng.uniform(0.5, 5))


def _star(rng: np.random.Generator, points: int) -> NDArray[np.float64]:
    depth = rng.uniform(0.32, 0.58)
    angle = np.pi * np.arange(2 * points) / points
    reach = np.where(
        np.arange(2 * points) % 2 == 0, 1 + 0.06 * rng.standard_normal(2 * points), depth
    )
    corners = np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=1)
    return _rounded(_polygon(corners), rng.uniform(1, 6))


def _four_pointed(rng: np.random.Generator) -> NDArray[np.float64]:
    return _star(rng, 4)


def _six_pointed(rng: np.random.Generator) -> NDArray[np.float64]:
    return _star(rng, 6)


def _flower(rng: np.random.Generator) -> NDArray[np.float64]:
    petals = int(rng.integers(5, 10))
    depth = rng.uniform(0.08, 0.22)
    lobes = 1 - depth + depth * np.abs(np.cos(petals * _THETA / 2)) * 2
    return np.asarray(lobes * _roughness(rng, 0.08))


def _irregular(rng: np.random.Generator) -> NDArray[np.float64]:
    stretch = rng.uniform(1, 1.5)
    ellipse = 1 / np.sqrt((np.cos(_THETA) / stretch) ** 2 + (np.sin(_THETA) * stretch) ** 2)
    return np.asarray(ellipse * _roughness(rng, rng.uniform(0.1, 0.3)))


_ROUND = frozenset({"sphere", "rod", "flower", "irregular"})
_MAKERS: dict[str, Callable[[np.random.Generator], NDArray[np.float64]]] = {
    "sphere": _sphere,
    "cube": _cube,
    "rod": _rod,
    "hexagon": _hexagon,
    "triangle": _triangle,
    "rhombus": _rhombus,
    "rectangle": _rectangle,
    "four-pointed star": _four_pointed,
    "six-pointed star": _six_pointed,
    "flower": _flower,
    "irregular": _irregular,
}
OUTLINE_SHAPES: tuple[str, ...] = tuple(_MAKERS)
"""The eleven shapes that can be drawn, by the labels of the recipe data."""

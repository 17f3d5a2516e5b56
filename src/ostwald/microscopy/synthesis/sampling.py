"""Random settings that span what chemists put under the microscope."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ostwald.microscopy.synthesis.annotations import CORNERS, BarStyle
from ostwald.microscopy.synthesis.outlines import OUTLINE_SHAPES
from ostwald.microscopy.synthesis.settings import RenderSettings
from ostwald.microscopy.synthesis.visibility import median_contrast, with_rose_ratio

_SHAPE_WEIGHTS = {"sphere": 0.22, "irregular": 0.1, "cube": 0.11, "hexagon": 0.1, "rod": 0.16}
_OTHER_WEIGHT = (1 - sum(_SHAPE_WEIGHTS.values())) / (len(OUTLINE_SHAPES) - len(_SHAPE_WEIGHTS))
_LIGHTS = ("bright field", "bright field", "bright field", "dark field", "scanning")


def random_settings(
    rng: np.random.Generator,
    size_px: int = 256,
    diameter_range_px: tuple[float, float] = (5.0, 64.0),
) -> RenderSettings:
    """Draw the settings of one micrograph.

    Args:
        rng: Source of randomness.
        size_px: Height and width of the image.
        diameter_range_px: Range of the median diameter, drawn evenly by its logarithm.

    Returns:
        Settings with everything varied: shapes, sizes, packing, contrast, film, noise, bar.
    """
    diameter = float(np.exp(rng.uniform(*np.log(diameter_range_px))))
    nm_per_px = float(np.exp(rng.uniform(np.log(0.05), np.log(2.0))))
    arrangement = str(rng.choice(["deposit", "monolayer", "superlattice", "clusters"], p=_LAYOUTS))
    small = diameter < 12
    mode = "bright field" if small and rng.random() < 0.7 else str(rng.choice(_LIGHTS))
    depth = float(np.exp(rng.uniform(np.log(0.12), np.log(1.8))))
    settings = RenderSettings(
        height=size_px,
        width=size_px,
        nm_per_px=nm_per_px,
        shapes=_shapes(rng),
        diameter_nm=diameter * nm_per_px,
        size_spread=float(rng.choice([0.04, 0.08, 0.15, 0.3])),
        debris_fraction=float(rng.choice([0.0, 0.0, 0.0, 0.1, 0.4])),
        arrangement=arrangement,
        coverage=_coverage(rng, arrangement),
        gap=float(rng.choice([rng.uniform(-0.05, 0.05), rng.uniform(0.05, 0.35)])),
        max_overlap=float(rng.choice([0.02, 0.1, 0.3, 0.5])),
        mode=mode,
        optical_depth=depth,
        diffraction_spread=float(rng.uniform(0.02, 0.5)),
        texture=float(rng.choice([0.0, 0.08, 0.2, 0.35])),
        background=float(rng.uniform(0.4, 0.9)),
        film_grain=float(rng.uniform(0.0, 0.08)),
        film_grain_px=float(rng.uniform(0.6, 3.0)),
        clouds=min(
            float(rng.choice([0.01, 0.02, rng.uniform(0.02, 0.25)])),
            _CLOUDIEST * float(1 - np.exp(-depth)),
        ),
        gradient=float(rng.choice([0.0, 0.1, 0.3, 0.6])),
        dose=float(np.exp(rng.uniform(np.log(15), np.log(3000)))),
        noise_blur_px=float(rng.choice([0.0, 0.5, 0.8, 1.2, 1.7])),
        fringe=float(rng.choice([0.0, rng.uniform(-0.4, 0.8)])),
        blur_px=float(rng.uniform(0.3, max(0.6, min(2.0, 0.1 * diameter)))),
        drift_px=float(rng.choice([0.0, 0.0, 0.0, min(3.0, 0.12 * diameter)])),
        bar=random_bar(rng, size_px) if rng.random() < 0.65 else None,
    )
    # Drawn apart, so that what was added here later does not change what was drawn before it.
    later = rng.spawn(1)[0]
    settings = _dirty(_piled(settings, later), later)
    return _seen(settings, rng)


def _piled(settings: RenderSettings, rng: np.random.Generator) -> RenderSettings:
    """Heap up the particles of some micrographs, and bend some crystals."""
    bands = float(rng.choice([0.0, 0.0, rng.uniform(0.3, 1.5)]))
    owner = "upper" if settings.mode == "scanning" else "deeper"
    settings = replace(settings, bands=bands, owner=owner)
    if settings.mode == "scanning" or rng.random() > _HEAPED:
        return settings
    return replace(
        settings,
        shapes=("sphere",) if rng.random() < 0.7 else settings.shapes,
        arrangement="clusters",
        coverage=float(rng.uniform(0.1, 0.5)),
        gap=float(rng.uniform(-0.4, -0.05)),
        max_overlap=0.6,
        optical_depth=float(np.exp(rng.uniform(np.log(0.5), np.log(4.0)))),
    )


def _dirty(settings: RenderSettings, rng: np.random.Generator) -> RenderSettings:
    """Lay residue on some films, and tear holes into some, fainter than the particles."""
    if rng.random() > _PATCHED:
        return settings
    size = settings.diameter_px * np.exp(rng.uniform(np.log(0.08), np.log(1.0)))
    return replace(
        settings,
        patches=float(rng.uniform(0.1, 0.4) * median_contrast(settings)),
        patch_share=float(rng.choice([rng.uniform(0.03, 0.2), rng.uniform(0.3, 0.9)])),
        patch_px=float(max(1.0, size)),
    )


_HEAPED = 0.15
_PATCHED = 0.3
_LAYOUTS = [0.3, 0.35, 0.15, 0.2]
_EMPTY = 0.1
_NOISY = 0.25
_CLOUDIEST = 0.6
"""Most that the film's slow variations may be, relative to the particles' contrast."""

_BANDED = 0.3


def _seen(settings: RenderSettings, rng: np.random.Generator) -> RenderSettings:
    """Bring the noise to a level at which an eye would still find the median particle.

    Labels of particles that nobody can see would teach nothing. A quarter of the micrographs lie
    close to the limit: low doses and thick films are common.
    """
    if rng.random() < _BANDED:
        cutoff = float(rng.uniform(2.5, 9.0))
        settings = replace(
            settings, film_cutoff_px=cutoff, film_grain=float(rng.uniform(0.02, 0.35))
        )
    noisy = bool(rng.random() < _NOISY)
    ratio = rng.uniform(5.0, 9.0) if noisy else rng.uniform(5.0, 16.0)
    return with_rose_ratio(settings, float(ratio), exactly=noisy)


def _shapes(rng: np.random.Generator) -> tuple[str, ...]:
    weights = [_SHAPE_WEIGHTS.get(shape, _OTHER_WEIGHT) for shape in OUTLINE_SHAPES]
    count = int(rng.choice([1, 1, 1, 2, 3]))
    chosen = rng.choice(len(OUTLINE_SHAPES), size=count, replace=False, p=weights)
    return tuple(OUTLINE_SHAPES[index] for index in sorted(chosen))


def _coverage(rng: np.random.Generator, arrangement: str) -> float:
    if rng.random() < _EMPTY:
        return 0.0
    if arrangement in ("monolayer", "superlattice"):
        return float(rng.uniform(0.3, 0.9))
    return float(rng.choice([rng.uniform(0.02, 0.15), rng.uniform(0.1, 0.55)]))


def random_bar(rng: np.random.Generator, size_px: int) -> BarStyle:
    """Draw the style of a scale bar for an image of the given size."""
    colour = float(rng.choice([0.0, 1.0, 0.0, 1.0, 0.1, 0.9]))
    boxed = rng.random() < 0.25
    return BarStyle(
        corner=str(rng.choice(CORNERS, p=[0.4, 0.4, 0.1, 0.1])),
        colour=colour,
        box=1.0 - colour if boxed else None,
        ticks=bool(rng.random() < 0.2),
        text_above=bool(rng.random() < 0.75),
        strip=bool(rng.random() < 0.1),
        micrometre_sign=str(rng.choice(["µ", "μ", "u"])),
        space=bool(rng.random() < 0.8),
        thickness_px=int(rng.integers(2, max(3, size_px // 50))),
        text_px=int(rng.integers(max(9, size_px // 30), max(12, size_px // 8))),
        font=int(rng.integers(0, 8)),
        label=str(rng.choice(["", "a", "(b)", "C", "Fig. 3d", "20 kV"])),
    )

"""Rendered micrographs with exact labels, for training, tests and examples."""

from ostwald.microscopy.synthesis.annotations import BarInfo, BarStyle
from ostwald.microscopy.synthesis.outlines import OUTLINE_SHAPES
from ostwald.microscopy.synthesis.render import RenderedMicrograph, render_micrograph
from ostwald.microscopy.synthesis.sampling import random_settings
from ostwald.microscopy.synthesis.settings import RenderSettings

__all__ = [
    "OUTLINE_SHAPES",
    "BarInfo",
    "BarStyle",
    "RenderSettings",
    "RenderedMicrograph",
    "random_settings",
    "render_micrograph",
]

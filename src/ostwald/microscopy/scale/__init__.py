"""The scale of a micrograph: from its file, from the scale bar drawn in it, or from the user."""

from __future__ import annotations

from ostwald.microscopy.scale.finder import find_scale
from ostwald.microscopy.scale.length import Length, parse_length
from ostwald.microscopy.scale.result import Scale

__all__ = ["Length", "Scale", "find_scale", "parse_length"]

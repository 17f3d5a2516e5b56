"""What of a picture is specimen: not apertures, padding, dead lines, strips or annotations."""

from __future__ import annotations

from ostwald.microscopy.field.field import Field, find_field
from ostwald.microscopy.field.panels import find_panels

__all__ = ["Field", "find_field", "find_panels"]

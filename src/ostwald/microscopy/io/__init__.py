"""Reading micrographs: the microscope's own files and ordinary pictures, with their scale."""

from __future__ import annotations

from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.io.reader import image_numbers, read_micrograph
from ostwald.microscopy.io.registry import image_suffixes

__all__ = ["Micrograph", "image_numbers", "image_suffixes", "read_micrograph"]

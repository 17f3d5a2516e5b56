"""Reading micrographs: the microscope's own files and ordinary pictures, with their scale."""

from __future__ import annotations

from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.io.reader import IMAGE_SUFFIXES, read_micrograph

__all__ = ["IMAGE_SUFFIXES", "Micrograph", "read_micrograph"]

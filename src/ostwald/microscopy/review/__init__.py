"""A hand on the result: outlines that ImageJ and napari open, and corrected ones read back."""

from __future__ import annotations

from ostwald.microscopy.review.labels import read_corrected
from ostwald.microscopy.review.rois import write_rois

__all__ = ["read_corrected", "write_rois"]

"""Many micrographs at once: which files, where their results go, what is done already."""

from __future__ import annotations

from ostwald.microscopy.batch.inputs import collect_images
from ostwald.microscopy.batch.runner import BatchOptions, measure_batch

__all__ = ["BatchOptions", "collect_images", "measure_batch"]

"""Finding particles in micrographs."""

from ostwald.microscopy.segmentation.segmenter import Segmentation, Segmenter
from ostwald.microscopy.segmentation.settings import SegmentationSettings

__all__ = ["Segmentation", "SegmentationSettings", "Segmenter"]

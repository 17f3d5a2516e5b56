"""Size and shape of labelled particles, and what they say about the sample."""

from __future__ import annotations

from ostwald.microscopy.measure.particles import measure_particles
from ostwald.microscopy.measure.statistics import SizeStatistics, size_statistics
from ostwald.microscopy.measure.table import ParticleTable

__all__ = ["ParticleTable", "SizeStatistics", "measure_particles", "size_statistics"]

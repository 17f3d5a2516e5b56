"""Particles marked in a micrograph, and the measurement that follows from them."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald._files import display_name
from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.measure.filters import kept_particles
from ostwald.microscopy.measure.particles import measure_particles
from ostwald.microscopy.measure.statistics import (
    SizeStatistics,
    shape_fractions,
    size_statistics,
    two_groups,
)
from ostwald.microscopy.measure.table import ParticleTable
from ostwald.microscopy.scale.region import part_of
from ostwald.microscopy.scale.result import Scale
from ostwald.microscopy.settings import Settings
from ostwald.microscopy.trust import Edges, Trust, judge

FORMAT_VERSION = 1
# Below this, one pixel more or less along the edge changes the diameter by more than 5 %.
_SMALL_PARTICLE_PX = 8.0


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """A micrograph with its scale and the particles marked in it, before they are measured.

    Attributes:
        micrograph: The picture.
        scale: Its scale, with what of the picture is no specimen.
        labels: int32, (height, width): 0 background, one number a particle.
        scores: (n,) confidence of each particle, in the order of their numbers; None where they
            were marked by hand.
        edges: How well their outlines are known.
        notes: What a person should know about how they were found.
    """

    micrograph: Micrograph
    scale: Scale
    labels: NDArray[np.int32]
    scores: NDArray[np.float64] | None
    edges: Edges
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """Everything measured in one micrograph.

    Attributes:
        image: File name, or ``"image"`` for an array.
        micrograph: The picture.
        scale: Its scale.
        labels: int32, (height, width): 0 background, one number a particle.
        table: One row a particle.
        size_nm: Statistics of the diameters of whole particles; None without scale or particles.
        size_px: The same in pixels.
        shape_label: Most frequent shape of the whole particles, or None.
        shape_fractions: Share of every shape among them.
        trust: Whether the numbers can be believed, and why not.
        seconds: Time from opening the file to this object.
        warnings: Everything a person should know before trusting the numbers.
    """

    image: str
    micrograph: Micrograph
    scale: Scale
    labels: NDArray[np.int32]
    table: ParticleTable
    size_nm: SizeStatistics | None
    size_px: SizeStatistics | None
    shape_label: str | None
    shape_fractions: dict[str, float]
    trust: Trust
    seconds: float
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the summary of the image, as in ``summary.json``."""
        scale = self.scale
        return {
            "format_version": FORMAT_VERSION,
            "image": self.image,
            "width_px": self.micrograph.width_px,
            "height_px": self.micrograph.height_px,
            "scale": {
                "nm_per_px": None if scale.nm_per_px is None else float(f"{scale.nm_per_px:.6g}"),
                "source": scale.source,
                "metadata_source": self.micrograph.metadata_source,
                "nm_per_px_yx": self.micrograph.nm_per_px_yx,
                "bar_value_nm": scale.bar_value_nm,
                "bar_length_px": scale.bar_length_px,
                "confidence": scale.confidence,
            },
            "particles": len(self.table),
            "particles_at_border": int(np.count_nonzero(self.table.touches_border)),
            "size_nm": self.size_nm.to_json() if self.size_nm else None,
            "size_px": self.size_px.to_json() if self.size_px else None,
            "shape": {
                "label": self.shape_label,
                "fractions": {
                    name: round(share, 4) for name, share in self.shape_fractions.items()
                },
            },
            "trust": self.trust.to_json(),
            "seconds": round(self.seconds, 3),
            "warnings": list(self.warnings),
        }


def particles_of(marked: Marked) -> ParticleTable:
    """Measure every particle that is marked.

    Args:
        marked: The particles.

    Returns:
        One row a particle, none left out.
    """
    micrograph, scale = marked.micrograph, marked.scale
    return measure_particles(
        marked.labels,
        micrograph.pixels,
        scale.nm_per_px,
        marked.scores,
        scale.excluded,
        micrograph.nm_per_px_yx,
    )


def summarised(
    marked: Marked, table: ParticleTable, settings: Settings, *, started: float | None = None
) -> Measurement:
    """Say what the particles that the user wants counted tell about the sample.

    Args:
        marked: The particles.
        table: Their measures, one row each.
        settings: Which of them count.
        started: When the work began, by `time.perf_counter`; now when left out.

    Returns:
        The measurement.
    """
    started = time.perf_counter() if started is None else started
    micrograph, scale, edges = marked.micrograph, marked.scale, marked.edges
    table, labels, left_out = kept_particles(
        table, marked.labels, micrograph.pixels, settings, scale.excluded
    )
    whole = table.whole
    shapes = table.shape[whole].tolist()
    fractions = shape_fractions(shapes) if shapes else {}
    edge_error = 2 * edges.error_px(table.particle[whole])
    size_px = size_statistics(table.diameter_px[whole], edge_error)
    part = part_of(settings.roi)  # what the user left out is no doubt about the rest
    within = replace(scale, excluded=scale.excluded[part])
    trust = judge(table, within, micrograph.pixels[part], labels[part], edges)
    return Measurement(
        image=display_name(micrograph.path.name) if micrograph.path else "image",
        micrograph=micrograph,
        scale=scale,
        labels=labels,
        table=table,
        size_nm=size_statistics(table.diameter_nm[whole], edge_error * scale.nm_per_px)
        if scale.nm_per_px
        else None,
        size_px=size_px,
        shape_label=next(iter(fractions), None),
        shape_fractions=fractions,
        trust=trust,
        seconds=time.perf_counter() - started,
        warnings=(
            *micrograph.warnings,
            *scale.warnings,
            *marked.notes,
            *left_out,
            *_doubts(table, size_px, scale.nm_per_px),
        ),
    )


def _doubts(
    table: ParticleTable, size_px: SizeStatistics | None, nm_per_px: float | None
) -> list[str]:
    if len(table) == 0:
        return ["no particles were found"]
    if size_px is None:
        return ["every particle touches the border, the scale bar or the strip: no statistics"]
    doubts = []
    if size_px.median < _SMALL_PARTICLE_PX:
        doubts.append(
            f"half of the particles are less than {size_px.median:.1f} px across: "
            "sizes and shapes are uncertain, take images at a higher magnification"
        )
    groups = two_groups(table.diameter_px[table.whole])
    if groups is not None:
        larger, *means = groups
        scale, unit = (1.0, "px") if nm_per_px is None else (nm_per_px, "nm")
        large, small = (f"{mean * scale:.3g} {unit}" for mean in means)
        doubts.append(
            f"the sizes fall into two groups, {np.count_nonzero(larger)} particles of about "
            f"{large} and {np.count_nonzero(~larger)} of about {small}: "
            "mean and spread of all describe neither"
        )
    return doubts

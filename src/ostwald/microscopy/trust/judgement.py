"""The grade of an image, with its reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ostwald.microscopy.measure.statistics import two_groups
from ostwald.microscopy.measure.table import ParticleTable
from ostwald.microscopy.scale.result import Scale
from ostwald.microscopy.trust.edges import Edges
from ostwald.microscopy.trust.texture import Texture, look_at_texture

Grade = Literal["good", "look", "do not use"]

_FEW = 10
_SMALL_PX, _TINY_PX = 8.0, 5.0
_LEAST_SETTLED = 0.5
_POOR_EDGE = 0.05
"""Error of the diameter that all particles share, over the diameter."""

_ATOM_NM, _IMPLAUSIBLE_NM = 0.6, 3000.0
_MUCH_EXCLUDED = 0.5
_ODD_SOLIDITY, _ODD_ASPECT = 0.88, 1.3
_MANY_ODD = 0.15
_RAGGED_SOLIDITY, _MANY_RAGGED = 0.9, 0.3
_BROAD, _UNEVEN = 0.32, 0.2
_FAINT_SIGMA, _DOUBTFUL_SIGMA = 3.0, 4.0
_UNSURE_SCORE, _MANY_UNSURE = 0.9, 0.35
_SURE_SCALE = 0.75
_STRUCTURED = 0.35


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether the numbers of an image can be believed.

    Attributes:
        grade: ``"good"``, ``"look"`` (compare the overlay with your own eye) or ``"do not use"``.
        reasons: Why not, the gravest first.
    """

    grade: Grade
    reasons: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return grade and reasons as in ``summary.json``."""
        return {"grade": self.grade, "reasons": list(self.reasons)}


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What is judged."""

    table: ParticleTable
    diameters_px: NDArray[np.float64]
    scale: Scale
    edges: Edges
    texture: Texture


_Reason = tuple[int, str]
"""How grave, 1 or 2, and what."""


def judge(
    table: ParticleTable,
    scale: Scale,
    pixels: NDArray[np.float32],
    labels: NDArray[np.int32],
    edges: Edges,
) -> Trust:
    """Judge the measurement of an image from everything that is known of it.

    Args:
        table: The particles.
        scale: The scale, with what of the picture is no specimen.
        pixels: (H, W) grey values.
        labels: (H, W) the particles.
        edges: How well their outlines are known.

    Returns:
        Grade and reasons. Without particles there is nothing to believe: ``"do not use"``.
    """
    diameters = table.diameter_px[table.whole]
    if not diameters.size:
        what = "no particle was found" if not len(table) else "every particle is cut"
        return Trust("do not use", (f"{what}: there is nothing to measure",))
    seen = _Seen(table, diameters, scale, edges, look_at_texture(pixels, labels, scale))
    found = [reason for rule in _RULES if (reason := rule(seen)) is not None]
    found.sort(key=lambda reason: -reason[0])
    gravest = max((grave for grave, _ in found), default=0)
    grades: tuple[Grade, ...] = ("good", "look", "do not use")
    return Trust(grades[gravest], tuple(text for _, text in found))


def _texture(seen: _Seen) -> _Reason | None:
    texture = seen.texture
    if texture.strength < _FAINT_SIGMA:
        return 2, (
            "the particles stand out of the film no more than its own grain does: "
            "film or noise may have been taken for particles"
        )
    if texture.strength < _DOUBTFUL_SIGMA:
        return 1, "the particles hardly stand out of the film's grain"
    return None


def _lattice(seen: _Seen) -> _Reason | None:
    nm = seen.scale.nm_per_px
    if nm is None:
        if seen.texture.periodic and float(np.median(seen.diameters_px)) < 3 * _SMALL_PX:
            return 1, "small particles in a regular lattice: these may be atoms or lattice fringes"
        return None
    median = float(np.median(seen.diameters_px)) * nm
    if median < _ATOM_NM:
        return 2, (
            f"particles of {median:.2g} nm are no larger than atoms: "
            "a lattice, or the scale is wrong"
        )
    if median > _IMPLAUSIBLE_NM:
        return 1, f"particles of {median / 1000:.2g} µm are no nanoparticles: is the scale right?"
    return None


def _panels(seen: _Seen) -> _Reason | None:
    if any("several panels" in warning for warning in seen.scale.warnings):
        return 1, "the part lies in several panels, whose scales may differ"
    return None


def _scale(seen: _Seen) -> _Reason | None:
    scale = seen.scale
    if scale.nm_per_px is None:
        return None
    if any("disagree" in warning for warning in scale.warnings):
        return 2, "file and scale bar disagree about the scale"
    if scale.source != "user" and scale.confidence < _SURE_SCALE:
        return 1, "the scale was read with some doubt, and nothing confirms it"
    return None


def _edges(seen: _Seen) -> _Reason | None:
    numbers = seen.table.particle[seen.table.whole]
    if seen.edges.settled_share(numbers) < _LEAST_SETTLED:
        return 1, (
            "the image does not show where the particles' edges are: "
            "sizes are those of the network's outlines"
        )
    error = 2 * seen.edges.error_px(numbers) / float(seen.diameters_px.mean())
    if error > _POOR_EDGE:
        return 1, (
            f"blur or noise leave the edges in doubt: all sizes may be off by {100 * error:.0f} %"
        )
    return None


def _few(seen: _Seen) -> _Reason | None:
    count = seen.diameters_px.size
    if count >= _FEW:
        return None
    return 1, f"{count} whole particle{'s say' if count > 1 else ' says'} little about the sample"


def _resolution(seen: _Seen) -> _Reason | None:
    median = float(np.median(seen.diameters_px))
    if median < _TINY_PX:
        return 2, f"the particles are {median:.1f} px across, at the limit of resolution"
    if median < _SMALL_PX:
        return 1, f"the particles are {median:.1f} px across, near the limit of resolution"
    return None


def _overlaps(seen: _Seen) -> _Reason | None:
    table, whole = seen.table, seen.table.whole
    odd = (table.solidity < _ODD_SOLIDITY) & (table.aspect_ratio > _ODD_ASPECT)
    share = float(odd[whole].mean())
    usual = float(np.median(table.solidity[whole]))
    if share < _MANY_ODD or usual < _ODD_SOLIDITY:
        return None
    return 1, (
        f"{100 * share:.0f} % of the particles have notches and are long: overlaps may be uncut"
    )


def _support(seen: _Seen) -> _Reason | None:
    table, whole = seen.table, seen.table.whole
    ragged = float((table.solidity[whole] < _RAGGED_SOLIDITY).mean())
    spread = float(seen.diameters_px.std() / seen.diameters_px.mean())
    if ragged < _MANY_RAGGED or spread < _UNEVEN:
        return None
    return 1, (
        f"{100 * ragged:.0f} % of the outlines are ragged and sizes vary widely: "
        "lumps of a support may have been taken for particles"
    )


def _structured(seen: _Seen) -> _Reason | None:
    if seen.texture.structure < _STRUCTURED:
        return None
    return 1, (
        "the ground between the particles has structure as strong as they: "
        "a support may hide particles or pass for some"
    )


def _broad(seen: _Seen) -> _Reason | None:
    groups = two_groups(seen.diameters_px)
    if groups is not None:
        larger = groups[0]
        counts = f"{np.count_nonzero(larger)} and {np.count_nonzero(~larger)}"
        return 1, f"two groups of sizes ({counts} particles): the mean describes neither"
    spread = float(seen.diameters_px.std() / seen.diameters_px.mean())
    if spread > _BROAD and seen.diameters_px.size > 3:
        return 1, f"the sizes scatter by {100 * spread:.0f} %: is all of it one kind of particle?"
    return None


def _excluded(seen: _Seen) -> _Reason | None:
    share = float(seen.scale.excluded.mean())
    if share < _MUCH_EXCLUDED:
        return None
    return 1, f"{100 * share:.0f} % of the picture are not specimen"


def _unsure(seen: _Seen) -> _Reason | None:
    scores = seen.table.score[seen.table.whole]
    scores = scores[np.isfinite(scores)]
    if not scores.size or float((scores < _UNSURE_SCORE).mean()) < _MANY_UNSURE:
        return None
    return 1, "the network is not sure of many of the particles"


_RULES: tuple[Callable[[_Seen], _Reason | None], ...] = (
    _texture,
    _lattice,
    _scale,
    _panels,
    _resolution,
    _support,
    _structured,
    _edges,
    _overlaps,
    _broad,
    _few,
    _unsure,
    _excluded,
)

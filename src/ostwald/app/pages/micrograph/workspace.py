"""One image on disk: what a worker has found in it, and what was done to it since.

A folder holds ``picture.png`` (what is shown), ``veil.png`` (laid over what is no specimen),
``pixels.npy`` (what is measured), ``found.npz`` and ``found.json`` (scale and particles as they
were found), ``outlines.json`` and ``state.json`` (what a person has changed). It belongs to this
program's version and is thrown away after a day.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald._files import atomic_path, write_text
from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.marked import Marked
from ostwald.microscopy.measure.table import COLUMNS, ParticleTable
from ostwald.microscopy.scale.result import Scale
from ostwald.microscopy.trust import Edges

PICTURE, VEIL, OUTLINES = "picture.png", "veil.png", "outlines.json"
_PIXELS, _ARRAYS, _WORDS, _STATE = "pixels.npy", "found.npz", "found.json", "state.json"


class Workspace:
    """The folder of one image.

    Args:
        folder: Where it is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def picture(self) -> Path:
        """The picture as it is shown."""
        return self.folder / PICTURE

    @property
    def veil(self) -> Path:
        """What is laid over all that is no specimen; not there where everything is."""
        return self.folder / VEIL

    @property
    def outlines(self) -> Path:
        """Outlines of the particles as they were found."""
        return self.folder / OUTLINES

    def write_pixels(self, pixels: NDArray[np.float32]) -> None:
        """Keep what is measured."""
        with atomic_path(self.folder / _PIXELS) as path:
            np.save(path, pixels)

    def write_found(self, found: Marked, table: ParticleTable) -> None:
        """Keep scale and particles as they were found.

        Args:
            found: They.
            table: Measures of the particles.
        """
        scale, micrograph = found.scale, found.micrograph
        arrays: dict[str, Any] = {f"table_{name}": getattr(table, name) for name in COLUMNS}
        arrays |= {
            "labels": found.labels,
            "excluded": np.packbits(scale.excluded),
            "scores": np.zeros(0) if found.scores is None else found.scores,
            "edge_errors": found.edges.errors_px,
            "settled": found.edges.settled,
        }
        with atomic_path(self.folder / _ARRAYS) as path, path.open("wb") as file:
            np.savez(file, **arrays)
        told = asdict(scale) | {"excluded": None}
        content = {
            "scale": told,
            "by_hand": found.scores is None,
            "notes": found.notes,
            "micrograph": {
                "nm_per_px": micrograph.nm_per_px,
                "metadata_source": micrograph.metadata_source,
                "dtype": micrograph.dtype,
                "bit_depth": micrograph.bit_depth,
                "warnings": micrograph.warnings,
                "info": dict(micrograph.info),
                "nm_per_px_yx": micrograph.nm_per_px_yx,
            },
        }
        write_text(self.folder / _WORDS, json.dumps(content, default=str))

    def read_found(self) -> tuple[Marked, ParticleTable]:
        """Read what `write_found` has kept; the pixels stay on disk until they are looked at."""
        content = json.loads((self.folder / _WORDS).read_text(encoding="utf-8"))
        told, about = content["scale"], content["micrograph"]
        pixels = np.load(self.folder / _PIXELS, mmap_mode="r")
        with np.load(self.folder / _ARRAYS) as arrays:
            table = ParticleTable(*(arrays[f"table_{name}"] for name in COLUMNS))
            labels, bits = arrays["labels"], arrays["excluded"]
            scores = None if content["by_hand"] else arrays["scores"]
            edges = Edges(arrays["edge_errors"], arrays["settled"])
        excluded = np.unpackbits(bits, count=labels.size).astype(bool).reshape(labels.shape)
        box = told["bar_box_px"]
        scale = Scale(
            **told
            | {
                "excluded": excluded,
                "warnings": tuple(told["warnings"]),
                "bar_box_px": tuple(box) if box else None,
            }
        )
        yx = about["nm_per_px_yx"]
        micrograph = Micrograph(
            pixels,
            **about
            | {"warnings": tuple(about["warnings"]), "nm_per_px_yx": tuple(yx) if yx else None},
        )
        return Marked(micrograph, scale, labels, scores, edges, tuple(content["notes"])), table

    def write_state(self, state: dict[str, Any]) -> None:
        """Keep what a person has changed."""
        write_text(self.folder / _STATE, json.dumps(state))

    def read_state(self) -> dict[str, Any]:
        """Read it; empty where nothing was changed."""
        try:
            content = json.loads((self.folder / _STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

"""What worker processes do: module-level functions, called with a report of progress."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ostwald.app.jobs import Report


@dataclass(frozen=True, slots=True)
class Measured:
    """What is left of a measurement once it has come back from the worker.

    Attributes:
        summary: As ``ostwald measure --json`` gives it.
        table: Columns of the particle table, as ``NAME.particles.csv`` has them.
        pixels: uint8, (height, width): the picture as it is shown.
        labels: int32, (height, width).
    """

    summary: dict[str, Any]
    table: dict[str, list[Any]]
    pixels: NDArray[np.uint8]
    labels: NDArray[np.int32]


def warm() -> None:
    """Load the segmenter, so that the first micrograph does not wait for it."""
    import numpy as np

    from ostwald.microscopy.measurement import default_segmenter

    default_segmenter().segment(np.random.default_rng(0).random((64, 64), dtype=np.float32))


def measure_file(
    report: Report, *, path: Path, name: str, settings: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Measure an uploaded micrograph.

    Args:
        report: Told how far it is.
        path: The upload.
        name: What its sender calls it.
        settings: Fields of `ostwald.microscopy.settings.Settings`.

    Returns:
        The summary, as ``ostwald measure --json`` gives it for one image.

    Raises:
        InputError: The file is no micrograph that can be read.
    """
    from ostwald.microscopy.measurement import measure_with
    from ostwald.microscopy.settings import Settings

    report(0.1, "finding scale and particles")
    found = measure_with(Settings(**(settings or {})), path)
    return {**found.to_json(), "image": name}

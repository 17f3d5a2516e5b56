"""The pictures in one file, before one of them is chosen and decoded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from ostwald.microscopy.io.calibration import UNKNOWN, Calibration


@dataclass(frozen=True, slots=True)
class Picture:
    """One image, or a stack of images of one size, in a file.

    Attributes:
        name: What it is called: a detector, a title, ``"page 2"``.
        height_px: Rows.
        width_px: Columns.
        load: Decodes one of its frames, counted from 0, to (height, width[, samples]).
        calibration: The size of its pixels.
        frames: Number of images in the stack.
        frame_names: Names of the frames, where they are channels.
        is_preview: The file calls it a reduced image, or it is a map and no micrograph.
        notes: What a person should know about this picture alone.
        is_peer: One of several images of equal standing, of which the first is meant, whichever of
            them has a size.
        depth_bits: Bits of a sample where they are not those of its type.
    """

    name: str
    height_px: int
    width_px: int
    load: Callable[[int], NDArray[Any]]
    calibration: Calibration = UNKNOWN
    frames: int = 1
    frame_names: tuple[str, ...] = ()
    is_preview: bool = False
    notes: tuple[str, ...] = ()
    is_peer: bool = False
    depth_bits: int | None = None

    def frame_name(self, frame: int) -> str:
        """Return what one of the frames is called.

        Args:
            frame: Its number, from 0.

        Returns:
            The name of its channel, or that of the picture.
        """
        return self.frame_names[frame] if self.frame_names else self.name

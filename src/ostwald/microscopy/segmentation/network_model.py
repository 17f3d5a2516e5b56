"""The shipped network: reading it and running it over frames of any size."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald._threads import threads_here
from ostwald.errors import InputError
from ostwald.progress import track

FORMAT_VERSION = 1
NETWORK_FILE = "network.onnx"
DESCRIPTION_FILE = "segmenter.json"
WEIGHTS = Path(__file__).parent / "weights"

STRIDE_PX = 16
"""Coarsest step of the network; tiles start at multiples of it."""

HALO_PX = 160
"""Context around a tile; no output depends on anything farther away."""

EDGE_PX = 32
"""Mirror image with which every frame is continued; beyond it lies the convolutions' own zero."""

TILE_PX = 1024

_SHOWN_TILES = 4
"""Tiles from which on a frame takes long enough for a line in the progress bar."""

Maps = NDArray[np.float16]


class NetworkModel:
    """A segmentation network in a folder, run by ONNX Runtime.

    Args:
        folder: Folder with ``network.onnx`` and ``segmenter.json``; the shipped weights if None.
        threads: Threads to use; by default as many as ``OMP_NUM_THREADS`` says, or cores.

    Raises:
        InputError: The folder does not hold a network that this version can read.
    """

    def __init__(self, folder: Path | None = None, threads: int | None = None) -> None:
        import onnxruntime

        folder = folder or WEIGHTS
        self.description = read_description(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or threads_here()
        # A thread that waits busily takes time from the work between two looks.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        # Frames of many sizes pass through; keeping memory for each of them would add up.
        options.enable_mem_pattern = False
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / NETWORK_FILE), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise InputError(
                "the segmentation network cannot be read",
                where=str(folder / NETWORK_FILE),
                hint="install the package again or train the network again",
            ) from error

    def predict(self, pixels: NDArray[np.float32], tile_px: int = TILE_PX) -> Maps:
        """Run the network over a normalised frame.

        Args:
            pixels: (H, W) normalised pixels.
            tile_px: Side of the tiles, a multiple of 16. It changes memory and speed only.

        Returns:
            (4, H, W) float16: foreground, distance, contact (0 to 1) and log2(diameter / 16 px).
        """
        height, width = pixels.shape
        tile = max(STRIDE_PX, tile_px // STRIDE_PX * STRIDE_PX)
        maps = np.empty((4, height, width), np.float16)
        corners = [(y, x) for y in range(0, height, tile) for x in range(0, width, tile)]
        shown = track(corners, "Looking") if len(corners) > _SHOWN_TILES else corners
        for top, left in shown:
            bottom, right = min(top + tile, height), min(left + tile, width)
            part = self._run(pixels, (top, bottom), (left, right))
            maps[:, top:bottom, left:right] = part
        return maps

    def _run(
        self, pixels: NDArray[np.float32], rows: tuple[int, int], columns: tuple[int, int]
    ) -> Maps:
        """Run one tile with its halo."""
        row_offset, row_index = _context(rows, pixels.shape[0])
        column_offset, column_index = _context(columns, pixels.shape[1])
        window = pixels[np.ix_(row_index, column_index)][None, None]
        maps = self._session.run(None, {"pixels": np.ascontiguousarray(window)})[0][0]
        height, width = rows[1] - rows[0], columns[1] - columns[0]
        core = (slice(row_offset, row_offset + height), slice(column_offset, column_offset + width))
        return np.asarray(maps[:, *core])


def _context(span: tuple[int, int], length: int) -> tuple[int, NDArray[np.intp]]:
    """Where a span begins in its window, and the frame's indices of the window.

    The window reaches a halo beyond the span, or to the end of the mirrored edge, which lies at
    the same place for every tile; so a pixel's answer does not depend on the tile it falls into.
    """
    end = length + EDGE_PX
    end += -(end + EDGE_PX) % STRIDE_PX
    start = max(span[0] - HALO_PX, -EDGE_PX)
    stop = min(span[1] + HALO_PX, end)
    folded = np.mod(np.arange(start, stop), 2 * length)
    index = np.where(folded >= length, 2 * length - 1 - folded, folded)
    return span[0] - start, index.astype(np.intp)


def read_description(folder: Path) -> dict[str, Any]:
    """Read and check the description of an exported network.

    Args:
        folder: Folder with ``network.onnx`` and ``segmenter.json``.

    Returns:
        The content of ``segmenter.json``.

    Raises:
        InputError: A file is missing, of another format version, or the two do not fit.
    """
    path = folder / DESCRIPTION_FILE
    try:
        description: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version = description["format_version"]
        digest = hashlib.sha256((folder / NETWORK_FILE).read_bytes()).hexdigest()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            "no segmentation network here",
            where=str(folder),
            hint=f"the folder must hold {NETWORK_FILE} and {DESCRIPTION_FILE}",
        ) from error
    if version != FORMAT_VERSION:
        raise InputError(
            f"segmentation network of format {version}, this version reads {FORMAT_VERSION}",
            where=str(path),
        )
    if digest != description.get("sha256"):
        raise InputError(
            "the network does not fit its description (damaged or exchanged)",
            where=str(folder / NETWORK_FILE),
        )
    return description

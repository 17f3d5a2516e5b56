"""An endless stream of training samples, prepared by a second process."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.queues import Queue
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import OstwaldError
from ostwald.microscopy.segmentation.training.samples import Sample, SampleSource, augment

USES = 4
"""Batches in which a sample takes part on average, each time turned and lit anew."""


def _produce(queue: Queue[Sample], data: Path | None, seed: int, parent: int) -> None:
    """Fill the queue until the training process is gone."""
    import queue as queues

    if hasattr(os, "nice"):
        os.nice(2)
    source = SampleSource.from_data(data)
    rng = np.random.default_rng(seed)
    while os.getppid() == parent:
        sample = source.draw(rng)
        while os.getppid() == parent:
            try:
                queue.put(sample, timeout=5)
                break
            except queues.Full:
                continue
    # Without a reader, waiting for the queue to empty would never end.
    queue.cancel_join_thread()


class SampleReservoir:
    """Samples in memory, renewed from the second process as fast as it renders.

    Args:
        data: The data folder, or None for rendered micrographs only.
        seed: Seed of the stream; give another one after a restart.
        capacity: Samples held.
    """

    def __init__(self, data: Path | None, seed: int, capacity: int = 1500) -> None:
        context = multiprocessing.get_context("spawn")
        self._queue: Queue[Sample] = context.Queue(maxsize=16)
        self._process = context.Process(
            target=_produce, args=(self._queue, data, seed, os.getpid()), daemon=True
        )
        self._process.start()
        self._samples: list[Sample] = []
        self._capacity = capacity
        self._next = 0
        self._rng = np.random.default_rng([seed, 1])
        self.received = 0

    def fill(self, count: int) -> None:
        """Wait until at least ``count`` samples are held.

        Raises:
            OstwaldError: The second process has died.
        """
        import queue as queues

        while len(self._samples) < count:
            try:
                self._store(self._queue.get(timeout=5))
            except queues.Empty:
                if not self._process.is_alive():
                    raise OstwaldError("the process that prepares samples has died") from None

    def _store(self, sample: Sample) -> None:
        self.received += 1
        if len(self._samples) < self._capacity:
            self._samples.append(sample)
            return
        self._samples[self._next] = sample
        self._next = (self._next + 1) % self._capacity

    def batch(self, size: int, crop_px: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return augmented pixels (N, 1, crop, crop) and targets (N, 5, crop, crop)."""
        import queue as queues

        for _ in range(max(1, size // USES)):
            try:
                self._store(self._queue.get_nowait())
            except queues.Empty:
                break
        picks = self._rng.integers(len(self._samples), size=size)
        pairs = [augment(self._samples[i], crop_px, self._rng) for i in picks]
        return np.stack([p for p, _ in pairs])[:, None], np.stack([t for _, t in pairs])

    def close(self) -> None:
        """Stop the second process."""
        self._process.terminate()
        self._process.join(timeout=5)

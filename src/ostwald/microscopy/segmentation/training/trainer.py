"""The training loop: resumable, with averaged weights."""

from __future__ import annotations

import copy
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from pickle import UnpicklingError

import numpy as np
import torch

from ostwald.errors import InputError
from ostwald.microscopy.segmentation.network_model import read_description
from ostwald.microscopy.segmentation.training.export import export_network
from ostwald.microscopy.segmentation.training.initial import load_exported
from ostwald.microscopy.segmentation.training.losses import segmentation_loss
from ostwald.microscopy.segmentation.training.network import WIDTHS, SegmentationNetwork
from ostwald.microscopy.segmentation.training.reservoir import SampleReservoir

CHECKPOINT_VERSION = 1
CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Settings of a training run; every number that shaped the weights.

    Attributes:
        steps: Optimiser steps in all, those before a resumption included.
        batch: Crops a step.
        crop_px: Side of a crop.
        learning_rate: Peak rate of AdamW.
        weight_decay: Weight decay of AdamW.
        warm_up: Steps to the peak rate.
        cool_down: Share of the steps over which the rate falls to zero at the end.
        average_steps: Horizon of the running average of the weights that is exported.
        seed: Seed of initial weights and samples.
        threads: Threads of PyTorch; 0 leaves its choice.
        save_every_s: Seconds between checkpoints.
        initial_sha256: Checksum of the exported network that the run started from, or "".
    """

    steps: int = 8000
    batch: int = 8
    crop_px: int = 192
    learning_rate: float = 2e-3
    weight_decay: float = 1e-4
    warm_up: int = 150
    cool_down: float = 0.3
    average_steps: int = 300
    seed: int = 0
    threads: int = 0
    save_every_s: float = 120.0
    initial_sha256: str = ""


class Trainer:
    """Trains the network in a folder of its own.

    Args:
        folder: Where checkpoint and log are kept.
        data: The data folder, or None to train on rendered micrographs only.
        settings: Settings of the run.
        resume: Go on from the folder's checkpoint; else the folder must not hold one.
        initial: Folder of an exported network to start from; random weights if None. A checkpoint
            that is gone on with wins over it.

    Raises:
        InputError: A checkpoint is there and ``resume`` is off, or cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        data: Path | None,
        settings: TrainingSettings,
        resume: bool,
        initial: Path | None = None,
    ) -> None:
        if initial is not None:
            settings = replace(settings, initial_sha256=read_description(initial)["sha256"])
        self.folder, self.data, self.settings, self.initial = folder, data, settings, initial
        if settings.threads:
            torch.set_num_threads(settings.threads)
        torch.manual_seed(settings.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.network = SegmentationNetwork(WIDTHS).to(self.device)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.average = copy.deepcopy(self.network).eval()
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), settings.learning_rate, weight_decay=settings.weight_decay
        )
        self.step = 0
        self.seconds = 0.0
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / CHECKPOINT).exists():
            if not resume:
                raise InputError(
                    "a training run is already there",
                    where=str(folder / CHECKPOINT),
                    hint="add --resume to go on with it, or give another --out",
                )
            self._load()

    def _load(self) -> None:
        path = self.folder / CHECKPOINT
        try:
            state = torch.load(path, map_location=self.device, weights_only=True)
            if state["format_version"] != CHECKPOINT_VERSION:
                raise KeyError("format_version")
            self.network.load_state_dict(state["network"])
            self.average.load_state_dict(state["average"])
            self.optimiser.load_state_dict(state["optimiser"])
        except (KeyError, RuntimeError, OSError, EOFError, ValueError, UnpicklingError) as error:
            raise InputError(
                f"the checkpoint cannot be used: {error}",
                where=str(path),
                hint="start anew with another --out",
            ) from error
        self.step, self.seconds = int(state["step"]), float(state["seconds"])

    def save(self) -> None:
        """Write the checkpoint; a kill at any moment leaves the old or the new one whole."""
        path = self.folder / CHECKPOINT
        part = path.with_suffix(".part")
        state = {
            "format_version": CHECKPOINT_VERSION,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
            "settings": asdict(self.settings),
        }
        torch.save(state, part)
        os.replace(part, path)

    def export(self, folder: Path) -> None:
        """Write the averaged network as ONNX, with the settings that made it."""
        training = {
            **asdict(self.settings),
            "steps_done": self.step,
            "seconds": round(self.seconds),
            "data": "rendered" if self.data is None else "rendered, EMPS four fifths, gold prisms",
        }
        export_network(copy.deepcopy(self.average), folder, training)

    def rate(self, step: int) -> float:
        """Learning rate at a step: warm-up, plateau, linear fall at the end."""
        s = self.settings
        rise = min(1.0, (step + 1) / s.warm_up)
        fall = min(1.0, max(0.01, (s.steps - step) / max(1.0, s.cool_down * s.steps)))
        return s.learning_rate * rise * fall

    def run(self) -> Iterator[int]:
        """Train to the last step; yields each step done. Saves on the way and at the end."""
        s = self.settings
        reservoir = SampleReservoir(self.data, s.seed + 1000 * (self.step + 1))
        try:
            reservoir.fill(20 * s.batch)
            if self.initial is not None and self.step == 0:
                load_exported(self.network, self.initial, reservoir)
                self.average.load_state_dict(self.network.state_dict())
            saved = logged = time.monotonic()
            sums: dict[str, float] = {}
            since = 0
            while self.step < s.steps:
                started = time.monotonic()
                loss, parts = self._one_step(reservoir)
                self.seconds += time.monotonic() - started
                since += 1
                for name, value in {"loss": loss, **parts}.items():
                    sums[name] = sums.get(name, 0.0) + value
                now = time.monotonic()
                if now - logged > 30 or self.step == s.steps:
                    self._log({k: v / since for k, v in sums.items()}, reservoir.received)
                    sums, since, logged = {}, 0, now
                if now - saved > s.save_every_s:
                    self.save()
                    saved = now
                yield self.step
        finally:
            self.save()
            reservoir.close()

    def _one_step(self, reservoir: SampleReservoir) -> tuple[float, dict[str, float]]:
        pixels, targets = reservoir.batch(self.settings.batch, self.settings.crop_px)
        x = torch.from_numpy(pixels).to(self.device).contiguous(memory_format=torch.channels_last)
        y = torch.from_numpy(targets).to(self.device)
        self.network.train()
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate(self.step)
        loss, parts = segmentation_loss(self.network(x), y)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        self._update_average()
        return float(loss.detach()), parts

    @torch.no_grad()
    def _update_average(self) -> None:
        keep = min(1 - 1 / self.settings.average_steps, self.step / (self.step + 10))
        for mean, value in zip(
            self.average.state_dict().values(), self.network.state_dict().values(), strict=True
        ):
            if mean.is_floating_point():
                mean.lerp_(value, 1 - keep)
            else:
                mean.copy_(value)

    def _log(self, means: dict[str, float], received: int) -> None:
        entry = {
            "step": self.step,
            "seconds": round(self.seconds, 1),
            "rate": self.rate(self.step),
            "samples": received,
            **{name: round(float(np.float64(value)), 4) for name, value in means.items()},
        }
        with (self.folder / LOG).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry) + "\n")

"""``ostwald train-segmenter``: train the network that finds particles."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from ostwald.microscopy.segmentation.training.emps import LabelledImage
    from ostwald.microscopy.segmentation.training.validation import ImageResult


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("train-segmenter")(train_segmenter_command)


def train_segmenter_command(
    out: Path = typer.Option(..., help="Folder for checkpoint, log and the exported network."),
    steps: int = typer.Option(8000, min=1, help="Optimiser steps in all, earlier runs included."),
    data: Path | None = typer.Option(
        None, help="Data folder with tem/emps_train; OSTWALD_DATA if left out, else rendered only."
    ),
    resume: bool = typer.Option(False, "--resume", help="Go on from the checkpoint in --out."),
    seed: int = typer.Option(0, help="Seed of weights and samples."),
    batch: int = typer.Option(8, min=1, help="Crops a step."),
    threads: int = typer.Option(0, min=0, help="Threads of PyTorch; 0 leaves its choice."),
    learning_rate: float = typer.Option(2e-3, min=1e-6, help="Peak learning rate."),
    cool_down: float = typer.Option(
        0.3, min=0, max=1, help="Share of the steps over which the rate falls at the end."
    ),
    init: str | None = typer.Option(
        None, help="Folder of an exported network to start from, or `shipped`."
    ),
    keep_initial: float = typer.Option(
        0.0, min=0, max=1, help="Share of the network of --init in the exported mean of both."
    ),
) -> None:
    """Train the segmentation network on rendered and real micrographs, on CPU or GPU.

    May be stopped at any time (Ctrl-C, a kill) and gone on with by --resume.
    """
    from ostwald._optional import require

    require("torch", "train")
    require("onnx", "train")
    from ostwald.microscopy.segmentation.network_model import WEIGHTS
    from ostwald.microscopy.segmentation.training.blending import blend_exported
    from ostwald.microscopy.segmentation.training.emps import read_emps
    from ostwald.microscopy.segmentation.training.trainer import Trainer, TrainingSettings
    from ostwald.progress import track

    if data is None and os.environ.get("OSTWALD_DATA"):
        data = Path(os.environ["OSTWALD_DATA"])
    # Read first, so that a wrong folder is told before hours of training.
    validation = [] if data is None else read_emps(data, validation=True)
    settings = TrainingSettings(
        steps=steps,
        seed=seed,
        batch=batch,
        threads=threads,
        learning_rate=learning_rate,
        cool_down=cool_down,
    )
    initial = None if init is None else WEIGHTS if init == "shipped" else Path(init)
    trainer = Trainer(out, data, settings, resume, initial)
    for _ in track(trainer.run(), "Training", total=max(0, steps - trainer.step)):
        pass
    trainer.export(out)
    if initial is not None and keep_initial > 0:
        blend_exported(out, initial, keep_initial)
    typer.echo(f"Trained {trainer.step} steps; the network is in {out}")
    if validation:
        _validate(out, validation)


def _validate(out: Path, images: list[LabelledImage]) -> None:
    """Print the validation table by DOI and keep it as ``validation.csv``."""
    from ostwald._files import write_text
    from ostwald.microscopy.segmentation.segmenter import Segmenter
    from ostwald.microscopy.segmentation.training.validation import validate
    from ostwald.progress import track

    segmenter = Segmenter.load(out)
    results = list(track(validate(segmenter, images), "Validating", total=len(images)))
    lines = _table(results)
    write_text(out / "validation.csv", "\n".join(lines) + "\n")
    for line in lines:
        typer.echo(line.replace(",", "\t"))


def _table(results: list[ImageResult]) -> list[str]:
    """One line a paper, then all images and those with dark particles."""
    from ostwald.microscopy.segmentation.scoring import THRESHOLDS
    from ostwald.microscopy.segmentation.training.validation import by_doi, pooled

    groups = {
        **by_doi(results),
        "dark particles": pooled([r for r in results if r.dark_particles]),
        "all": pooled(results),
    }
    lines = ["doi,marked," + ",".join(f"ap_{threshold:g}" for threshold in THRESHOLDS)]
    for name, counts in groups.items():
        first = counts[THRESHOLDS[0]]
        marked = first.true_positives + first.false_negatives
        scores = ",".join(f"{counts[t].average_precision:.3f}" for t in THRESHOLDS)
        lines.append(f"{name},{marked},{scores}")
    return lines

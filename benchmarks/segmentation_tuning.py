"""Scores of the segmentation settings' neighbours, on training and tuning images only.

    OSTWALD_DATA=... python -m benchmarks segmentation_tuning

Writes benchmarks/results/segmentation/tuning.json and tuning.csv. The thresholds in
``SegmentationSettings`` were chosen from this table; nothing that is reported is looked at.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.segmentation import (
    RENDER_SEED,
    RESULTS,
    data_folder,
    dense_settings,
    mixed_settings,
    noisy_settings,
    pool,
    scores,
    write,
)
from ostwald.microscopy.segmentation import Segmenter
from ostwald.microscopy.segmentation.network_model import NetworkModel
from ostwald.microscopy.segmentation.scoring import match, one_to_one
from ostwald.microscopy.segmentation.training.emps import read_emps
from ostwald.microscopy.synthesis import RenderSettings, render_micrograph

VARIANTS = {
    "foreground": (0.36, 0.4, 0.44, 0.48),
    "smoothing_gain": (1.05, 1.15, 1.3, 99.0),
    "noisy_spread": (0.8, 0.85, 0.9),
    "score_diameters_px": ((12.0, 26.0), (20.0, 40.0), (26.0, 52.0)),
    "least_score_small": (0.5, 0.56, 0.62, 0.68),
    "least_score": (0.8, 0.85, 0.9),
    "saddle": (0.6, 0.65, 0.7, 0.75),
    "seed_smoothing": (0.04, 0.055, 0.07),
    "target_diameter_px": (22.0, 26.0, 32.0),
    "residue_contrasts": ((-2.0, -1.0), (0.2, 0.4), (0.3, 0.5), (0.4, 0.6)),
    "smaller_from_px": (60.0, 1e9),
}
FLAT = (
    "cube", "hexagon", "triangle", "rectangle", "rod", "rhombus", "four-pointed star",
    "six-pointed star",
)  # fmt: skip
ROUND = ("sphere", "irregular", "flower")


class RememberingModel:
    """A network that answers a question once and remembers the answer."""

    def __init__(self, model: NetworkModel) -> None:
        self.model, self.description = model, model.description
        self.answers: dict[bytes, np.ndarray] = {}

    def predict(self, pixels: np.ndarray, tile_px: int) -> np.ndarray:
        key = hashlib.sha256(pixels.tobytes()).digest()
        if key not in self.answers:
            self.answers[key] = self.model.predict(pixels, tile_px)
        return self.answers[key]


def drawn(name: str, settings: RenderSettings, seed: int) -> tuple:
    micrograph = render_micrograph(replace(settings, bar=None), seed)
    return micrograph.pixels, micrograph.labels, name


def sized(shape: str, diameter_px: float) -> RenderSettings:
    """As in size_accuracy.py: separate particles of one shape in an ordinary picture."""
    return RenderSettings(
        height=320, width=320, nm_per_px=0.5, shapes=(shape,), diameter_nm=diameter_px * 0.5,
        size_spread=0.10, coverage=0.22, max_overlap=0.0, optical_depth=0.8, dose=600,
    )  # fmt: skip


def images_to_tune_on() -> list[tuple]:
    """Training images of EMPS and rendered seeds of their own; never what is reported."""
    images = [(i.pixels, i.labels, "emps") for i in read_emps(data_folder(), False)[::20]]
    for index in range(6):
        seed = RENDER_SEED - 1000 + index
        rng = np.random.default_rng(seed)
        images.append(drawn("dense", replace(dense_settings(rng), height=256, width=256), seed))
    for index in range(10):
        seed = RENDER_SEED - 2000 + index
        images.append(drawn("noisy", noisy_settings(np.random.default_rng(seed)), seed))
        images.append(drawn("mixed", mixed_settings(np.random.default_rng(seed)), seed))
    for name, shapes in (("flat", FLAT), ("round", ROUND)):
        for index, (shape, size) in enumerate(itertools.product(shapes, (8, 14, 30))):
            images.append(drawn(name, sized(shape, size), RENDER_SEED - 3000 + index))
    return images


def tune(segmenter: Segmenter, fields: list[str]) -> tuple[dict, list[dict]]:
    """Scores of the settings' neighbours, one field at a time.

    For each kind of image the pooled AP; ``diameter``, the median ratio of measured and true
    diameters of matched particles; ``mean`` and ``std``, how far the mean and the standard
    deviation of all diameters are off, relative, on average over images.
    """
    images = images_to_tune_on()
    remembering = RememberingModel(segmenter.model)
    rows = []
    for field in fields:
        for value in VARIANTS[field]:
            variant = Segmenter(remembering, replace(segmenter.settings, **{field: value}))
            row: dict = {"field": field, "value": value}
            for name in ("emps", "dense", "noisy", "mixed", "flat", "round"):
                chosen = [(p, t) for p, t, kind in images if kind == name]
                found = [(t, variant.segment(p).labels) for p, t in chosen]
                counts = pool([match(t, labels) for t, labels in found])
                row.update({f"{name}_{k}": v for k, v in scores(counts).items()})
                row[f"{name}_diameter"] = diameter_ratio(found)
                row[f"{name}_mean"], row[f"{name}_std"] = size_errors(found)
            rows.append(row)
            print(row, flush=True)
    return {"images": len(images)}, rows


def diameter_ratio(found: list[tuple[np.ndarray, np.ndarray]]) -> float:
    ratios = []
    for truth, labels in found:
        one, other, overlap = one_to_one(truth, labels)
        kept = overlap >= 0.5
        area, measured = np.bincount(truth.ravel()), np.bincount(labels.ravel())
        ratios.append(np.sqrt(measured[other[kept]] / area[one[kept]]))
    return round(float(np.median(np.concatenate(ratios))), 4)


def size_errors(found: list[tuple[np.ndarray, np.ndarray]]) -> tuple[float, float]:
    errors = []
    for labels in found:
        truth, measured = (2 * np.sqrt(np.bincount(image.ravel())[1:] / np.pi) for image in labels)
        if truth.size > 1 and measured.size > 1:
            errors.append((measured.mean() / truth.mean() - 1, measured.std() / truth.std() - 1))
    mean, std = np.abs(errors).mean(axis=0).round(4).tolist()
    return mean, std


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, help="folder of another network")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--fields", nargs="*", default=list(VARIANTS), help="fields to vary")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    segmenter = Segmenter.load(arguments.weights)
    summary, rows = tune(segmenter, arguments.fields)
    write(arguments.out, "tuning", summary, rows, segmenter)


if __name__ == "__main__":
    main()

"""Scores of the segmentation settings' neighbours, on training and tuning images only.

    OSTWALD_DATA=... python benchmarks/segmentation_tuning.py

Writes benchmarks/results/segmentation/tuning.json and tuning.csv. The thresholds in
``SegmentationSettings`` were chosen from this table; nothing that is reported is looked at.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
from segmentation import (
    RENDER_SEED,
    RESULTS,
    data_folder,
    dense_settings,
    pool,
    scores,
    write,
)

from ostwald.microscopy.segmentation import Segmenter
from ostwald.microscopy.segmentation.network_model import NetworkModel
from ostwald.microscopy.segmentation.scoring import match
from ostwald.microscopy.segmentation.training.emps import read_emps
from ostwald.microscopy.synthesis import render_micrograph

VARIANTS = {
    "score_diameters_px": ((12.0, 26.0), (20.0, 40.0), (26.0, 52.0)),
    "least_score_small": (0.56, 0.62, 0.68, 0.74),
    "least_score": (0.8, 0.85, 0.9),
    "saddle": (0.7, 0.75, 0.8),
    "target_diameter_px": (22.0, 26.0, 32.0),
    "foreground": (0.37, 0.4, 0.43),
}


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


def tune(segmenter: Segmenter) -> tuple[dict, list[dict]]:
    """Scores of the settings' neighbours, one field at a time, on training and tuning images.

    Uses training images of EMPS and rendered seeds of their own; never what is reported.
    """
    images = [(i.pixels, i.labels, "emps") for i in read_emps(data_folder(), False)[::20]]
    for index in range(6):
        seed = RENDER_SEED - 1000 + index
        settings = replace(dense_settings(np.random.default_rng(seed)), height=256, width=256)
        micrograph = render_micrograph(replace(settings, bar=None), seed)
        images.append((micrograph.pixels, micrograph.labels, "dense"))
    remembering = RememberingModel(segmenter.model)
    rows = []
    for field, values in VARIANTS.items():
        for value in values:
            variant = Segmenter(remembering, replace(segmenter.settings, **{field: value}))
            row: dict = {"field": field, "value": value}
            for name in ("emps", "dense"):
                chosen = [(p, t) for p, t, kind in images if kind == name]
                counts = pool([match(t, variant.segment(p).labels) for p, t in chosen])
                row.update({f"{name}_{k}": v for k, v in scores(counts).items()})
            rows.append(row)
            print(row, flush=True)
    return {"images": len(images)}, rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, help="folder of another network")
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    segmenter = Segmenter.load(arguments.weights)
    summary, rows = tune(segmenter)
    write(arguments.out, "tuning", summary, rows, segmenter)


if __name__ == "__main__":
    main()

"""Whether a doubt is raised where the particles are missed: HAADF images of supported catalysts.

    OSTWALD_DATA=/path/to/data python -m benchmarks doubts

Measures every image of ``tem/stem_boxes`` and counts a marked box as found where a particle's
middle lies in it and its area is a quarter of the box's to one and a half times it. Writes one row
an image to ``benchmarks/results/microscopy/doubts.csv``: marked, found, particles, grade, reasons.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from pathlib import Path

import numpy as np

from ostwald.microscopy import measure
from ostwald.microscopy.measure.table import ParticleTable
from ostwald.microscopy.segmentation import Segmenter
from ostwald.progress import track

OUT = Path(__file__).parent / "results" / "microscopy"
LEAST_AREA, LARGEST_AREA = 0.25, 1.5
"""Of the box; a disc fills 0.785 of it."""


def found_boxes(boxes: np.ndarray, table: ParticleTable) -> int:
    """Number of boxes (left, top, right, bottom in pixels) that hold a particle of like size."""
    x, y, area = (table.x_px, table.y_px, table.area_px)
    left, top, right, bottom = boxes.T[:, :, None]
    share = area / np.maximum((right - left) * (bottom - top), 1.0)
    within = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
    return int((within & (share >= LEAST_AREA) & (share <= LARGEST_AREA)).any(axis=1).sum())


def main() -> None:
    """Measure, count and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.parse_args()
    folder = Path(os.environ["OSTWALD_DATA"]) / "tem" / "stem_boxes"
    segmenter, rows = Segmenter.load(), []
    for path in track(sorted((folder / "images").iterdir()), "Measuring"):
        marks = np.loadtxt(folder / "labels" / f"{path.stem}.txt", ndmin=2)[:, 1:]
        measurement = measure(path, segmenter=segmenter)
        height, width = measurement.labels.shape
        middle, half = marks[:, :2] * (width, height), marks[:, 2:] * (width, height) / 2
        table = measurement.table
        found = found_boxes(np.hstack([middle - half, middle + half]), table)
        rows.append(
            {
                "image": path.name,
                "marked": len(marks),
                "found": found,
                "particles": len(table),
                "grade": measurement.trust.grade,
                "reasons": "; ".join(measurement.trust.reasons),
            }
        )
    missed = [row for row in rows if row["found"] < 0.5 * row["marked"]]
    result = {
        "command": "python -m benchmarks doubts " + " ".join(sys.argv[1:]),
        "images": len(rows),
        "less_than_half_found": len(missed),
        "of_these_doubted": sum(row["grade"] != "good" for row in missed),
        "doubted_where_half_or_more_are_found": sum(
            row["grade"] != "good" and row not in missed for row in rows
        ),
    }
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / "doubts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    (OUT / "doubts.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

"""Sizes of drawn discs, from one in the frame to thirty: a size must not hang on their number.

    python -m benchmarks few_particles [--threads 1] [--seed 8600 --out few_particles]

Discs of 12 to 60 px, in three kinds of blur and noise, dark on bright and bright on dark. Writes
``benchmarks/results/microscopy/few_particles.csv`` (one row a picture) and ``few_particles.json``,
or those of the name given.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from scipy import ndimage

from ostwald.microscopy import measure
from ostwald.microscopy.segmentation import Segmenter
from ostwald.progress import track

OUT = Path(__file__).parent / "results" / "microscopy"
DIAMETERS_PX = (12, 20, 30, 60)
COUNTS = (1, 3, 30)
KINDS = {"sharp": (0.7, 4.0, False), "usual": (1.2, 7.0, False), "poor": (1.8, 12.0, True)}
"""Blur in pixels, noise in grey values of 110 of contrast, and whether it is counting noise."""

SIDE_PX = 640
SEED = 8_600


def discs(diameter_px: float, count: int, kind: str, bright: bool, seed: int) -> np.ndarray:
    """Discs of one size, apart from one another, drawn with sixteen samples a pixel."""
    rng = np.random.default_rng(seed)
    blur, noise, counting = KINDS[kind]
    picture = np.zeros((SIDE_PX, SIDE_PX))
    places: list[np.ndarray] = []
    reach = round(diameter_px / 2) + 3
    fine = (np.arange(4 * (2 * reach + 1)) + 0.5) / 4 - 0.5 - reach
    while len(places) < count:
        place = rng.uniform(diameter_px, SIDE_PX - diameter_px, 2)
        if any(np.hypot(*(place - other)) < 1.3 * diameter_px + 4 for other in places):
            continue
        places.append(place)
        corner = np.floor(place).astype(int)
        rest = place - corner
        away = np.hypot(fine[:, None] - rest[0], fine[None, :] - rest[1])
        stamp = (away <= diameter_px / 2).reshape(2 * reach + 1, 4, -1, 4).mean(axis=(1, 3))
        rows, columns = (slice(c - reach, c + reach + 1) for c in corner)
        picture[rows, columns] = np.maximum(picture[rows, columns], stamp)
    picture = ndimage.gaussian_filter(picture, blur)
    film = 60.0 if bright else 170.0
    picture = film + (110 if bright else -110) * picture
    if counting:
        dose = (film / noise) ** 2
        picture = rng.poisson(picture / film * dose) / dose * film
    else:
        picture = picture + noise * rng.standard_normal(picture.shape)
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def main() -> None:
    """Draw, measure, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", default="few_particles", help="name of the results")
    options = parser.parse_args()
    segmenter = Segmenter.load(threads=options.threads)
    rows = []
    cases = list(itertools.product(DIAMETERS_PX, COUNTS, KINDS))
    for number, (diameter, count, kind) in enumerate(track(cases, "Discs")):
        bright = number % 2 == 1
        found = measure(
            discs(diameter, count, kind, bright, options.seed + number), segmenter=segmenter
        )
        size = found.size_px
        interval = size.mean_ci95 if size else None
        rows.append(
            {
                "diameter_px": diameter,
                "discs": count,
                "kind": kind,
                "bright": int(bright),
                "found_whole": int(found.table.whole.sum()),
                "mean_error_percent": round(100 * (size.mean / diameter - 1), 2) if size else None,
                "interval_covers": None
                if interval is None
                else int(interval[0] <= diameter <= interval[1]),
                "grade": found.trust.grade,
            }
        )
    errors = [
        (row["diameter_px"], abs(row["mean_error_percent"]))
        for row in rows
        if row["mean_error_percent"] is not None
    ]
    covered = [row["interval_covers"] for row in rows if row["interval_covers"] is not None]
    summary = {
        "command": "python -m benchmarks few_particles " + " ".join(sys.argv[1:]),
        "commit": subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
        ).stdout.strip(),
        "seed": options.seed,
        "pictures": len(rows),
        "right_count": sum(row["found_whole"] == row["discs"] for row in rows),
        "from_20_px_within_2_percent": f"{sum(e <= 2 for d, e in errors if d >= 20)} of "
        f"{sum(d >= 20 for d, _ in errors)}",
        "of_12_px_within_3_percent": f"{sum(e <= 3 for d, e in errors if d < 20)} of "
        f"{sum(d < 20 for d, _ in errors)}",
        "worst_percent": max(e for _, e in errors),
        "interval_covers": f"{sum(covered)} of {len(covered)}",
    }
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / f"{options.out}.csv").open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    (OUT / f"{options.out}.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(summary, indent=1))


if __name__ == "__main__":
    main()

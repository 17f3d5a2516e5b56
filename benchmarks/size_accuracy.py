"""Mean and spread of sizes on rendered micrographs with known truth.

    python -m benchmarks size_accuracy [--truth-only]

For each of the eleven shapes and several diameters a field of particles is rendered and measured
twice: with the true labels (the error of the measurement alone) and with the labels of the
shipped network (the error of the whole program). Writes
``benchmarks/results/microscopy/size_accuracy.csv`` and ``size_accuracy.json``.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from ostwald.microscopy.io import Micrograph
from ostwald.microscopy.measure import ParticleTable, measure_particles
from ostwald.microscopy.measurement import default_segmenter, measure
from ostwald.microscopy.synthesis import OUTLINE_SHAPES, RenderSettings, render_micrograph
from ostwald.microscopy.synthesis.render import RenderedMicrograph
from ostwald.progress import track

OUT = Path(__file__).parent / "results" / "microscopy"
DIAMETERS_PX = (8, 12, 20, 40)
SEED = 4_100


def field(shape: str, diameter_px: float, seed: int) -> RenderedMicrograph:
    """A field of separate particles of one shape, 10 % wide in size."""
    settings = RenderSettings(
        height=768,
        width=768,
        nm_per_px=0.5,
        shapes=(shape,),
        diameter_nm=diameter_px * 0.5,
        size_spread=0.10,
        coverage=0.22,
        max_overlap=0.0,
        optical_depth=0.8,
        dose=600,
    )
    return render_micrograph(settings, seed)


def compared(rendered: RenderedMicrograph, table: ParticleTable, how: str) -> dict[str, object]:
    """Mean and spread of the whole particles against the truth."""
    truth_table = measure_particles(rendered.labels)
    truth = rendered.diameters_nm[truth_table.particle[truth_table.whole] - 1]
    found = table.diameter_nm[table.whole]
    shapes = Counter(table.shape[table.whole].tolist())
    return {
        "labels": how,
        "particles": truth.size,
        "found": found.size,
        "true_mean_nm": round(float(truth.mean()), 4),
        "mean_error_percent": round(100 * float(found.mean() / truth.mean() - 1), 2),
        "true_std_nm": round(float(truth.std(ddof=1)), 4),
        "std_error_percent": round(100 * float(found.std(ddof=1) / truth.std(ddof=1) - 1), 1),
        "shape_share": round(shapes[rendered.shapes[0]] / found.size, 3),
    }


def main() -> None:
    """Render, measure, compare, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--truth-only", action="store_true", help="without the network")
    options = parser.parse_args()
    rows: list[dict[str, object]] = []
    cases = [(shape, size) for shape in OUTLINE_SHAPES for size in DIAMETERS_PX]
    for number, (shape, size) in enumerate(track(cases, "Rendering and measuring")):
        rendered = field(shape, size, SEED + number)
        case = {"shape": shape, "diameter_px": size}
        exact = measure_particles(rendered.labels, rendered.pixels, rendered.nm_per_px)
        rows.append({**case, **compared(rendered, exact, "true")})
        if not options.truth_only:
            picture = Micrograph.from_array(rendered.pixels, nm_per_px=rendered.nm_per_px)
            found = measure(picture, segmenter=default_segmenter()).table
            rows.append({**case, **compared(rendered, found, "network")})
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    summary: dict[str, object] = {
        "command": "python -m benchmarks size_accuracy " + " ".join(sys.argv[1:]),
        "commit": commit,
        "seed": SEED,
    }
    for how in dict.fromkeys(str(row["labels"]) for row in rows):
        group = [row for row in rows if row["labels"] == how]
        means = np.abs([row["mean_error_percent"] for row in group])
        spreads = np.abs([row["std_error_percent"] for row in group])
        summary[how] = {
            "cases": len(group),
            "worst_mean_error_percent": float(means.max()),
            "mean_within_2_percent": int(np.sum(means <= 2)),
            "worst_std_error_percent": float(spreads.max()),
            "std_within_10_percent": int(np.sum(spreads <= 10)),
        }
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / "size_accuracy.csv").open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    (OUT / "size_accuracy.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(summary, indent=1))


if __name__ == "__main__":
    main()

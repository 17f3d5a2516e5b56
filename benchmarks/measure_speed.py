"""How long a micrograph takes, from opening the file to the table of its particles.

    python -m benchmarks measure_speed [--large]

A rendered 1024 x 1024 picture with about 300 particles and a scale bar is measured with the
models loaded, all checks and doubts included; with ``--large`` a frame of 8192 x 8192 too, with the
peak of the memory. Writes
``benchmarks/results/microscopy/measure_speed.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import tifffile

from ostwald.microscopy.batch.results import write_measurement
from ostwald.microscopy.field import find_field
from ostwald.microscopy.field.panels import find_panels
from ostwald.microscopy.io import read_micrograph
from ostwald.microscopy.measure import measure_particles
from ostwald.microscopy.measurement import ParticleFinder, default_segmenter, measure
from ostwald.microscopy.scale import find_scale
from ostwald.microscopy.synthesis import BarStyle, RenderSettings, render_micrograph

OUT = Path(__file__).parent / "results" / "microscopy"
REPEATS = 5


def draw(path: Path) -> None:
    """A 1024 x 1024 picture with about 300 particles and a scale bar, as 8-bit TIFF."""
    settings = RenderSettings(
        height=1024,
        width=1024,
        nm_per_px=0.25,
        diameter_nm=6.5,
        coverage=0.17,
        max_overlap=0.0,
        bar=BarStyle(text_px=40, thickness_px=8),
    )
    rendered = render_micrograph(settings, 11)
    tifffile.imwrite(path, np.clip(rendered.pixels * 255, 0, 255).astype(np.uint8))


def stages(path: Path, segmenter: ParticleFinder) -> dict[str, float]:
    """Seconds from opening the file to the table as CSV, and of the costly stages alone, once."""
    begun, processor = time.perf_counter(), time.process_time()
    measurement = measure(path, segmenter=segmenter)
    measurement.table.to_csv()
    total, processor = time.perf_counter() - begun, time.process_time() - processor
    marks = [time.perf_counter()]
    micrograph = read_micrograph(path)
    find_panels(micrograph.pixels)
    find_field(micrograph.pixels)
    marks.append(time.perf_counter())
    scale = find_scale(micrograph)
    marks.append(time.perf_counter())
    found = segmenter.segment(micrograph.pixels, scale.excluded)
    marks.append(time.perf_counter())
    table = measure_particles(
        found.labels, micrograph.pixels, scale.nm_per_px, found.scores, scale.excluded
    )
    table.to_csv()
    marks.append(time.perf_counter())
    names = ("reading, what is specimen", "scale", "segmentation", "measuring and CSV")
    return {
        **dict(zip(names, np.diff(marks).tolist(), strict=True)),
        "total": total,
        "processor time": processor,
        "particles": len(measurement.table),
    }


def small(folder: Path) -> dict[str, object]:
    """Median of several runs on the small picture, models loaded."""
    path = folder / "small.tif"
    draw(path)
    segmenter = default_segmenter()
    stages(path, segmenter)
    runs = [stages(path, segmenter) for _ in range(REPEATS)]
    result: dict[str, object] = {
        name: round(float(np.median([run[name] for run in runs])), 3) for name in runs[0]
    }
    started = time.perf_counter()
    write_measurement(measure(path, segmenter=segmenter), folder / "out", "small")
    result["with overlay, labels and histogram"] = round(time.perf_counter() - started, 3)
    return result


def large(folder: Path) -> dict[str, object]:
    """One run on a frame of 8192 x 8192 pixels."""
    tile = folder / "small.tif"
    frame = np.tile(tifffile.imread(tile)[:900, :1024], (10, 8))[:8192, :8192]
    path = folder / "large.tif"
    tifffile.imwrite(path, frame)
    started = time.perf_counter()
    measurement = measure(path, nm_per_px=0.25)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return {
        "seconds": round(seconds, 1),
        "particles": len(measurement.table),
        "peak_gib": round(peak, 2),
    }


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    with tempfile.TemporaryDirectory() as name:
        result: dict[str, object] = {
            "command": "python -m benchmarks measure_speed " + " ".join(sys.argv[1:]),
            "commit": commit,
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "load_average_at_start": round(os.getloadavg()[0], 2),
            "1024 x 1024 (median seconds)": small(Path(name)),
        }
        if options.large:
            result["8192 x 8192"] = large(Path(name))
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "measure_speed.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

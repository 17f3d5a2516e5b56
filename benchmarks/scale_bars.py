"""How well scale bars are found and read: real micrographs and rendered ones.

    OSTWALD_DATA=/path/to/data python -m benchmarks scale_bars [--rendered 200]

Writes ``benchmarks/results/microscopy/scale_bars.csv`` (one row an image) and ``scale_bars.json``.
A reading is *right* when the value is and the length is within 1 % of the reference (where there
is one), *none* when no scale was given, *wrong* otherwise: the last must never happen.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from ostwald.microscopy.io import Micrograph, read_micrograph
from ostwald.microscopy.scale import Scale, find_scale
from ostwald.microscopy.synthesis import RenderSettings, render_micrograph
from ostwald.microscopy.synthesis.sampling import random_bar
from ostwald.progress import track

OUT = Path(__file__).parent / "results" / "microscopy"

# Values that the index does not give, read by eye, and lengths in pixels counted by eye in
# crops of both ends at twelvefold magnification.
BY_EYE_NM = {
    "80nmAuNP_009.jpg": 100,
    "A800AuNR_003.jpg": 50,
    "AuNP80nm_003.jpg": 500,
    "AuNP80nm_006.jpg": 500,
    "AuNR660_003.jpg": 1000,
    "AuNR660_006.jpg": 200,
    "AuNR660_009.jpg": 200,
    "AuNR660_012.jpg": 200,
    "AuNR660_015.jpg": 200,
    "1-0001.tif": 50,
    "1-0007_7.png": 200,
    "1-0021_9_v2.png": 100,
    "2-0018_32.png": 50,
}
BY_EYE_PX = {
    "80nmAuNP_001.jpg": 409,
    "80nmAuNP_007.jpg": 491,
    "A800AuNR_005.jpg": 409,
    "A800AuNR_007.jpg": 245,
    "AuNR660_003.jpg": 493,
    "1-0001.tif": 231,
    "1-0007_7.png": 176,
    "2-0018_32.png": 190,
}


def real_rows(data: Path) -> list[dict[str, object]]:
    """Read the bars of the two real sets with known values."""
    gold = data / "tem" / "gold_unlabelled"
    with (gold / "index.csv").open(encoding="utf-8") as handle:
        known = {
            r["name"]: float(r["scale_bar_nm"]) for r in csv.DictReader(handle) if r["scale_bar_nm"]
        }
    files = sorted(gold.glob("*.jpg")) + sorted((data / "tem" / "gu2025_unlabelled").iterdir())
    rows = []
    for path in track(files, "Real bars"):
        micrograph = read_micrograph(path)
        started = time.perf_counter()
        scale = find_scale(micrograph)
        seconds = time.perf_counter() - started
        source = "index" if path.name in known else "by eye"
        value = known.get(path.name, BY_EYE_NM.get(path.name))
        rows.append(
            row(
                path.parent.name, path.name, source, value, BY_EYE_PX.get(path.name), scale, seconds
            )
        )
    return rows


def rendered_rows(count: int) -> list[dict[str, object]]:
    """Read bars of every style that the renderer knows."""
    rows = []
    for seed in track(range(count), "Rendered bars"):
        rng = np.random.default_rng(77_000 + seed)
        nm_per_px = float(np.exp(rng.uniform(np.log(0.05), np.log(5.0))))
        shapes = ("sphere", "cube", "rod", "irregular")
        settings = RenderSettings(
            height=512,
            width=640,
            nm_per_px=nm_per_px,
            shapes=(shapes[seed % 4],),
            diameter_nm=float(rng.uniform(8, 50)) * nm_per_px,
            coverage=float(rng.uniform(0.05, 0.5)),
            mode=("bright field", "bright field", "dark field")[seed % 3],
            bar=random_bar(rng, 512),
        )
        rendered = render_micrograph(settings, seed)
        if rendered.bar is None:
            continue
        picture = np.clip(np.round(rendered.pixels * 255), 0, 255).astype(np.uint8)
        started = time.perf_counter()
        scale = find_scale(Micrograph.from_array(picture))
        seconds = time.perf_counter() - started
        bar = rendered.bar
        name = f"seed {seed}: {bar.text}"
        rows.append(row("rendered", name, "drawn", bar.value_nm, bar.length_px, scale, seconds))
    return rows


def row(
    group: str,
    image: str,
    reference: str,
    value_nm: float | None,
    length_px: float | None,
    scale: Scale,
    seconds: float,
) -> dict[str, object]:
    """One line of the table."""
    if scale.source != "scale bar":
        verdict = "none"
    else:
        same_value = value_nm is not None and abs(scale.bar_value_nm - value_nm) < 1e-6 * value_nm
        same_length = length_px is None or abs(scale.bar_length_px - length_px) <= 0.01 * length_px
        verdict = "right" if same_value and same_length else "wrong"
    return {
        "set": group,
        "image": image,
        "reference": reference,
        "true_value_nm": value_nm,
        "true_length_px": length_px,
        "value_nm": scale.bar_value_nm,
        "length_px": scale.bar_length_px,
        "confidence": scale.confidence,
        "verdict": verdict,
        "warning": "; ".join(scale.warnings),
        "seconds": round(seconds, 3),
    }


def counts(rows: list[dict[str, object]]) -> dict[str, int]:
    """Number of rows by verdict."""
    return {name: sum(r["verdict"] == name for r in rows) for name in ("right", "none", "wrong")}


def main() -> None:
    """Run both parts and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rendered", type=int, default=200)
    options = parser.parse_args()
    rows = real_rows(Path(os.environ["OSTWALD_DATA"])) + rendered_rows(options.rendered)
    groups = {
        "gold_unlabelled, value in its index": [r for r in rows if r["reference"] == "index"],
        "gold_unlabelled, value by eye": [
            r for r in rows if r["set"] == "gold_unlabelled" and r["reference"] == "by eye"
        ],
        "gu2025_unlabelled, value by eye": [r for r in rows if r["set"] == "gu2025_unlabelled"],
        "rendered": [r for r in rows if r["set"] == "rendered"],
    }
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    summary = {
        "command": "python -m benchmarks scale_bars " + " ".join(sys.argv[1:]),
        "commit": commit,
        "results": {name: counts(group) for name, group in groups.items()},
        "median_seconds": round(float(np.median([r["seconds"] for r in rows])), 3),
    }
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / "scale_bars.csv").open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    (OUT / "scale_bars.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(summary, indent=1))


if __name__ == "__main__":
    main()

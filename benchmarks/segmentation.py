"""Regenerate the segmentation figures: real validation images, rendered fields, speed.

    OSTWALD_DATA=... python -m benchmarks segmentation [emps rendered colloidal speed large]

Writes JSON and one CSV row an image to benchmarks/results/segmentation/. Needs the data folder
for ``emps`` and ``colloidal``.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from ostwald.microscopy.segmentation import Segmenter
from ostwald.microscopy.segmentation.baseline import otsu_watershed
from ostwald.microscopy.segmentation.scoring import THRESHOLDS, MatchCounts, match, one_to_one
from ostwald.microscopy.segmentation.training.emps import LabelledImage, read_emps
from ostwald.microscopy.synthesis import (
    RenderedMicrograph,
    RenderSettings,
    random_settings,
    render_micrograph,
)
from ostwald.microscopy.synthesis.sampling import random_bar
from ostwald.microscopy.synthesis.visibility import with_rose_ratio

RESULTS = Path(__file__).parent / "results" / "segmentation"
RENDER_SEED = 20_260_000
"""Training draws its seeds from a range of 2^62; the chance that it met one of these is nil."""

ZERO = MatchCounts(0, 0, 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["emps", "rendered", "colloidal", "speed"])
    parser.add_argument("--weights", type=Path, help="folder of another network")
    parser.add_argument("--out", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    segmenter = Segmenter.load(arguments.weights)
    arguments.out.mkdir(parents=True, exist_ok=True)
    runs = {
        "emps": emps,
        "rendered": rendered,
        "colloidal": colloidal,
        "speed": speed,
        "large": large,
    }
    for part in arguments.parts:
        summary, rows = runs[part](segmenter)
        write(arguments.out, part, summary, rows, segmenter)
        print(part, json.dumps(summary, indent=1))


def write(out: Path, part: str, summary: dict, rows: list[dict], segmenter: Segmenter) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, cwd=Path(__file__).parent
    ).stdout.strip()
    document = {
        "format_version": 1,
        "benchmark": part,
        "results": summary,
        "weights_sha256": segmenter.model.description["sha256"],
        "training": segmenter.model.description["training"],
        "seed": RENDER_SEED,
        "commit": commit,
        "command": " ".join(["python -m benchmarks", Path(sys.argv[0]).stem, *sys.argv[1:]]),
    }
    (out / f"{part}.json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    if rows:
        with (out / f"{part}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def data_folder() -> Path:
    value = os.environ.get("OSTWALD_DATA")
    if not value:
        sys.exit("set OSTWALD_DATA to the data folder")
    return Path(value)


def scores(counts: dict[float, MatchCounts]) -> dict[str, float]:
    return {f"ap_{t:g}": round(counts[t].average_precision, 4) for t in THRESHOLDS}


def count_columns(counts: dict[float, MatchCounts], prefix: str = "") -> dict[str, int]:
    first = counts[THRESHOLDS[0]]
    return {
        f"{prefix}marked": first.true_positives + first.false_negatives,
        f"{prefix}found": first.true_positives + first.false_positives,
        **{f"{prefix}tp_{t:g}": counts[t].true_positives for t in THRESHOLDS},
    }


def pool(many: list[dict[float, MatchCounts]]) -> dict[float, MatchCounts]:
    return {t: sum((counts[t] for counts in many), ZERO) for t in THRESHOLDS}


def emps(segmenter: Segmenter) -> tuple[dict, list[dict]]:
    """The validation fifth of EMPS, split by DOI, which no choice was made on."""
    return score_images(segmenter, read_emps(data_folder(), validation=True))


def score_images(segmenter: Segmenter, images: list[LabelledImage]) -> tuple[dict, list[dict]]:
    rows, network, unsettled, classical, dark = [], [], [], [], []
    # The marks were drawn by hand, outside the edges; so outlines before they are moved to the
    # edges of the image are scored, too.
    plain = Segmenter(segmenter.model, replace(segmenter.settings, settle_edges=False))
    for image in images:
        result = segmenter.segment(image.pixels)
        network.append(match(image.labels, result.labels))
        found = plain.segment(image.pixels)
        unsettled.append(match(image.labels, found.labels))
        classical.append(match(image.labels, otsu_watershed(image.pixels)))
        dark.append(image.dark_particles)
        rows.append(
            {
                "name": image.name,
                "doi": image.doi,
                "dark_particles": int(image.dark_particles),
                "median_diameter_px": round(image.median_diameter_px, 1),
                "magnification": round(result.magnification, 4),
                **count_columns(network[-1]),
                **count_columns(unsettled[-1], "unsettled_"),
                **count_columns(classical[-1], "otsu_"),
            }
        )
    summary = {}
    for name, chosen in (
        ("dark_particles", [i for i, is_dark in enumerate(dark) if is_dark]),
        ("all", list(range(len(images)))),
    ):
        summary[name] = {
            "images": len(chosen),
            "papers": len({images[i].doi for i in chosen}),
            "particles": sum(rows[i]["marked"] for i in chosen),
            "network": scores(pool([network[i] for i in chosen])),
            "network_before_settling": scores(pool([unsettled[i] for i in chosen])),
            "otsu_watershed": scores(pool([classical[i] for i in chosen])),
        }
    return summary, rows


def dense_settings(rng: np.random.Generator) -> RenderSettings:
    """A dense field of small particles under ordinary conditions, as a chemist's grid shows it."""
    diameter = float(np.exp(rng.uniform(np.log(6), np.log(20))))
    return RenderSettings(
        height=512,
        width=512,
        nm_per_px=0.5,
        shapes=(str(rng.choice(["sphere", "sphere", "sphere", "irregular", "hexagon", "cube"])),),
        diameter_nm=0.5 * diameter,
        size_spread=float(rng.uniform(0.04, 0.12)),
        arrangement=str(rng.choice(["monolayer", "superlattice", "clusters"])),
        coverage=float(rng.uniform(0.4, 0.8)),
        gap=float(rng.uniform(0.05, 0.3)),
        max_overlap=0.1,
        optical_depth=float(np.exp(rng.uniform(np.log(0.3), np.log(1.2)))),
        diffraction_spread=float(rng.uniform(0.05, 0.35)),
        texture=float(rng.uniform(0, 0.2)),
        film_grain=float(rng.uniform(0.01, 0.04)),
        film_grain_px=float(rng.uniform(0.6, 2)),
        clouds=float(rng.uniform(0, 0.05)),
        gradient=float(rng.uniform(0, 0.3)),
        dose=float(np.exp(rng.uniform(np.log(150), np.log(2000)))),
        noise_blur_px=float(rng.uniform(0, 1)),
        fringe=float(rng.uniform(-0.2, 0.5)),
        blur_px=float(rng.uniform(0.4, 0.9)),
        bar=random_bar(rng, 512),
    )


def hard_settings(rng: np.random.Generator) -> RenderSettings:
    """The same over everything that training draws, down to the limit of visibility."""
    return replace(
        random_settings(rng, 512, (6.0, 20.0)),
        arrangement=str(rng.choice(["monolayer", "superlattice", "clusters"])),
        coverage=float(rng.uniform(0.4, 0.8)),
        gap=float(rng.uniform(0.05, 0.3)),
        max_overlap=0.1,
        mode="bright field",
        debris_fraction=0.0,
    )


def mixed_settings(rng: np.random.Generator) -> RenderSettings:
    """Anything that the generator draws."""
    return random_settings(rng, 512, (8.0, 120.0))


def noisy_settings(rng: np.random.Generator) -> RenderSettings:
    """Small particles in noise near the limit of visibility: Rose's ratio of 5 to 9."""
    diameter = float(np.exp(rng.uniform(np.log(12), np.log(26))))
    settings = RenderSettings(
        height=384,
        width=384,
        nm_per_px=0.5,
        shapes=(str(rng.choice(["sphere", "sphere", "hexagon", "irregular"])),),
        diameter_nm=0.5 * diameter,
        size_spread=0.1,
        arrangement=str(rng.choice(["deposit", "monolayer", "clusters"])),
        coverage=float(rng.uniform(0.1, 0.5)),
        gap=float(rng.uniform(0.1, 0.5)),
        optical_depth=float(rng.uniform(0.2, 0.7)),
        film_grain=float(rng.uniform(0, 0.1)),
        film_cutoff_px=float(rng.choice([0, rng.uniform(3, 7)])),
        clouds=0.02,
        noise_blur_px=float(rng.uniform(0.6, 1.4)),
        blur_px=0.8,
    )
    return with_rose_ratio(settings, float(rng.uniform(5, 9)), exactly=True)


SETS = (
    ("dense_6_20_px", dense_settings, 0),
    ("dense_6_20_px_hard", hard_settings, 250),
    ("mixed_8_120_px", mixed_settings, 500),
    ("noisy_12_26_px", noisy_settings, 750),
)
IMAGES_A_SET = 16


def rendered(segmenter: Segmenter) -> tuple[dict, list[dict]]:
    """Rendered micrographs of unseen seeds, with known truth."""
    summary, rows = {}, []
    for name, draw, offset in SETS:
        network, classical = [], []
        for index in range(IMAGES_A_SET):
            seed = RENDER_SEED + offset + index
            settings = draw(np.random.default_rng(seed))
            micrograph = render_micrograph(settings, seed)
            excluded = micrograph.bar.mask if micrograph.bar else None
            result = segmenter.segment(micrograph.pixels, excluded)
            truth = micrograph.labels.copy()
            if excluded is not None:
                truth = without_hidden(truth, excluded)
            network.append(match(truth, result.labels))
            classical.append(match(truth, otsu_watershed(micrograph.pixels)))
            rows.append(
                {
                    "set": name,
                    "seed": seed,
                    "diameter_px": round(settings.diameter_px, 2),
                    "shapes": "+".join(settings.shapes),
                    "arrangement": settings.arrangement,
                    "mode": settings.mode,
                    "magnification": round(result.magnification, 4),
                    **diameter_columns(truth, result.labels),
                    **visible_columns(micrograph, truth, result.labels),
                    **count_columns(network[-1]),
                    **count_columns(classical[-1], "otsu_"),
                }
            )
        summary[name] = {
            "images": IMAGES_A_SET,
            "particles": sum(row["marked"] for row in rows if row["set"] == name),
            "share_found_of_visible": round(
                sum(row["visible_found"] for row in rows if row["set"] == name)
                / max(1, sum(row["visible"] for row in rows if row["set"] == name)),
                4,
            ),
            "network": scores(pool(network)),
            "otsu_watershed": scores(pool(classical)),
        }
    return summary, rows


def without_hidden(truth: np.ndarray, excluded: np.ndarray) -> np.ndarray:
    """Leave out particles that lie mostly under the scale bar."""
    area = np.bincount(truth.ravel())
    hidden = np.bincount(truth[excluded], minlength=area.size)
    gone = hidden > 0.5 * area
    return np.where(gone[truth], 0, truth)


VISIBLE = 5.0
"""Rose's ratio from which on an eye finds a particle."""


def visible_columns(
    micrograph: RenderedMicrograph, truth: np.ndarray, found: np.ndarray
) -> dict[str, int]:
    """How many particles an eye would see, and how many of them were found at IoU 0.5."""
    seen = np.concatenate([[False], micrograph.visibility >= VISIBLE])
    seen &= np.bincount(truth.ravel(), minlength=seen.size) > 0
    marked, _, overlap = one_to_one(truth, found)
    return {"visible": int(seen.sum()), "visible_found": int(seen[marked[overlap >= 0.5]].sum())}


def diameter_columns(truth: np.ndarray, found: np.ndarray) -> dict[str, float]:
    values = {}
    for name, labels in (("true", truth), ("measured", found)):
        area = np.bincount(labels.ravel())[1:]
        diameter = 2 * np.sqrt(area[area > 0] / np.pi)
        values[f"{name}_mean_diameter_px"] = (
            round(float(diameter.mean()), 3) if diameter.size else 0
        )
    return values


def colloidal(segmenter: Segmenter) -> tuple[dict, list[dict]]:
    """Share of marked particles found in images whose masks are incomplete.

    The masks are blocky and merge touching particles. ``all`` counts every connected component of
    at least 20 px; ``single`` leaves out those whose area is not within 0.4 to 2 times the
    image's median, which are pieces or merged groups.
    """
    folder = data_folder() / "tem" / "colloidal_partial"
    rows = []
    for picture in sorted((folder / "images").iterdir()):
        pixels = np.asarray(Image.open(picture).convert("L"), np.float32)
        mask_file = next((folder / "masks").glob(f"{picture.stem}.*"))
        truth, _ = ndimage.label(np.asarray(Image.open(mask_file).convert("L")) > 127)
        area = np.bincount(truth.ravel())
        area[0] = 0
        usable = area >= 20
        median = float(np.median(area[usable]))
        single = usable & (area >= 0.4 * median) & (area <= 2 * median)
        result = segmenter.segment(pixels)
        marked, _, overlap = one_to_one(truth, result.labels)
        hits = marked[overlap >= 0.5]
        rows.append(
            {
                "name": picture.stem,
                "median_diameter_px": round(2 * np.sqrt(median / np.pi), 1),
                "magnification": round(result.magnification, 4),
                "found_in_all": len(result.scores),
                "marked": int(usable.sum()),
                "hits": int(usable[hits].sum()),
                "marked_single": int(single.sum()),
                "hits_single": int(single[hits].sum()),
            }
        )
    total = {key: sum(row[key] for row in rows) for key in list(rows[0])[3:]}
    summary = {
        "images": len(rows),
        **total,
        "share_found_all": round(total["hits"] / total["marked"], 4),
        "share_found_single": round(total["hits_single"] / total["marked_single"], 4),
    }
    return summary, rows


def speed(segmenter: Segmenter) -> tuple[dict, list[dict]]:
    """Seconds for a 1024 x 1024 image with about 300 particles, best of five after a warm-up."""
    settings = RenderSettings(
        height=1024, width=1024, nm_per_px=0.25, diameter_nm=9.0, coverage=0.29, max_overlap=0.02
    )
    micrograph = render_micrograph(settings, RENDER_SEED)
    times = []
    for _ in range(6):
        start = time.perf_counter()
        result = segmenter.segment(micrograph.pixels)
        times.append(time.perf_counter() - start)
    return {
        "particles": len(micrograph.shapes),
        "found": len(result.scores),
        "magnification": round(result.magnification, 4),
        "seconds_best": round(min(times[1:]), 3),
        "seconds_all": [round(t, 3) for t in times],
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[0],
    }, []


def large(segmenter: Segmenter) -> tuple[dict, list[dict]]:
    """Seconds and peak memory for a frame of 8192 x 8192 pixels."""
    settings = RenderSettings(
        height=2048, width=2048, nm_per_px=0.25, diameter_nm=6.0, coverage=0.35, max_overlap=0.05
    )
    quarter = render_micrograph(settings, RENDER_SEED)
    pixels = np.tile((quarter.pixels * 255).astype(np.uint8), (4, 4))
    del quarter
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    result = segmenter.segment(pixels)
    return {
        "found": len(result.scores),
        "magnification": round(result.magnification, 4),
        "seconds": round(time.perf_counter() - start, 1),
        "peak_memory_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
        "memory_before_gb": round(before / 1e6, 2),
        "cores": os.cpu_count(),
        "load_average": os.getloadavg()[0],
    }, []


if __name__ == "__main__":
    main()

"""Render the example micrographs in ``examples/micrographs``.

    python scripts/render_examples.py

The files are drawn, not recorded: nothing in them comes from a real microscope. Each has a CSV
beside it with the true diameter and shape of every particle.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

from ostwald.microscopy.synthesis import (
    BarStyle,
    RenderedMicrograph,
    RenderSettings,
    render_micrograph,
)

FOLDER = Path(__file__).parent.parent / "examples" / "micrographs"


@dataclass(frozen=True)
class Example:
    """One example: file name, what it shows, and its seed."""

    file: str
    settings: RenderSettings
    seed: int


EXAMPLES = (
    Example(
        "pbse_monolayer.png",
        RenderSettings(
            height=480,
            width=640,
            nm_per_px=0.5,
            diameter_nm=7.0,
            size_spread=0.07,
            arrangement="monolayer",
            coverage=0.55,
            gap=0.2,
            max_overlap=0.05,
            optical_depth=0.5,
            dose=250,
            bar=BarStyle(text_px=26, thickness_px=5),
        ),
        1,
    ),
    Example(
        "au_spheres_no_bar.tif",
        RenderSettings(
            height=400,
            width=500,
            nm_per_px=0.25,
            diameter_nm=12.0,
            size_spread=0.1,
            coverage=0.12,
            max_overlap=0.02,
            optical_depth=1.4,
            dose=600,
        ),
        2,
    ),
    Example(
        "ag_cubes_strip.png",
        RenderSettings(
            height=420,
            width=560,
            nm_per_px=0.8,
            shapes=("cube",),
            diameter_nm=36.0,
            size_spread=0.06,
            arrangement="clusters",
            coverage=0.3,
            gap=0.25,
            max_overlap=0.03,
            optical_depth=1.1,
            dose=500,
            bar=BarStyle(strip=True, colour=1.0, corner="bottom right", text_px=22),
        ),
        3,
    ),
    Example(
        "cdse_rods_dark_field.png",
        RenderSettings(
            height=420,
            width=420,
            nm_per_px=0.4,
            shapes=("rod",),
            diameter_nm=12.0,
            size_spread=0.1,
            coverage=0.2,
            max_overlap=0.02,
            mode="dark field",
            optical_depth=1.0,
            dose=400,
            bar=BarStyle(colour=1.0, text_px=22, corner="bottom right"),
        ),
        4,
    ),
)


def main() -> None:
    """Write every example."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for example in EXAMPLES:
        micrograph = render_micrograph(example.settings, example.seed)
        path = FOLDER / example.file
        write_image(path, micrograph)
        write_truth(path.with_suffix(".truth.csv"), micrograph)
        print(f"{path.name}: {len(micrograph.shapes)} particles, {path.stat().st_size} bytes")


def write_image(path: Path, micrograph: RenderedMicrograph) -> None:
    """Write eight-bit grey; a TIFF carries its pixel size as ImageJ writes it."""
    grey = np.round(micrograph.pixels * 255).astype(np.uint8)
    if path.suffix == ".tif":
        per_nm = 1 / micrograph.nm_per_px
        tifffile.imwrite(
            path, grey, imagej=True, resolution=(per_nm, per_nm), metadata={"unit": "nm"}
        )
    else:
        Image.fromarray(grey).save(path, optimize=True)


def write_truth(path: Path, micrograph: RenderedMicrograph) -> None:
    """Write the true equal-area diameter and shape of every particle."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["particle", "diameter_nm", "shape"])
        rows = zip(micrograph.diameters_nm, micrograph.shapes, strict=True)
        writer.writerows((i, f"{d:.3f}", s) for i, (d, s) in enumerate(rows, start=1))


if __name__ == "__main__":
    main()

"""Whether figures are told from micrographs: real pictures alone, cropped, and put side by side.

    OSTWALD_DATA=/path/to/data python -m benchmarks panels

Every picture of ``tem`` is one micrograph as it is, as a part of it at another size, and with a
step of brightness half way. Figures are made of two to six parts of such pictures, or of drawn
discs on one film, with gutters of 1 to 8 pixels or none, half of them compressed. Writes one row
a picture to ``benchmarks/results/microscopy/panels.csv``: kind, sources, parts, parts found.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from ostwald.microscopy.field import find_panels
from ostwald.progress import track

OUT = Path(__file__).parent / "results" / "microscopy"
SUFFIXES = (".png", ".jpg", ".jpeg", ".tif")
NO_PICTURES = ("mask", "segmaps", "label")
"""In the names of folders of what belongs to pictures."""

LARGEST_PX = 2600
FIGURES, SEED = 120, 7000
LAYOUTS = ((2, 1), (1, 2), (2, 2), (3, 1), (3, 2))

Grey = NDArray[np.float32]
Part = Callable[[int, int], tuple[Grey, str]]


def compressed(picture: Grey, rng: np.random.Generator) -> Grey:
    """The picture after JPEG, one time of two."""
    if rng.random() < 0.5:
        return picture
    file = io.BytesIO()
    quality = int(rng.choice([75, 85, 92]))
    Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file), np.float32)


def real_part(pictures: dict[str, Image.Image], rng: np.random.Generator) -> Part:
    """Parts of real pictures that fill a panel."""
    names = sorted(pictures)

    def part(width: int, height: int) -> tuple[Grey, str]:
        name = names[int(rng.integers(len(names)))]
        picture = pictures[name]
        scale = min(picture.width / width, picture.height / height)
        cut = picture.crop((0, 0, int(width * scale), int(height * scale)))
        return np.asarray(cut.resize((width, height), Image.Resampling.LANCZOS), np.float32), name

    return part


def drawn_part(rng: np.random.Generator) -> Part:
    """Discs of one sample on one film, of another size in each panel."""

    def part(width: int, height: int) -> tuple[Grey, str]:
        diameter, cover = rng.uniform(15, 40), rng.uniform(0.05, 0.4)
        rows, columns = np.mgrid[:height, :width]
        discs = np.zeros((height, width))
        for _ in range(max(1, int(cover * height * width / (0.785 * diameter**2)))):
            y, x = rng.uniform(0, (height, width))
            discs[np.hypot(rows - y, columns - x) <= diameter / 2] = 1
        soft = ndimage.gaussian_filter(discs, rng.uniform(0.7, 1.5))
        picture = 150 - 70 * soft + rng.normal(0, rng.uniform(4, 12), soft.shape)
        return picture.astype(np.float32), "drawn"

    return part


def figure(part: Part, gutter: int, rng: np.random.Generator) -> tuple[Grey, str, int]:
    """A figure, the names of its sources and how many parts it has."""
    across, down = LAYOUTS[int(rng.integers(len(LAYOUTS)))]
    width = int(rng.choice([220, 320, 480]))
    height = int(width * rng.choice([0.7, 1.0, 1.2]))
    level = float(rng.choice([0, 255]))
    page = np.full(
        (down * height + (down - 1) * gutter, across * width + (across - 1) * gutter),
        level,
        np.float32,
    )
    names = []
    for k in range(across * down):
        y, x = (k // across) * (height + gutter), (k % across) * (width + gutter)
        page[y : y + height, x : x + width], name = part(width, height)
        names.append(name)
    return compressed(page, rng), " ".join(names), across * down


def tem_pictures() -> dict[str, Image.Image]:
    """Every picture of the data, by name."""
    folder, found = Path(os.environ["OSTWALD_DATA"]) / "tem", {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() in SUFFIXES and not any(word in name for word in NO_PICTURES):
            picture = Image.open(path).convert("L")
            if max(picture.size) <= LARGEST_PX:
                found[name] = picture
    return found


def cases(
    pictures: dict[str, Image.Image], rng: np.random.Generator
) -> Iterator[tuple[str, str, int, Grey]]:
    """Kind, sources, number of parts and picture."""
    for name, picture in pictures.items():
        yield "one", name, 1, np.asarray(picture, np.float32)
        width, height = (int(side * rng.uniform(0.4, 0.7)) for side in picture.size)
        x, y = int(rng.integers(picture.width - width)), int(rng.integers(picture.height - height))
        zoom = float(rng.choice([0.7, 1.0, 2.0]))
        cut = picture.crop((x, y, x + width, y + height))
        cut = cut.resize((int(width * zoom), int(height * zoom)), Image.Resampling.BICUBIC)
        yield "a part of one", name, 1, compressed(np.asarray(cut, np.float32), rng)
        step = np.array(picture, np.float32)
        spread = float(np.ptp(np.percentile(step, [0.5, 99.5])))
        row = int(step.shape[0] * rng.uniform(0.3, 0.7))
        step[row:] += rng.choice([-1, 1]) * rng.uniform(0.05, 0.25) * spread
        yield "one with a step of brightness", name, 1, step
    real, drawn = real_part(pictures, rng), drawn_part(rng)
    for _ in range(FIGURES):
        page, names, parts = figure(real, int(rng.integers(1, 9)), rng)
        yield "figure with gutters", names, parts, page
        page, names, parts = figure(real, 0, rng)
        yield "figure without gutters", names, parts, page
        page, names, parts = figure(drawn, 0, rng)
        yield "drawn figure of one film without gutters", names, parts, page


def main() -> None:
    """Draw, find and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    pictures = tem_pictures()
    drawn = cases(pictures, np.random.default_rng(arguments.seed))
    total = 3 * len(pictures) + 3 * FIGURES
    rows = []
    for kind, names, parts, picture in track(drawn, "Finding panels", total=total):
        found = max(1, len(find_panels(picture)))
        rows.append({"kind": kind, "parts": parts, "found": found, "sources": names})
    kinds: dict[str, dict[str, int]] = {}
    for row in rows:
        count = kinds.setdefault(
            str(row["kind"]), {"pictures": 0, "taken_for_a_figure": 0, "all_parts": 0}
        )
        count["pictures"] += 1
        count["taken_for_a_figure"] += row["found"] > 1
        count["all_parts"] += row["found"] == row["parts"]
    result = {
        "command": "python -m benchmarks panels " + " ".join(sys.argv[1:]),
        "seed": arguments.seed,
        "kinds": kinds,
    }
    OUT.mkdir(parents=True, exist_ok=True)
    with (OUT / "panels.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    (OUT / "panels.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

"""Labelled real micrographs: EMPS and the gold prisms, and the split by DOI."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from ostwald.errors import InputError

VALIDATION_SHARE = 5
"""One DOI in this many is kept for validation."""


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """A real micrograph with its particles marked.

    Attributes:
        name: File stem.
        doi: Paper that it comes from; an empty string where unknown.
        pixels: (H, W) float32, 0 to 255.
        labels: (H, W) int32.
        uncertain: (H, W) bool, pixels whose label is not to be trusted.
    """

    name: str
    doi: str
    pixels: NDArray[np.float32]
    labels: NDArray[np.int32]
    uncertain: NDArray[np.bool_]

    @property
    def median_diameter_px(self) -> float:
        """Median equal-area diameter of the marked particles; NaN where there is none."""
        area = np.bincount(self.labels.ravel())[1:]
        area = area[area > 0]
        return float(np.median(2 * np.sqrt(area / np.pi))) if area.size else float("nan")

    @property
    def dark_particles(self) -> bool:
        """True where the particles are darker than the background, by their medians."""
        inside = self.labels > 0
        if not inside.any() or inside.all():
            return False
        return bool(np.median(self.pixels[inside]) < np.median(self.pixels[~inside]))


def is_validation(doi: str) -> bool:
    """Tell whether the images of a paper are kept for validation.

    The rule is fixed for good: the first eight hexadecimal digits of the SHA-256 of the DOI, as
    ``index.csv`` writes it, taken modulo five, are zero.

    Args:
        doi: The paper's DOI.

    Returns:
        True for about one paper in five.
    """
    digest = hashlib.sha256(doi.encode()).hexdigest()
    return int(digest[:8], 16) % VALIDATION_SHARE == 0


def read_emps(data: Path, validation: bool) -> list[LabelledImage]:
    """Read one side of the split of the EMPS training images.

    Args:
        data: The data folder (the one that contains ``tem``).
        validation: Read the validation fifth; else the other four.

    Returns:
        The images in the order of ``index.csv``.

    Raises:
        InputError: The folder does not hold the data.
    """
    folder = data / "tem" / "emps_train"
    index = folder / "index.csv"
    if not index.is_file():
        raise InputError(
            "the EMPS images are not there",
            where=str(folder),
            hint="give the folder that contains tem/emps_train with --data or OSTWALD_DATA",
        )
    with index.open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if is_validation(row["doi"]) == validation]
    return [_read_pair(folder, row["name"], row["doi"]) for row in rows]


def _read_pair(folder: Path, name: str, doi: str) -> LabelledImage:
    picture = next((folder / "images").glob(f"{name}.*"))
    segmap = next((folder / "segmaps").glob(f"{name}.*"))
    pixels = np.asarray(Image.open(picture).convert("L"), np.float32)
    labels = np.asarray(Image.open(segmap)).astype(np.int32)
    return LabelledImage(name, doi, pixels, labels, np.zeros(labels.shape, bool))


def read_gold_prisms(data: Path) -> list[LabelledImage]:
    """Read the gold prisms; masks that look like several touching particles become uncertain.

    Args:
        data: The data folder.

    Returns:
        The images; an empty list where the folder is missing.
    """
    folder = data / "tem" / "gold_prisms"
    images = []
    for picture in sorted((folder / "images").glob("*.png")):
        mask = np.asarray(Image.open(folder / "masks" / picture.name).convert("RGB"), np.int32)
        red = (mask[..., 0] > 127) & (mask[..., 1] < 128) & (mask[..., 2] < 128)
        other = (mask[..., 1] > 127) | (mask[..., 2] > 127)
        components, count = ndimage.label(red)
        labels = np.asarray(components, dtype=np.int32)
        uncertain = other.copy()
        for number in range(1, count + 1):
            one = labels == number
            if one.sum() < 200 or not _looks_single(one):
                labels[one] = 0
                uncertain |= one
        pixels = np.asarray(Image.open(picture).convert("L"), np.float32)
        images.append(LabelledImage(picture.stem, "", pixels, labels, uncertain))
    return images


def _looks_single(mask: NDArray[np.bool_]) -> bool:
    """Tell whether an object is convex enough to be one prism."""
    from skimage.morphology import convex_hull_image

    rows, columns = ndimage.find_objects(mask.astype(np.int32))[0]
    crop = mask[rows, columns]
    hull = convex_hull_image(crop)  # type: ignore[no-untyped-call]
    return bool(crop.sum() > 0.93 * hull.sum())

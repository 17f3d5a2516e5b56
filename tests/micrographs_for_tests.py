"""Drawn micrographs and a simple particle finder for the tests of the microscopy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

# The font that matplotlib brings along: it has a mu, unlike Pillow's own.
FONT = str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")


@dataclass(frozen=True)
class Found:
    labels: NDArray[np.int32]
    scores: NDArray[np.float64]


class OtsuFinder:
    """Stands in for the network: dark particles by Otsu's threshold, touching ones stay one."""

    def segment(
        self, pixels: NDArray[np.float32], exclude: NDArray[np.bool_] | None = None
    ) -> Found:
        from scipy import ndimage
        from skimage.filters import threshold_otsu

        smooth = ndimage.gaussian_filter(pixels, 0.7)
        mask = smooth < threshold_otsu(smooth)
        if exclude is not None:
            mask &= ~exclude
        labels, count = ndimage.label(mask)
        area = np.bincount(labels.ravel(), minlength=count + 1)
        keep = area >= 12
        keep[0] = False
        numbers = (np.cumsum(keep) * keep).astype(np.int32)
        return Found(numbers[labels], np.full(int(keep.sum()), 0.9))


def discs(
    height: int = 200,
    width: int = 300,
    diameter_px: float = 20.0,
    spacing_px: int = 40,
    seed: int = 0,
) -> NDArray[np.uint8]:
    """Dark discs on a bright, slightly noisy ground, well apart and away from the border."""
    rng = np.random.default_rng(seed)
    picture = 180 + rng.normal(0, 4, (height, width))
    y, x = np.mgrid[:height, :width]
    for cy in range(spacing_px, height - spacing_px // 2, spacing_px):
        for cx in range(spacing_px, width - spacing_px // 2, spacing_px):
            centre = cy + rng.uniform(-3, 3), cx + rng.uniform(-3, 3)
            picture[np.hypot(y - centre[0], x - centre[1]) < diameter_px / 2] -= 100
    return np.clip(picture, 1, 254).astype(np.uint8)


def with_bar(
    picture: NDArray[np.uint8],
    text: str = "50 nm",
    length_px: int = 100,
    *,
    colour: int = 0,
    place: tuple[int, int] | None = None,
    font_px: int = 22,
    thickness_px: int = 5,
) -> NDArray[np.uint8]:
    """Draw a bar with its text above it, in the lower left corner unless told otherwise."""
    image = Image.fromarray(picture.copy())
    draw = ImageDraw.Draw(image)
    x, y = place or (20, picture.shape[0] - 20)
    draw.rectangle((x, y, x + length_px - 1, y + thickness_px - 1), fill=colour)
    font = ImageFont.truetype(FONT, font_px)
    draw.text((x + length_px / 2, y - 4), text, fill=colour, font=font, anchor="mb")
    return np.asarray(image)


def with_strip(picture: NDArray[np.uint8], text: str, length_px: int) -> NDArray[np.uint8]:
    """Add a black information strip with a white bar and its text."""
    strip = np.zeros((60, picture.shape[1]), dtype=np.uint8)
    strip = with_bar(strip, text, length_px, colour=255, place=(150, 45))
    return np.vstack([picture, strip])


def write_emd(path, data, units=("[n_m]", "[n_m]"), step=0.5):
    """A file of the NCEM kind: one data group with one dimension vector an axis."""
    import h5py

    with h5py.File(path, "w") as file:
        file.attrs["version_major"], file.attrs["version_minor"] = 0, 2
        group = file.create_group("data/picture")
        group.attrs["emd_group_type"] = 1
        group.create_dataset("data", data=data)
        for number, size in enumerate(data.shape, start=1):
            axis = group.create_dataset(f"dim{number}", data=np.arange(size) * step)
            axis.attrs["name"] = f"axis{number}"
            axis.attrs["units"] = units[(number - 1) % len(units)]


def write_mrc(path, data, pixel_angstrom=2.0, mode=1):
    """A stack of 16-bit frames as MRC writes it."""
    header = np.zeros(256, np.int32)
    frames, height, width = data.shape
    header[:4] = width, height, frames, mode
    header[7:10] = width, height, frames
    header[10:13] = (np.array([width, height, frames]) * pixel_angstrom).astype("f4").view("i4")
    header[16:19] = 1, 2, 3
    raw = bytearray(header.tobytes())
    raw[208:216] = b"MAP \x44\x44\x00\x00"
    path.write_bytes(bytes(raw) + data.astype("<i2").tobytes())

"""Label images and ROI sets that a person has corrected."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald._files import atomic_path
from ostwald.errors import InputError
from ostwald.microscopy.review.rois import is_roi_set_as_written, read_rois

LABELS_SUFFIX, ROIS_SUFFIX = ".labels.tif", ".rois.zip"
_MARK = "ostwald labels, sha256 "
_MOST_NAMED = 5
_LARGEST = 9_999_999
"""Memory is set aside for every number up to the largest."""
# In the order in which they are looked for.
SUFFIXES = (LABELS_SUFFIX, ROIS_SUFFIX, ".tif", ".tiff", ".png", ".zip", ".roi")


@dataclass(frozen=True, slots=True)
class Corrected:
    """Particles that a person has marked.

    Attributes:
        labels: (height, width) int32.
        notes: What a person should know about them.
    """

    labels: NDArray[np.int32]
    notes: tuple[str, ...]


def write_labels(labels: NDArray[np.integer], path: Path) -> None:
    """Write a label image with the digest of its labels, by which changes are told.

    Args:
        labels: (height, width), 0 background, one number a particle.
        path: The TIFF file. It has 32 bits: napari takes integers of fewer bits for a picture.

    Raises:
        InputError: It cannot be written.
    """
    import tifffile

    content = np.ascontiguousarray(labels, dtype=np.int32)
    with atomic_path(path) as temporary:
        tifffile.imwrite(
            temporary,
            content,
            compression="zlib",
            description=_MARK + _digest(content),
            metadata=None,
        )


def is_as_written(path: Path) -> bool:
    """Tell whether labels or outlines are as this program wrote them.

    Args:
        path: A label image or a ROI set.

    Returns:
        False where a person or another program has made or changed them.
    """
    if path.suffix.lower() == ".zip":
        return is_roi_set_as_written(path)
    import tifffile

    try:
        with tifffile.TiffFile(path) as tiff:
            told = str(tiff.pages[0].aspage().description)
            return told.startswith(_MARK) and told == _MARK + _digest(tiff.asarray())
    except Exception:  # no TIFF file, or a damaged one
        return False


def read_corrected(path: Path, shape: tuple[int, int]) -> Corrected:
    """Read a label image (TIFF or PNG) or a ROI set (ZIP) for a picture.

    Args:
        path: The file.
        shape: (height, width) of the picture.

    Returns:
        The labels, as numbered in the file; a mask of one value is cut into its pieces.

    Raises:
        InputError: Damaged, of another size, colours, or values that are no whole numbers.
    """
    if path.suffix.lower() in (".zip", ".roi"):
        labels, notes = read_rois(path, shape)
        return Corrected(labels, notes)
    return as_labels(_samples(path), shape, str(path))


def as_labels(samples: NDArray[Any], shape: tuple[int, int], where: str) -> Corrected:
    """Check the samples of a label image.

    Args:
        samples: What the file or the caller has.
        shape: (height, width) of the picture.
        where: Name for errors.

    Returns:
        The labels.

    Raises:
        InputError: They are no labels of the picture.
    """
    samples = np.squeeze(samples)
    if samples.shape != shape:
        raise InputError(
            f"has the shape {' x '.join(map(str, samples.shape))}, the picture "
            f"{shape[0]} x {shape[1]}",
            where=where,
            hint="save the label image in grey, in the size of the picture",
        )
    if samples.dtype.kind == "f" and not (
        np.isfinite(samples).all() and np.array_equal(samples, np.round(samples))
    ):
        raise InputError("has values that are no whole numbers", where=where)
    if samples.dtype.kind not in "buif":
        raise InputError(f"samples of type {samples.dtype} are no labels", where=where)
    if samples.size and not 0 <= float(samples.min()) <= float(samples.max()) <= _LARGEST:
        raise InputError(
            "has values that are no numbers of particles",
            where=where,
            hint=f"0 is background, particles are numbered from 1 and at most to {_LARGEST:,}",
        )
    labels = samples.astype(np.int32)
    values = np.unique(labels[labels > 0])
    if values.size == 1:
        from scipy import ndimage

        pieces, count = ndimage.label(labels > 0)
        if count > 1:
            note = f"the labels have one value only: its {count} pieces are counted as particles"
            return Corrected(np.asarray(pieces, dtype=np.int32), (note,))
    return Corrected(labels, _said_of_pieces(labels))


def _said_of_pieces(labels: NDArray[np.int32]) -> tuple[str, ...]:
    """Name labels that lie in several places: two particles were painted with one number."""
    from scipy import ndimage

    boxes = ndimage.find_objects(labels)
    apart = [
        str(number)
        for number, box in enumerate(boxes, start=1)
        if box is not None and ndimage.label(labels[box] == number, np.ones((3, 3)))[1] > 1
    ]
    if not apart:
        return ()
    listed = ", ".join(apart[:_MOST_NAMED]) + (", ..." if len(apart) > _MOST_NAMED else "")
    return (
        f"{len(apart)} of the labels lie in several pieces, each measured as one particle "
        f"({listed}): give every particle its own number",
    )


def find_corrected(folder: Path, stems: tuple[str, ...], image: Path | None = None) -> Path | None:
    """Find what a person has corrected for one image.

    Args:
        folder: Where to look.
        stems: First parts of the names its file may have.
        image: The image itself, which may lie in the same folder and is no label image.

    Returns:
        The file, or None where there is none; of several, the one that is not as this program
        wrote it.

    Raises:
        InputError: Several were made or changed by hand.
    """
    for stem in stems:
        found = [folder / (stem + suffix) for suffix in SUFFIXES]
        found = [path for path in found if path.is_file() and not _same(path, image)]
        if len(found) < 2:
            if found:
                return found[0]
            continue
        changed = [path for path in found if not is_as_written(path)]
        if len(changed) == 1:
            return changed[0]
        if not changed:
            return found[0]
        raise InputError(
            f"{' and '.join(path.name for path in changed)} were both changed",
            where=str(folder),
            hint="move the one away that is not to be measured",
        )
    return None


def _digest(labels: NDArray[Any]) -> str:
    return hashlib.sha256(labels.astype("<i4").tobytes()).hexdigest()


def _same(path: Path, image: Path | None) -> bool:
    return image is not None and image.exists() and path.samefile(image)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, or an empty text where it cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""


def _samples(path: Path) -> NDArray[Any]:
    try:
        if path.suffix.lower() == ".png":
            from PIL import Image

            with Image.open(path, formats=["PNG"]) as picture:
                return np.asarray(picture)
        import tifffile

        return np.asarray(tifffile.imread(path))
    except Exception as error:
        raise InputError(
            f"cannot be read as a label image ({type(error).__name__}: {str(error)[:120]})",
            where=str(path),
            hint="save it as TIFF or PNG with one whole number a particle",
        ) from error

"""Outlines as ImageJ's ROI sets, through roifile."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald._files import atomic_path
from ostwald.errors import InputError
from ostwald.microscopy.measure.table import ParticleTable
from ostwald.microscopy.review.outline import trace

# As in the overlay: orange counted, blue cut by the border (alpha, red, green, blue).
_COUNTED, _CUT = b"\xff\xe6\x9f\x00", b"\xff\x56\xb4\xe9"
_LARGEST_MEMBER_BYTES = 16 * 1024**2
_MOST_MEMBERS = 1_000_000


def write_rois(labels: NDArray[np.integer], table: ParticleTable, path: Path) -> None:
    """Write every particle as an outline of ImageJ's ROI Manager.

    Args:
        labels: (height, width) label image.
        table: Its particles.
        path: The ZIP file; each outline is called by the number of its particle.

    Raises:
        InputError: It cannot be written.
    """
    from roifile import ROI_TYPE, ImagejRoi, roiwrite
    from scipy import ndimage

    boxes = ndimage.find_objects(np.asarray(labels))
    rois = []
    for number, cut in zip(table.particle.tolist(), table.touches_border.tolist(), strict=True):
        rows, columns = boxes[number - 1]
        corners = trace(labels[rows, columns] == number)[0] + (columns.start, rows.start)
        roi = ImagejRoi.frompoints(corners.astype(np.int32), name=f"{number:05d}")
        roi.roitype = ROI_TYPE.TRACED
        roi.stroke_color = _CUT if cut else _COUNTED
        rois.append(roi)
    with atomic_path(path) as temporary:
        temporary.unlink()  # the library adds to a file that is there
        if rois:
            roiwrite(temporary, rois)
        with zipfile.ZipFile(temporary, "a") as archive:
            archive.comment = _mark(archive)


def is_roi_set_as_written(path: Path) -> bool:
    """Tell whether a ROI set is as this program wrote it.

    Args:
        path: The ZIP file.

    Returns:
        False where a person or another program has made or changed it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment == _mark(archive)
    except (OSError, zipfile.BadZipFile):
        return False


def _mark(archive: zipfile.ZipFile) -> bytes:
    """A comment that fits the content; ImageJ and others write none."""
    members = [f"{member.filename} {member.CRC}" for member in archive.infolist()]
    digest = hashlib.sha256("\n".join(members).encode("utf-8")).hexdigest()
    return b"ostwald outlines, sha256 " + digest.encode("ascii")


def read_rois(path: Path, shape: tuple[int, int]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Read a ROI set as a label image.

    Args:
        path: A ZIP file of ROIs, or one ``.roi`` file.
        shape: (height, width) of the picture.

    Returns:
        Labels: the numbers that the outlines are called by, the next free ones for new outlines;
        and remarks on overlaps and on ROIs that hold no area.

    Raises:
        InputError: The file is damaged or no ROI set.
    """
    labels = np.zeros(shape, dtype=np.int32)
    passed = overlapping = 0
    for number, roi in _numbered(_rois(path)):
        mask = _mask(roi, shape)
        if not mask.any():
            passed += 1
            continue
        overlapping += bool(labels[mask].any())
        labels[mask] = number
    notes = []
    if passed:
        notes.append(f"{passed} of the ROIs hold no pixel of the picture and were passed over")
    if overlapping:
        notes.append(f"{overlapping} of the ROIs lie over others, whose part below is not counted")
    return labels, tuple(notes)


def _rois(path: Path) -> list[Any]:
    from roifile import ImagejRoi

    try:
        content = path.read_bytes()
        if not zipfile.is_zipfile(path):
            return [ImagejRoi.frombytes(content)]
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if m.filename.lower().endswith(".roi")]
            large = any(member.file_size > _LARGEST_MEMBER_BYTES for member in members)
            if large or len(members) > _MOST_MEMBERS:
                raise InputError("holds far too much for outlines", where=str(path))
            return [_named(ImagejRoi.frombytes(archive.read(m)), m.filename) for m in members]
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            f"is no ROI set of ImageJ, or damaged ({type(error).__name__})",
            where=str(path),
            hint="save it with More >> Save... of the ROI Manager",
        ) from error


def _named(roi: Any, filename: str) -> Any:
    roi.name = roi.name or Path(filename).stem
    return roi


def _numbered(rois: list[Any]) -> list[tuple[int, Any]]:
    """Keep the numbers that outlines are called by; give new outlines the next free ones."""
    taken: set[int] = set()
    numbers: list[int | None] = []
    for roi in rois:
        name = str(roi.name or "").strip()
        number = int(name) if name.isdecimal() and 0 < int(name) < 2**31 else None
        if number in taken:
            number = None
        if number is not None:
            taken.add(number)
        numbers.append(number)
    free = max(taken, default=0)
    result = []
    for number, roi in zip(numbers, rois, strict=True):
        if number is None:
            free += 1
            number = free
        result.append((number, roi))
    return result


def _mask(roi: Any, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Pixels whose centre lies in the outline; parts within parts are holes."""
    from skimage import draw

    polygon: Any = draw.polygon
    mask = np.zeros(shape, dtype=bool)
    if roi.roitype.name in ("LINE", "FREELINE", "POLYLINE", "ANGLE", "POINT", "NOROI"):
        return mask
    for part in roi.coordinates(multi=True):
        if len(part) < 3:
            continue
        # ImageJ's corners lie between the pixels, whose centres are half a pixel further.
        rows, columns = polygon(part[:, 1] - 0.5, part[:, 0] - 0.5, shape)
        mask[rows, columns] ^= True
    return mask

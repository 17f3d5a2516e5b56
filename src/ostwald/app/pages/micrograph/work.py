"""What a worker process does with a micrograph: read, show, find, measure, keep."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ostwald.errors import InputError, OstwaldError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image as AnyImage

    from ostwald.app.jobs import Report

LARGEST_SHOWN_PX = 4096
"""Longest side of a picture that is shown; larger ones are reduced, what is measured is not."""
PICTURE_READY = 0.25
"""Share of the work after which the picture can be shown."""


def measure_upload(
    report: Report,
    *,
    path: Path,
    folder: Path,
    name: str,
    frame: int | None = None,
    roi: tuple[int, int, int, int] | None = None,
) -> dict[str, Any]:
    """Measure an uploaded micrograph and keep everything in the folder of the image.

    Args:
        report: Told how far it is.
        path: The upload.
        folder: Folder of the image.
        name: What its sender calls it.
        frame: Number of the image in a file with several.
        roi: Part to measure.

    Returns:
        What there is to know before the folder is read.

    Raises:
        InputError: It is no micrograph that can be measured; said without the server's paths.
    """
    try:
        return _measured(report, path, folder, frame, roi)
    except OstwaldError as error:
        raise _named(error, str(path), name) from error
    except MemoryError as error:
        raise InputError(
            "there is not enough memory for this image",
            where=name,
            hint="crop it or reduce its resolution",
        ) from error


def _measured(
    report: Report,
    path: Path,
    folder: Path,
    frame: int | None,
    roi: tuple[int, int, int, int] | None,
) -> dict[str, Any]:
    from ostwald._files import write_text
    from ostwald.app.pages.micrograph.outlines import outlines_of
    from ostwald.app.pages.micrograph.workspace import Workspace
    from ostwald.microscopy.field import find_panels
    from ostwald.microscopy.io.reader import images_in, read_micrograph
    from ostwald.microscopy.marked import particles_of
    from ostwald.microscopy.measurement import marked_particles
    from ostwald.microscopy.settings import Settings

    report(0.02, "reading")
    listed = images_in(path)
    micrograph = read_micrograph(path, frame=frame)
    work = Workspace(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _write_picture(micrograph.pixels, work.picture)
    report(PICTURE_READY, "finding scale and particles")
    work.write_pixels(micrograph.pixels)
    about = {
        "width_px": micrograph.width_px,
        "height_px": micrograph.height_px,
        "frame": micrograph.info.get("frame"),
        "images": [[one.number, one.name, one.is_micrograph] for one in listed],
    }
    panels = find_panels(micrograph.pixels) if roi is None else []
    if panels:  # a person says which; what holds for one holds not for the others
        return {**about, "panels": [list(map(int, box)) for box in panels]}
    found = marked_particles(micrograph, Settings(roi=roi))
    outlines = json.dumps(outlines_of(found.labels), separators=(",", ":"))
    write_text(work.outlines, outlines)
    report(0.75, "measuring")
    work.write_found(found, particles_of(found))
    if found.scale.excluded.any():
        _write_veil(found.scale.excluded, work.veil)
    return about


def _write_picture(pixels: NDArray[np.float32], path: Path) -> None:
    from PIL import Image

    from ostwald._files import atomic_path
    from ostwald.microscopy.measure.overlay import stretched

    picture = Image.fromarray(stretched(pixels))
    with atomic_path(path) as temporary:
        _reduced(picture).save(temporary, format="PNG", compress_level=1)


def _write_veil(excluded: NDArray[np.bool_], path: Path) -> None:
    """Write what lies over everything that is no specimen: purple, as in the overlay."""
    import numpy as np
    from PIL import Image

    from ostwald._files import atomic_path
    from ostwald.microscopy.measure.overlay import PURPLE

    alpha = _reduced(Image.fromarray(np.where(excluded, 72, 0).astype(np.uint8)))
    veil = Image.new("RGB", alpha.size, PURPLE)
    veil.putalpha(alpha)
    with atomic_path(path) as temporary:
        veil.save(temporary, format="PNG", compress_level=1)


def _reduced(picture: AnyImage) -> AnyImage:
    factor = -(-max(picture.size) // LARGEST_SHOWN_PX)
    return picture.reduce(factor) if factor > 1 else picture


def _named(error: OstwaldError, path: str, name: str) -> OstwaldError:
    """Name the image as its sender does: where it lies on the server is nobody's business."""

    def told(text: str | None) -> str | None:
        return None if text is None else text.replace(path, name).replace(Path(path).name, name)

    return type(error)(told(error.problem) or "", where=name, hint=told(error.hint))

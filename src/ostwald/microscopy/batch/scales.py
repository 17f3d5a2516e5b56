"""Pixel sizes of many images from a table, for batches whose bars cannot be read."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path

from ostwald._files import display_name
from ostwald.errors import InputError
from ostwald.microscopy.batch.source import Source

_COLUMNS = ("image", "nm_per_px")
_NAMED = 5


def read_scale_table(path: Path | str) -> dict[str, float]:
    """Read a table of pixel sizes.

    Args:
        path: CSV with the columns ``image`` (a file name or path) and ``nm_per_px``.

    Returns:
        Pixel size by image, as named in the table.

    Raises:
        InputError: It cannot be read; all of its faults at once.
    """
    where = display_name(str(path))
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read ({error})", where=where) from error
    dialect = "excel" if ";" not in text.partition("\n")[0] else "semicolons"
    csv.register_dialect("semicolons", delimiter=";")
    rows = csv.DictReader(text.splitlines(), dialect=dialect, skipinitialspace=True)
    if any(column not in (rows.fieldnames or ()) for column in _COLUMNS):
        raise InputError(
            f"has the columns {', '.join(rows.fieldnames or ()) or 'none'}",
            where=where,
            hint="the first line must be: image,nm_per_px",
        )
    sizes: dict[str, float] = {}
    faults = []
    for row in rows:
        name, value = (row["image"] or "").strip(), (row["nm_per_px"] or "").strip()
        size = _number(value.replace(",", "."))
        if not name or size is None:
            faults.append(f"line {rows.line_num}: {name!r}, {value!r}")
        elif sizes.get(name, size) != size:
            faults.append(f"line {rows.line_num}: {name!r} has two sizes")
        else:
            sizes[name] = size
    if faults:
        raise InputError(
            "; ".join(faults), where=where, hint="each line needs an image and a size above 0"
        )
    return sizes


def scales_of(table: dict[str, float], images: Sequence[Source]) -> dict[str, float]:
    """Match a table with images.

    Args:
        table: From ``read_scale_table``.
        images: Those of the batch.

    Returns:
        Pixel size by the place of the image; images that the table does not name are left out.

    Raises:
        InputError: A line names no image of the batch, or several.
    """
    found: dict[str, float] = {}
    faults = []
    for name, size in table.items():
        places = {image.place for image in images if _is_named(image, name)}
        if len(places) == 1:
            found[places.pop()] = size
        else:
            what = "no image of this batch" if not places else "several images: give the path"
            faults.append(f"{name!r} names {what}")
    if faults:
        more = f" and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
        raise InputError("; ".join(faults[:_NAMED]) + more, where="the table of scales")
    return found


def _is_named(image: Source, name: str) -> bool:
    """The name is the image's path, or the end of it from a folder on."""
    shown = image.shown.replace("\\", "/")
    return shown == name or shown.endswith("/" + name.removeprefix("./"))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None

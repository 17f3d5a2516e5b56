"""How large a file and an image may be, and checks made before anything is decoded."""

from __future__ import annotations

from pathlib import Path

from ostwald.errors import InputError

MAX_FILE_BYTES = 4 * 1024**3
# 13,000 x 13,000: 0.7 GB as float32, the largest that fits the memory the measurement promises.
MAX_PIXELS = 13_000**2


def check_file(path: Path) -> None:
    """Check that a path is a file of a size worth opening.

    Args:
        path: The file.

    Raises:
        InputError: It does not exist, is a folder, is empty, is too large or cannot be read.
    """
    where = str(path)
    try:
        if not path.exists():
            if path.is_symlink():
                raise InputError(
                    "is a link to a file that is not there",
                    where=where,
                    hint="copy the file itself",
                )
            raise InputError("there is no such file", where=where, hint="check the spelling")
        if not path.is_file():
            raise InputError("is not a file", where=where)
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as error:
        raise InputError(
            f"cannot be opened: {error.strerror or error}",
            where=where,
            hint="check its name and rights",
        ) from error
    if size == 0:
        raise InputError("the file is empty", where=where, hint="copy or export it again")
    if size > MAX_FILE_BYTES:
        raise InputError(
            f"the file has {size / 1024**3:.1f} GiB, more than {MAX_FILE_BYTES / 1024**3:.0f} GiB",
            where=where,
            hint="export the one image to measure",
        )


def check_shape(height_px: int, width_px: int, where: str) -> None:
    """Check that an image may be decoded, before it is.

    Args:
        height_px: Rows that the file announces.
        width_px: Columns that the file announces.
        where: The file, for the error.

    Raises:
        InputError: No pixels or too many.
    """
    if height_px < 1 or width_px < 1:
        raise InputError(f"the image has {width_px} x {height_px} pixels", where=where)
    if height_px * width_px > MAX_PIXELS:
        raise InputError(
            f"the image has {width_px} x {height_px} pixels, more than {MAX_PIXELS:,}",
            where=where,
            hint="crop it or reduce its resolution",
        )

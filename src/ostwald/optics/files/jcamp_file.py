"""Spectra in JCAMP-DX files."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from ostwald.errors import InputError
from ostwald.optics.spectrum import FloatArray


def read_jcamp(text: str) -> tuple[FloatArray, FloatArray, str, str, str]:
    """Read a JCAMP-DX text.

    Args:
        text: The whole text.

    Returns:
        Abscissa and ordinate, shape (n,) each, their units as the file names them, and a note.

    Raises:
        InputError: It cannot be decoded, or holds no spectrum.
    """
    import jcamp

    try:
        content: dict[str, Any] = jcamp.read(io.StringIO(text))
    except Exception as error:  # the decoder raises whatever a broken line leads it to
        raise InputError(
            f"the JCAMP-DX data cannot be decoded: {error}",
            hint="export the spectrum again, or as CSV",
        ) from error
    note = ""
    children = [child for child in content.get("children", []) if len(child.get("x", ())) > 0]
    if children and len(content.get("x", ())) == 0:
        content = {**content, **children[0]}
        if len(children) > 1:
            note = f"the file holds {len(children)} spectra; the first was read"
    x = np.asarray(content.get("x", ()), dtype=float)
    y = np.asarray(content.get("y", ()), dtype=float)
    if len(x) == 0 or len(x) != len(y):
        raise InputError("the JCAMP-DX file holds no spectrum")
    return x, y, str(content.get("xunits", "")), str(content.get("yunits", "")), note

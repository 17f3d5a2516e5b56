"""Read any supported micrograph: the file's content, not its name, decides how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ostwald.errors import InputError
from ostwald.microscopy.io.limits import check_file
from ostwald.microscopy.io.micrograph import Micrograph

_SUFFIXES: dict[str, tuple[str, ...]] = {
    "TIFF": (".tif", ".tiff"),
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg", ".jpe"),
    "BMP": (".bmp",),
    "DM3": (".dm3",),
    "DM4": (".dm4",),
    "SER": (".ser",),
    "EMI": (".emi",),
    "EMD": (".emd",),
    "MRC": (".mrc", ".mrcs", ".map"),
}
IMAGE_SUFFIXES: tuple[str, ...] = tuple(s for group in _SUFFIXES.values() for s in group)

_SIGNATURES: tuple[tuple[str, int, bytes], ...] = (
    ("TIFF", 0, b"II*\x00"),
    ("TIFF", 0, b"MM\x00*"),
    ("TIFF", 0, b"II+\x00"),
    ("TIFF", 0, b"MM\x00+"),
    ("PNG", 0, b"\x89PNG\r\n\x1a\n"),
    ("JPEG", 0, b"\xff\xd8\xff"),
    ("BMP", 0, b"BM"),
    ("EMD", 0, b"\x89HDF\r\n\x1a\n"),
    ("DM3", 0, b"\x00\x00\x00\x03"),
    ("DM4", 0, b"\x00\x00\x00\x04"),
    ("SER", 0, b"II\x97\x01"),
    ("EMI", 0, b"JK\x00\x02"),
    ("MRC", 208, b"MAP "),
    ("MRC", 208, b"MAP\x00"),
)


def read_micrograph(path: Path | str) -> Micrograph:
    """Read one micrograph with its pixel size.

    Args:
        path: A TIFF, PNG, JPEG, BMP, DM3, DM4, SER, EMI, EMD or MRC file.

    Returns:
        The micrograph; of stacks and files with several pages, the first image, with a warning.

    Raises:
        InputError: The file is missing, empty, too large, damaged, of another kind, or holds no
            image (a spectrum, a diffraction pattern, a four-dimensional data set).
    """
    path = Path(path)
    check_file(path)
    kind = _kind_of(path)
    try:
        micrograph = _reader_for(kind)(path, kind)
    except InputError:
        raise
    except Exception as error:
        reason = str(error).strip().splitlines()
        detail = f": {reason[0][:160]}" if reason else ""
        raise InputError(
            f"cannot be read as {kind}, it seems to be damaged ({type(error).__name__}{detail})",
            where=str(path),
            hint="copy or export it again",
        ) from error
    return _with_name_check(micrograph, kind, path)


def _kind_of(path: Path) -> str:
    with path.open("rb") as handle:
        head = handle.read(212)
    for kind, offset, signature in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return kind
    suffix = path.suffix.lower()
    named = next((kind for kind, group in _SUFFIXES.items() if suffix in group), None)
    if named in ("EMI", "MRC"):  # old writers of both leave the signature out
        return named
    if named:
        raise InputError(
            f"is called {suffix} but its content is not {named}",
            where=str(path),
            hint="it was renamed or is damaged: export it again as TIFF or PNG",
        )
    raise InputError(
        "is not an image format that ostwald reads",
        where=str(path),
        hint="use TIFF, PNG, JPEG, BMP, DM3, DM4, SER, EMI, EMD or MRC",
    )


def _reader_for(kind: str) -> Callable[[Path, str], Micrograph]:
    """Import only the reader that this kind of file needs."""
    if kind == "TIFF":
        from ostwald.microscopy.io.tiff import read_tiff

        return read_tiff
    if kind in ("PNG", "JPEG", "BMP"):
        from ostwald.microscopy.io.raster import read_raster

        return read_raster
    from ostwald.microscopy.io.microscope import read_microscope_file

    return read_microscope_file


def _with_name_check(micrograph: Micrograph, kind: str, path: Path) -> Micrograph:
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES[kind] or suffix not in IMAGE_SUFFIXES:
        return micrograph
    from dataclasses import replace

    note = f"the file is called {suffix} but is {kind}; it was read as {kind}"
    return replace(micrograph, warnings=(note, *micrograph.warnings))

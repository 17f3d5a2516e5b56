"""Which files a list of paths, folders and patterns means."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ostwald.errors import InputError
from ostwald.microscopy.io.registry import image_suffixes

# What this program writes must not be measured when the results lie beside the images.
OWN_SUFFIXES = (".labels.tif", ".overlay.png", ".histogram.png")


def collect_images(inputs: Sequence[str], out: Path) -> list[Path]:
    """Expand folders and patterns.

    Args:
        inputs: Files, folders (with their subfolders) and patterns such as ``a/*.tif``.
        out: The folder of the results, which is left out.

    Returns:
        Files in the order given, sorted within folders and patterns, each once. Files named one
        by one are kept even if they do not exist: they are reported when they are opened.

    Raises:
        InputError: A folder or a pattern holds no image, or nothing was given.
    """
    found: dict[Path, Path] = {}
    for given in inputs:
        for path in _expand(given, out):
            found.setdefault(path.absolute(), path)
    if not found:
        raise InputError("no images were given", hint="name files, folders or patterns")
    return list(found.values())


def _expand(given: str, out: Path) -> list[Path]:
    path = Path(given)
    if path.is_dir():
        images = [p for p in _walk(path) if not (_within(p, out) and _within(out, path))]
        if not images:
            raise InputError(
                "the folder holds no image",
                where=given,
                hint="images end in " + ", ".join(image_suffixes()),
            )
        return _without_pairs(images)
    if not path.exists() and glob.has_magic(given):
        matches = [Path(p) for p in sorted(glob.glob(given, recursive=True))]
        images = [p for p in matches if p.is_file() and _is_image(p) and not _within(p, out)]
        if not images:
            raise InputError("the pattern matches no image", where=given)
        return _without_pairs(images)
    return [path]


def _walk(folder: Path) -> Iterator[Path]:
    """Images of a folder and its subfolders, but for hidden ones, in order of their paths."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in sorted(Path(root) / name for name in names):
            if _is_image(path) and path.is_file():
                yield path


def _is_image(path: Path) -> bool:
    name = path.name.lower()
    return (
        name.endswith(image_suffixes())
        and not name.endswith(OWN_SUFFIXES)
        and not name.startswith(".")
    )


def _without_pairs(images: list[Path]) -> list[Path]:
    """Leave out each EMI file whose SER files are there too: they hold the same images."""
    series = {p.stem.rsplit("_", 1)[0] for p in images if p.suffix.lower() == ".ser"}
    return [p for p in images if not (p.suffix.lower() == ".emi" and p.stem in series)]


def _within(path: Path, folder: Path) -> bool:
    return folder.absolute() in path.absolute().parents

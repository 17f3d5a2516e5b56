"""Which images a list of paths, folders, patterns and URLs means."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ostwald._files import display_name
from ostwald.errors import InputError, OstwaldError
from ostwald.microscopy.batch.source import Source, filesystem, is_url
from ostwald.microscopy.io.registry import image_suffixes

# What this program writes must not be measured when the results lie beside the images.
OWN_SUFFIXES = (".labels.tif", ".overlay.png", ".histogram.png")
_OWN_FILES = (
    ".particles.csv",
    ".measurement.json",
    ".rois.zip",
    ".parquet",
    "summary.csv",
    "summary.json",
)


@dataclass(frozen=True, slots=True)
class Collected:
    """What was found.

    Attributes:
        images: In the order given, sorted within folders and patterns, each once.
        skipped: Number of files passed over in folders, by the ends of their names.
    """

    images: list[Source]
    skipped: Counter[str] = field(default_factory=Counter)

    def skipped_line(self) -> str | None:
        """Say in one line what was passed over, or nothing."""
        if not self.skipped:
            return None
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.skipped.most_common())
        return f"Passed over as no images: {kinds}"


def collect_images(inputs: Sequence[str], out: str) -> Collected:
    """Expand folders and patterns.

    Args:
        inputs: Files, folders (with their subfolders) and patterns such as ``a/*.tif``, on this
            machine or as URLs.
        out: The folder of the results, which is left out.

    Returns:
        The images. Files named one by one are kept even if they do not exist: they are reported
        when they are opened.

    Raises:
        InputError: A folder or a pattern holds no image, or nothing was given.
    """
    collected = Collected([])
    found: dict[str, Source] = {}
    for given in inputs:
        for place in _expand(given, out, collected.skipped):
            source = Source(place)
            found.setdefault(source.identity, source)
    if not found:
        raise InputError("no images were given", hint="name files, folders or patterns")
    collected.images.extend(found.values())
    return collected


def every_frame(images: Iterable[Source], channel: str | None) -> Iterator[Source]:
    """Replace each file by the images in it that are worth measuring.

    Args:
        images: Files.
        channel: Name of the images.

    Yields:
        One source an image; a file that cannot be opened as it is, so that it is reported.
    """
    from ostwald.microscopy.io.reader import image_numbers

    for image in images:
        try:
            with image.local() as path:
                numbers = image_numbers(path, channel=channel)
        except OstwaldError:
            numbers = ()
        if len(numbers) < 2:
            yield image
            continue
        for number in numbers:
            yield Source(image.place, number)


def _expand(given: str, out: str, skipped: Counter[str]) -> list[str]:
    if is_url(given):
        return _expand_url(given, out, skipped)
    path, results = Path(given), Path(out)
    # Of os.path, not of pathlib: those raise where a name is too long or a folder is closed.
    if os.path.isdir(path):
        inside = [
            p for p in _walk(path, skipped) if not (_within(p, results) and _within(results, path))
        ]
        images = _images([str(p) for p in inside], skipped)
        if not images:
            raise InputError(
                "the folder holds no image",
                where=display_name(given),
                hint="images end in " + ", ".join(image_suffixes()),
            )
        return images
    if not os.path.exists(path) and glob.has_magic(given):
        matches = [Path(p) for p in sorted(glob.glob(given, recursive=True))]
        files = [str(p) for p in matches if os.path.isfile(p) and not _within(p, results)]
        images = _images(files, skipped)
        if not images:
            raise InputError("the pattern matches no image", where=display_name(given))
        return images
    return [given]


def _expand_url(given: str, out: str, skipped: Counter[str]) -> list[str]:
    system, path = filesystem(given)
    if glob.has_magic(path):
        files = [str(match) for match in sorted(system.glob(path))]
    elif system.isdir(path):
        files = sorted(str(match) for match in system.find(path))
    else:
        return [given]
    urls = [str(system.unstrip_protocol(file)) for file in files]
    images = _images([url for url in urls if not url.startswith(out.rstrip("/") + "/")], skipped)
    if not images:
        raise InputError("holds no image", where=display_name(given))
    return images


def _walk(folder: Path, skipped: Counter[str]) -> Iterator[Path]:
    """Files of a folder and its subfolders, but for hidden ones, in order of their paths.

    Links to nothing are among them: that an image is missing is told when it is opened. Folders
    that cannot be opened are counted.
    """

    def closed(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise InputError(
                f"the folder cannot be opened: {error.strerror}",
                where=display_name(str(folder)),
                hint="check its rights",
            ) from error
        skipped["folder that cannot be opened"] += 1

    for root, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name != "particles.parquet"
        )
        paths = (Path(root) / name for name in names)
        yield from sorted(p for p in paths if os.path.isfile(p) or not os.path.exists(p))


def _images(places: list[str], skipped: Counter[str]) -> list[str]:
    """Keep images, count the rest, leave out what this program wrote."""
    images = []
    for place in places:
        name = PurePosixPath(place).name.lower()
        if name.startswith(".") or name.endswith(OWN_SUFFIXES):
            continue
        if name.endswith(image_suffixes()):
            images.append(place)
        elif not name.endswith(_OWN_FILES):
            suffix = display_name(PurePosixPath(name).suffix)
            skipped[suffix or "without an end to its name"] += 1
    return _without_pairs(images)


def _without_pairs(images: list[str]) -> list[str]:
    """Leave out each EMI file whose SER files are there too: they hold the same images."""
    series = {
        str(PurePosixPath(p).parent / PurePosixPath(p).stem.rpartition("_")[0])
        for p in images
        if p.lower().endswith(".ser")
    }
    return [p for p in images if not (p.lower().endswith(".emi") and p[:-4] in series)]


def _within(path: Path, folder: Path) -> bool:
    return folder.absolute() in path.absolute().parents

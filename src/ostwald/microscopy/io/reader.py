"""Read any supported micrograph: the file's content, not its name, decides how."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from ostwald.errors import InputError, MissingExtraError, OstwaldError
from ostwald.microscopy.io.choice import choose, frame_numbers, numbered
from ostwald.microscopy.io.limits import check_file, check_shape
from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.io.picture import Picture
from ostwald.microscopy.io.registry import Format, formats, image_suffixes
from ostwald.microscopy.io.sidecar import calibration_beside

_HEAD_BYTES = 1024


def read_micrograph(
    path: Path | str, *, frame: int | None = None, channel: str | None = None
) -> Micrograph:
    """Read one micrograph with its pixel size.

    Args:
        path: A file of any format of ``registry.formats``.
        frame: Number of the image to read where the file holds several, counted from 1.
        channel: Name of the image to read, such as ``"HAADF"`` or ``"BF"``.

    Returns:
        The micrograph; of stacks and files with several images the one that is the micrograph,
        with a warning that names the others.

    Raises:
        InputError: The file is missing, empty, too large, damaged, of another kind, or holds no
            such image (a spectrum, a diffraction pattern, a four-dimensional data set).
        MissingExtraError: A package is needed that is not installed.
    """
    path = Path(path)
    with _opened(path) as (kind, pictures):
        chosen = choose(pictures, frame, channel, str(path))
        picture = chosen.picture
        if picture.calibration.reciprocal:
            raise InputError(
                f"is a diffraction pattern: its pixels are calibrated in "
                f"{picture.calibration.reciprocal}",
                where=str(path),
                hint="measure images, not diffraction patterns",
            )
        check_shape(picture.height_px, picture.width_px, str(path))
        samples = picture.load(chosen.frame)
        calibration = picture.calibration
        if calibration.nm_per_px is None:
            calibration = calibration_beside(path, picture) or calibration
        micrograph = Micrograph.from_array(
            samples,
            nm_per_px=calibration.mean_nm_per_px,
            nm_per_px_yx=None if calibration.is_square else calibration.nm_per_px,
            metadata_source=calibration.source,
            path=path,
            warnings=(*_name_notes(kind, path), *chosen.notes, *calibration.notes),
            info={
                "format": kind.name,
                "frames": chosen.images,
                "frame": chosen.number,
                "channel": chosen.name,
                "placeholder_scale": calibration.is_placeholder,
            },
        )
    if picture.depth_bits is not None:
        micrograph = replace(micrograph, bit_depth=picture.depth_bits)
    return micrograph


def image_numbers(path: Path | str, *, channel: str | None = None) -> tuple[int, ...]:
    """Number the images of a file that are worth measuring.

    Args:
        path: A file of any format of ``registry.formats``.
        channel: Name of the images, such as ``"HAADF"``.

    Returns:
        Values for ``frame`` of ``read_micrograph``, without previews and diffraction patterns.

    Raises:
        InputError: As for ``read_micrograph``.
        MissingExtraError: A package is needed that is not installed.
    """
    path = Path(path)
    with _opened(path) as (_, pictures):
        return frame_numbers(pictures, channel, str(path))


@dataclass(frozen=True, slots=True)
class ImageInFile:
    """One of the images that a file holds.

    Attributes:
        number: Value for ``frame`` of `read_micrograph`.
        name: What the file calls it, such as ``"HAADF"``.
        width_px: Columns.
        height_px: Rows.
        is_micrograph: Not a preview, a map or a diffraction pattern.
    """

    number: int
    name: str
    width_px: int
    height_px: int
    is_micrograph: bool


def images_in(path: Path | str) -> tuple[ImageInFile, ...]:
    """List the images of a file without decoding any.

    Args:
        path: A file of any format of ``registry.formats``.

    Returns:
        Every image, in the order of the file.

    Raises:
        InputError: As for `read_micrograph`.
        MissingExtraError: A package is needed that is not installed.
    """
    path = Path(path)
    with _opened(path) as (_, pictures):
        worth = set(frame_numbers(pictures, None, str(path)))
        return tuple(
            ImageInFile(
                entry.number,
                entry.name,
                entry.picture.width_px,
                entry.picture.height_px,
                entry.number in worth,
            )
            for entry in numbered(pictures)
        )


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Format, list[Picture]]]:
    """Open a file and turn whatever goes wrong inside into an error that says what it is."""
    check_file(path)
    kind = _format_of(path)
    try:
        with kind.opener(path) as pictures:
            if not pictures:
                raise InputError(
                    "holds no image", where=str(path), hint="export the image itself as TIFF"
                )
            yield kind, pictures
    except OstwaldError:
        raise
    except MemoryError:
        raise
    except Exception as error:
        raise _explained(error, kind.name, str(path)) from error


def _explained(error: Exception, kind: str, where: str) -> OstwaldError:
    """Tell a missing package and what is not supported from a damaged file."""
    reason = str(error).strip().splitlines()
    detail = reason[0][:160] if reason else ""
    lacks_decoder = "imagecodecs" in detail
    if (lacks_decoder and find_spec("imagecodecs") is None) or isinstance(error, ImportError):
        package = getattr(error, "name", None) or "imagecodecs"
        if kind == "TIFF" and package != "tifffile":  # decoders have their stand-ins elsewhere
            package = "imagecodecs"
        return MissingExtraError(
            f"this {kind} file needs the package {package}",
            where=where,
            hint="install it with: pip install 'ostwald[formats]'",
        )
    if lacks_decoder or isinstance(error, NotImplementedError):
        return InputError(
            f"is a kind of {kind} that is not supported ({detail})",
            where=where,
            hint="export the image as uncompressed TIFF",
        )
    return InputError(
        f"cannot be read as {kind}, it seems to be damaged "
        f"({type(error).__name__}{': ' if detail else ''}{detail})",
        where=where,
        hint="copy or export it again",
    )


def _format_of(path: Path) -> Format:
    with path.open("rb") as handle:
        head = handle.read(_HEAD_BYTES)
    for kind in formats():
        if kind.matches(head):
            return kind
    suffix = path.suffix.lower()
    named = next((kind for kind in formats() if suffix in kind.suffixes), None)
    if named is not None and named.unsigned:
        return named
    if named is not None:
        raise InputError(
            f"is called {suffix} but its content is not {named.name}",
            where=str(path),
            hint="it was renamed or is damaged: export it again as TIFF or PNG",
        )
    raise InputError(
        "is not an image format that ostwald reads",
        where=str(path),
        hint="use " + ", ".join(kind.name for kind in formats()),
    )


def _name_notes(kind: Format, path: Path) -> tuple[str, ...]:
    suffix = path.suffix.lower()
    if suffix in kind.suffixes or suffix not in image_suffixes():
        return ()
    return (f"the file is called {suffix} but is {kind.name}; it was read as {kind.name}",)

"""Which of the images in a file is measured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ostwald.errors import InputError
from ostwald.microscopy.io.picture import Picture

# Signals of scanning microscopes, the one that shows particles most plainly first.
_DETECTORS = ("haadf", "adf", "bf", "df")
# An image of less than a quarter of the largest one's pixels is taken for a preview of it.
_PREVIEW_SHARE = 0.25
_NAMED = 6
_CHOOSE = "choose others with --frame, --channel or --all-frames"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One image of a file.

    Attributes:
        picture: The picture or stack it belongs to.
        frame: Its place in the stack, from 0.
        number: Its number in the file, from 1.
        name: What it is called.
        images: Number of images in the file.
        notes: Which other images there are.
    """

    picture: Picture
    frame: int
    number: int
    name: str
    images: int
    notes: tuple[str, ...] = ()


def choose(
    pictures: Sequence[Picture], frame: int | None, channel: str | None, where: str
) -> Chosen:
    """Choose the image to measure.

    Args:
        pictures: Those in the file, in its order.
        frame: Number of the image in the file, counted from 1 over all pictures and their frames.
        channel: Part of the name of the image, such as ``"HAADF"``; case does not matter.
        where: The file, for errors.

    Returns:
        What was asked for; else the image that is in real space, no preview, calibrated, and of
        the most telling detector, the first of those. The others are named in a note.

    Raises:
        InputError: There is no such frame or channel.
    """
    entries = list(numbered(pictures))
    asked = entries
    if channel is not None:
        asked = _of_channel(entries, channel)
        if not asked:
            raise InputError(
                f"holds no image called {channel!r}",
                where=where,
                hint="it holds: " + _listed(entries),
            )
    if frame is not None:
        asked = [entry for entry in asked if entry.number == frame]
        if not asked:
            raise InputError(
                f"holds no image number {frame}" + (f" called {channel!r}" if channel else ""),
                where=where,
                hint=f"images are counted from 1; it holds {_listed(entries)}",
            )
    largest = _largest(entries)
    best = min(asked, key=lambda entry: (*_rank(entry, largest), entry.number))
    notes = best.picture.notes
    if frame is None and len(entries) > 1:
        notes = (_what_else(entries, best), *notes)
    return Chosen(best.picture, best.frame, best.number, best.name, len(entries), notes)


def frame_numbers(pictures: Sequence[Picture], channel: str | None, where: str) -> tuple[int, ...]:
    """Number every image that is worth measuring, for ``--all-frames``.

    Args:
        pictures: Those in the file, in its order.
        channel: Part of their names.
        where: The file, for errors.

    Returns:
        Numbers for ``choose``, without previews and diffraction patterns.

    Raises:
        InputError: None has that name.
    """
    best = choose(pictures, None, channel, where)
    entries = list(numbered(pictures))
    if channel is not None:
        entries = _of_channel(entries, channel)
    largest = _largest(entries)
    rank = _rank(best, largest)[:2]
    return tuple(entry.number for entry in entries if _rank(entry, largest)[:2] <= rank)


def numbered(pictures: Sequence[Picture]) -> Iterator[Chosen]:
    """Number the images of a file, from 1 over all pictures and their frames."""
    images = sum(picture.frames for picture in pictures)
    number = 0
    for picture in pictures:
        for frame in range(picture.frames):
            number += 1
            yield Chosen(picture, frame, number, picture.frame_name(frame), images)


def _of_channel(entries: list[Chosen], channel: str) -> list[Chosen]:
    """Entries of that very name, else those whose name has it as a word: ``DF`` is in ``DF2``."""
    wanted = channel.strip().casefold()
    exact = [entry for entry in entries if entry.name.casefold() == wanted]
    word = re.compile(rf"(?<![a-z0-9]){re.escape(wanted)}(?![a-z])")
    return exact or [entry for entry in entries if word.search(entry.name.casefold())]


def _largest(entries: list[Chosen]) -> Picture:
    pictures = [entry.picture for entry in entries]
    return max([one for one in pictures if not one.is_preview] or pictures, key=_pixels)


def _rank(entry: Chosen, largest: Picture) -> tuple[bool, bool, bool, bool, int]:
    """Order the images of a file: what is first by this is measured."""
    picture = entry.picture
    calibration = picture.calibration
    share = _pixels(picture) / _pixels(largest)
    # A pattern's preview has no size; a calibrated image beside a pattern is an image.
    own = calibration.nm_per_px is not None and largest.calibration.reciprocal is not None
    name = entry.name.casefold()
    detector = next((k for k, sign in enumerate(_DETECTORS) if sign in name), len(_DETECTORS))
    of_no_name = detector == len(_DETECTORS) and not picture.is_peer
    return (
        picture.is_preview or (share < _PREVIEW_SHARE and not own),
        calibration.reciprocal is not None,
        share < 1 and of_no_name and _same_shape(picture, largest),
        calibration.nm_per_px is None and not picture.is_peer,
        detector,
    )


def _pixels(picture: Picture) -> int:
    return max(1, picture.height_px * picture.width_px)


def _same_shape(small: Picture, large: Picture) -> bool:
    """Sides in the same ratio, to a pixel: one may be the other, reduced."""
    ratio = large.width_px / max(1, small.width_px)
    return abs(small.height_px * ratio - large.height_px) <= ratio


def _what_else(entries: list[Chosen], best: Chosen) -> str:
    if best.picture.frames == len(entries):
        which = "the first" if best.number == 1 else f"number {best.number}"
        return f"the file holds {len(entries)} images; only {which} is measured; {_CHOOSE}"
    others = [entry for entry in entries if entry is not best]
    return (
        f"the file holds {len(entries)} images; number {best.number} ({_described(best)}) is "
        f"measured, not {_listed(others)}; {_CHOOSE}"
    )


def _listed(entries: list[Chosen]) -> str:
    named = [f"{entry.number} ({_described(entry)})" for entry in entries[:_NAMED]]
    more = len(entries) - len(named)
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def _described(entry: Chosen) -> str:
    picture = entry.picture
    kind = ", diffraction" if picture.calibration.reciprocal else ""
    kind = ", reduced or a map" if picture.is_preview else kind
    return f"{entry.name}, {picture.width_px} x {picture.height_px} px{kind}"

"""What a person does to the particles of an image by hand: delete, split, merge, draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.errors import InputError

Labels = NDArray[np.int32]
Point = tuple[float, float]
Kind = Literal["delete", "split", "merge", "draw"]

LEAST_PX = 4
"""Pixels of the smallest particle that can be marked by hand."""
_GAP_PX = 3
"""Particles that are merged may lie so far apart: what lies between is filled."""
_REPLACED_SHARE = 0.5
"""A particle of which a drawn outline covers so much is what was drawn anew."""
_MOST_CORNERS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What one edit changed, so that it can be undone.

    Attributes:
        box: Rows and columns of the part that changed.
        before: The labels there.
        after: The labels there now.
        removed: Numbers that are gone, or whose particle is another one now.
        added: New numbers, also those of particles that lost pixels.
    """

    box: tuple[slice, slice]
    before: Labels
    after: Labels
    removed: tuple[int, ...]
    added: tuple[int, ...]

    def reversed(self) -> Change:
        """Return the change back."""
        return Change(self.box, self.after, self.before, self.added, self.removed)

    def apply_to(self, labels: Labels) -> None:
        """Make the change in a label image."""
        labels[self.box] = self.after


class Edit(Protocol):
    """Something a person does to particles."""

    @property
    def kind(self) -> Kind:
        """What it does."""

    def change(self, labels: Labels, free: int) -> Change:
        """Work out what it changes.

        Args:
            labels: (height, width) the particles; left as they are.
            free: The first number that no particle ever had.

        Returns:
            The change.

        Raises:
            InputError: It cannot be done.
        """


@dataclass(frozen=True, slots=True)
class Delete:
    """Take particles away.

    Attributes:
        particles: Their numbers.
    """

    particles: tuple[int, ...]
    kind: Kind = "delete"

    def change(self, labels: Labels, free: int) -> Change:
        """Work out what it changes; see `Edit`."""
        box = _box(labels, self.particles)
        before = labels[box].copy()
        after = np.where(np.isin(before, self.particles), 0, before).astype(np.int32)
        return Change(box, before, after, self.particles, ())


@dataclass(frozen=True, slots=True)
class Merge:
    """Make one particle of several that lie side by side.

    Attributes:
        particles: Their numbers, at least two.
    """

    particles: tuple[int, ...]
    kind: Kind = "merge"

    def change(self, labels: Labels, free: int) -> Change:
        """Work out what it changes; see `Edit`."""
        if len(set(self.particles)) < 2:
            raise InputError("it takes two particles to merge", hint="choose a second one")
        box = _grown(_box(labels, self.particles), _GAP_PX + 1, labels.shape)
        before = labels[box].copy()
        mask = np.isin(before, self.particles)
        disc = _disc(_GAP_PX / 2)
        # Closing within a margin of its own, for at the frame it would eat the particles.
        wide = np.pad(mask, _GAP_PX)
        closed = ndimage.binary_closing(wide, disc)[_GAP_PX:-_GAP_PX, _GAP_PX:-_GAP_PX]
        merged = mask | (closed & (before == 0))
        if ndimage.label(merged, np.ones((3, 3)))[1] > 1:
            raise InputError(
                "the particles do not lie side by side",
                hint="draw the outline of what is one particle instead",
            )
        after = np.where(merged, free, before).astype(np.int32)
        return Change(box, before, after, self.particles, (free,))


@dataclass(frozen=True, slots=True)
class Split:
    """Part particles along a line.

    Attributes:
        start: (x, y) where the line begins; (0, 0) is the centre of the first pixel.
        end: Where it ends.
        particles: The particles that may be parted; all that it crosses when empty.
    """

    start: Point
    end: Point
    particles: tuple[int, ...] = ()
    kind: Kind = "split"

    def change(self, labels: Labels, free: int) -> Change:
        """Work out what it changes; see `Edit`."""
        line = _line(self.start, self.end, labels.shape)
        crossed = np.unique(labels[line])
        crossed = crossed[crossed > 0]
        if self.particles:
            _box(labels, self.particles)
            crossed = crossed[np.isin(crossed, self.particles)]
        if not crossed.size:
            raise InputError(
                "the line crosses no particle", hint="draw it from one side of a particle across"
            )
        box = _box(labels, tuple(crossed.tolist()))
        before = labels[box].copy()
        after = before.copy()
        cut = np.zeros(labels.shape, bool)
        cut[line] = True
        removed: list[int] = []
        added: list[int] = []
        for number in crossed.tolist():
            pieces = _pieces(before == number, cut[box])
            if len(pieces) > 1:
                removed.append(number)
            for piece in pieces if len(pieces) > 1 else ():
                after[piece] = free + len(added)
                added.append(free + len(added))
        if not removed:
            raise InputError(
                "the line does not part the particle",
                hint="draw it right across, from one side to the other",
            )
        return Change(box, before, after, tuple(removed), tuple(added))


@dataclass(frozen=True, slots=True)
class Draw:
    """Mark a particle by its outline.

    Attributes:
        corners: (x, y) of its corners, at least three; (0, 0) is the centre of the first pixel.
    """

    corners: tuple[Point, ...]
    kind: Kind = "draw"

    def change(self, labels: Labels, free: int) -> Change:
        """Work out what it changes; see `Edit`."""
        from skimage import draw

        polygon: Any = draw.polygon
        points = np.array(self.corners, dtype=float)
        if points.ndim != 2 or not 3 <= len(points) <= _MOST_CORNERS:
            raise InputError("an outline has three corners or more")
        if not np.isfinite(points).all():
            raise InputError("the outline has corners that are no numbers")
        limit = float(max(labels.shape))
        points = np.clip(points, -limit, 2 * limit)
        drawn = np.zeros(labels.shape, bool)
        drawn[polygon(points[:, 1], points[:, 0], labels.shape)] = True
        covered = np.bincount(labels[drawn], minlength=1)
        touched = [int(n) for n in np.flatnonzero(covered) if n]
        replaced = [
            n for n in touched if covered[n] >= _REPLACED_SHARE * np.count_nonzero(labels == n)
        ]
        kept = drawn & ((labels == 0) | np.isin(labels, replaced))
        pieces, count = ndimage.label(kept)
        if count > 1:  # what neighbours leave of it
            kept = pieces == 1 + int(np.argmax(np.bincount(pieces.ravel())[1:]))
        if np.count_nonzero(kept) < LEAST_PX:
            raise InputError(
                "nothing is left of the outline: it is too small, or lies on other particles",
                hint="draw it larger, or delete what is there first",
            )
        changed = kept | np.isin(labels, replaced)
        rows, columns = ndimage.find_objects(changed.astype(np.int8))[0]
        box = (rows, columns)
        before = labels[box].copy()
        after = np.where(np.isin(before, replaced), 0, before)
        after = np.where(kept[box], free, after).astype(np.int32)
        return Change(box, before, after, tuple(replaced), (free,))


def edit_to_json(edit: Edit) -> dict[str, Any]:
    """Return an edit as JSON."""
    return {name: getattr(edit, name) for name in edit.__slots__}  # type: ignore[attr-defined]


def edit_from_json(content: dict[str, Any]) -> Edit:
    """Read an edit that `edit_to_json` gave, or that a page sent.

    Args:
        content: Its fields.

    Returns:
        The edit.

    Raises:
        InputError: It is none.
    """
    try:
        kind = content["kind"]
        if kind == "delete":
            return Delete(_numbers(content["particles"]))
        if kind == "merge":
            return Merge(_numbers(content["particles"]))
        if kind == "split":
            start, end = _point(content["start"]), _point(content["end"])
            return Split(start, end, _numbers(content.get("particles", ())))
        if kind == "draw":
            return Draw(tuple(_point(corner) for corner in content["corners"]))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise InputError(f"this is no edit ({type(error).__name__}: {error})") from error
    raise InputError(f"there is no edit called {str(kind)[:40]!r}")


def _numbers(values: Any) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(value) for value in values))


def _point(values: Any) -> Point:
    x, y = (float(value) for value in values)
    return x, y


def _box(labels: Labels, particles: tuple[int, ...]) -> tuple[slice, slice]:
    """The part of the picture that holds particles, all of which must be there."""
    if not particles:
        raise InputError("no particle is chosen", hint="click one first")
    boxes = ndimage.find_objects(labels)
    found = [boxes[n - 1] if 0 < n <= len(boxes) else None for n in particles]
    missing = [str(n) for n, box in zip(particles, found, strict=True) if box is None]
    if missing:
        raise InputError(f"there is no particle {', '.join(missing)}")
    rows, columns = zip(*[box for box in found if box is not None], strict=True)
    return (
        slice(min(r.start for r in rows), max(r.stop for r in rows)),
        slice(min(c.start for c in columns), max(c.stop for c in columns)),
    )


def _grown(box: tuple[slice, slice], margin: int, shape: tuple[int, ...]) -> tuple[slice, slice]:
    rows, columns = (
        slice(max(0, side.start - margin), min(length, side.stop + margin))
        for side, length in zip(box, shape, strict=True)
    )
    return rows, columns


def _line(start: Point, end: Point, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Rows and columns of the pixels on a line, as far as they lie in the picture."""
    from skimage import draw

    drawn: Any = draw.line
    limit = 2 * max(shape)
    if not np.isfinite([*start, *end]).all() or np.abs([*start, *end]).max() > limit:
        raise InputError("the line leaves the picture")
    (x0, y0), (x1, y1) = start, end
    rows, columns = drawn(round(y0), round(x0), round(y1), round(x1))
    within = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
    return rows[within], columns[within]


def _pieces(mask: NDArray[np.bool_], cut: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """What a line leaves of a particle, each pixel in one piece; no pieces where it parts none."""
    whole, left = _large(mask), _large(mask & ~cut)
    if left.max() <= whole.max():
        return []
    # Pixels of the line, and crumbs, go to the piece that is nearest to them.
    nearest = ndimage.distance_transform_edt(left == 0, return_distances=False, return_indices=True)
    owner = left[tuple(nearest)]
    return [mask & (owner == number) for number in range(1, int(left.max()) + 1)]


def _large(mask: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Pieces of a mask that are large enough for a particle, numbered from 1."""
    pieces, count = ndimage.label(mask)
    large = np.bincount(pieces.ravel(), minlength=count + 1) >= LEAST_PX
    large[0] = False
    return np.asarray(np.where(large, np.cumsum(large), 0)[pieces], dtype=np.int32)


def _disc(radius: float) -> NDArray[np.bool_]:
    side = int(np.ceil(radius))
    y, x = np.mgrid[-side : side + 1, -side : side + 1]
    return np.asarray(x**2 + y**2 <= (radius + 0.5) ** 2)

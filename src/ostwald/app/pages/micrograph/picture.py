"""One image of an album: its file, how far its measurement is, and its review once it is done."""

from __future__ import annotations

import json
import secrets
import shutil
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ostwald.app.pages.micrograph.outlines import outlines_of
from ostwald.app.pages.micrograph.workspace import Workspace
from ostwald.errors import InputError, OstwaldError
from ostwald.microscopy.marked import Measurement
from ostwald.microscopy.review.edits import Change, edit_from_json, edit_to_json
from ostwald.microscopy.review.review import Review
from ostwald.microscopy.scale.by_hand import HandBar, with_bar, with_pixel_size
from ostwald.microscopy.settings import Settings

if TYPE_CHECKING:
    from ostwald.app.jobs import Job

Stage = Literal["waiting", "working", "done", "failed", "cancelled"]


@dataclass(slots=True, eq=False)
class Picture:
    """One image.

    Attributes:
        id: What it is called here.
        name: What its file is called; only to be shown.
        upload: The file.
        folder: Where what was found lies.
        stage: How far it is.
        job: The work on it, while there is some.
        error: Why it failed.
        about: What the worker returned.
        frame: Number of the image in a file with several; None lets the reader choose.
        roi: Part that is measured.
        panels: Parts of a figure with several, of which one is measured.
        settings: Which particles count.
        hand_scale: The scale set by hand, as it is kept: a bar or a pixel size.
        version: Grows with every change, so that several windows notice.
        edited: Grows with every change of particles, so that windows draw what others have done.
        measured: The measurement now; None before it is done or after a restart.
    """

    name: str
    upload: Path
    folder: Path
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    stage: Stage = "waiting"
    job: Job | None = None
    error: OstwaldError | None = None
    about: dict[str, Any] = field(default_factory=dict)
    frame: int | None = None
    roi: tuple[int, int, int, int] | None = None
    panels: tuple[tuple[int, int, int, int], ...] = ()
    settings: Settings = field(default_factory=Settings)
    hand_scale: dict[str, Any] | None = None
    version: int = 0
    edited: int = 0
    measured: Measurement | None = None
    summary: dict[str, Any] | None = None
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _review: Review | None = None

    @property
    def about_file(self) -> str:
        """Which image of the file it is, so that browsers tell pictures apart."""
        return f"{self.frame or 0}-{'-'.join(map(str, self.roi or ()))}"

    @property
    def work(self) -> Workspace:
        """Where what was found lies."""
        return Workspace(self.folder)

    @property
    def has_picture(self) -> bool:
        """Whether there is something to show."""
        return self.work.picture.exists()

    @property
    def pixels(self) -> int:
        """How many it has; 0 before that is known."""
        return int(self.about.get("width_px", 0)) * int(self.about.get("height_px", 0))

    @property
    def has_outlines(self) -> bool:
        """Whether the particles are found, if not measured."""
        return self.work.outlines.exists()

    @property
    def review(self) -> Review:
        """The image under correction, read from disk when needed; call it off the event loop."""
        with self.lock:
            if self._review is None:
                found, table = self.work.read_found()
                review = Review(found, table)
                state = self.work.read_state()
                review.repeat(
                    map(edit_from_json, state.get("edits", ())),
                    map(edit_from_json, state.get("undone", ())),
                )
                self._review = review
                if self.hand_scale is not None:
                    self._apply_scale()
            return self._review

    def forget_review(self) -> None:
        """Free memory; what was done is on disk."""
        self._review = self.measured = None

    def restart(self) -> None:
        """Begin anew, as with another image or panel of the file."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.forget_review()
        self.job = None  # whatever still runs is about something else
        self.summary = self.error = self.hand_scale = None
        self.about, self.stage = {}, "waiting"
        self.version += 1

    def measurement(self) -> Measurement:
        """Say what the image tells now; call it off the event loop."""
        with self.lock:
            return self.measured or self._measure()

    def edit(self, what: Callable[[Review], Change]) -> tuple[Change, dict[int, list[int]]]:
        """Change particles, measure what changed and write it down.

        Args:
            what: Such as ``lambda review: review.undo()``.

        Returns:
            What changed, and the outlines of the particles that are new.

        Raises:
            InputError: It cannot be done; nothing has changed.
        """
        with self.lock:
            change = what(self.review)
            self.edited += 1
            done = self.review.corrections
            self.work.write_state(
                {
                    "edits": [edit_to_json(edit) for edit in done.edits],
                    "undone": [edit_to_json(edit) for edit in done.undone],
                }
            )
            self._measure()
            return change, outlines_of(done.labels, change.added)

    def outlines(self) -> str:
        """Return the outlines of the particles that there are now, as JSON; it may block."""
        text = self.work.outlines.read_text(encoding="utf-8")
        if self.stage != "done":
            return text
        with self.lock:
            found, now = self.review.found.labels, self.review.corrections.labels
            if not self.review.corrections.edits:
                return text
            before, after = (set(np.unique(labels).tolist()) - {0} for labels in (found, now))
            outlines = {n: c for n, c in json.loads(text).items() if int(n) in after}
            outlines |= {str(n): c for n, c in outlines_of(now, sorted(after - before)).items()}
            return json.dumps(outlines, separators=(",", ":"))

    def use_settings(self, settings: Settings) -> None:
        """Count other particles."""
        with self.lock:
            self.settings = settings
            self._measure()

    def use_scale(self, scale: dict[str, Any] | None) -> None:
        """Set the scale by hand, or take the one that was found.

        Args:
            scale: ``{"bar": [x0, y0, x1, y1], "value_nm": ...}``, ``{"nm_per_px": ...}`` or None.

        Raises:
            InputError: It is not possible; the scale is as before.
        """
        with self.lock:
            before = self.hand_scale
            self.hand_scale = scale
            try:
                self._apply_scale()
            except InputError:
                self.hand_scale = before
                raise
            self._measure()

    def _measure(self) -> Measurement:
        measured = self.review.measurement(self.settings, self.name)
        self.measured, self.summary = measured, measured.to_json()
        self.version += 1
        return measured

    def _apply_scale(self) -> None:
        review, scale = self.review, self.hand_scale
        found = review.found.scale
        if scale is None:
            review.use_scale(found)
        elif "bar" in scale:
            x0, y0, x1, y1 = map(float, scale["bar"])
            bar = HandBar((x0, y0), (x1, y1), float(scale["value_nm"]))
            review.use_scale(with_bar(found, bar, review.found.micrograph.nm_per_px_yx))
        else:
            review.use_scale(with_pixel_size(found, float(scale["nm_per_px"])))

    def to_json(self) -> dict[str, Any]:
        """Return what outlives a restart."""
        return {
            "id": self.id,
            "name": self.name,
            "upload": self.upload.name,
            "stage": "done" if self.stage == "done" else "waiting",
            "failed": None
            if self.error is None or self.stage not in ("failed", "cancelled")
            else [self.error.problem, self.error.where, self.error.hint],
            "about": self.about,
            "frame": self.frame,
            "roi": self.roi,
            "panels": self.panels,
            "settings": asdict(replace(self.settings, borrowed=None)),
            "hand_scale": self.hand_scale,
            "summary": self.summary,
        }

    @classmethod
    def from_json(cls, content: dict[str, Any], uploads: Path, folder: Path) -> Picture:
        """Read what `to_json` gave."""
        failed, roi = content["failed"], content["roi"]
        settings = dict(content["settings"])
        settings["roi"] = tuple(settings["roi"]) if settings["roi"] else None
        return cls(
            name=content["name"],
            upload=uploads / content["upload"],
            folder=folder / content["id"],
            id=content["id"],
            stage="failed" if failed else content["stage"],
            error=InputError(failed[0], where=failed[1], hint=failed[2]) if failed else None,
            about=content["about"],
            frame=content["frame"],
            roi=tuple(roi) if roi else None,
            panels=tuple((x, y, w, h) for x, y, w, h in content["panels"]),
            settings=Settings(**settings),
            hand_scale=content["hand_scale"],
            summary=content["summary"],
        )


def dumped(pictures: list[Picture]) -> str:
    """Return images as JSON text."""
    return json.dumps({"pictures": [picture.to_json() for picture in pictures]})

"""The images of one browser tab, and where all tabs' images are found again."""

from __future__ import annotations

import asyncio
import json
import math
import os
import re
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ostwald._files import write_text
from ostwald.app.pages.micrograph import work
from ostwald.app.pages.micrograph.albums_on_disk import LIST, folder_of
from ostwald.app.pages.micrograph.picture import Picture, dumped
from ostwald.app.uploads import MICROGRAPH_SUFFIXES, shown_name
from ostwald.errors import InputError, OstwaldError

if TYPE_CHECKING:
    from ostwald.app.services import Services

MOST_PICTURES = 500
_MOST_ALBUMS = 64
_MOST_OPEN_PIXELS = 100_000_000
"""Pixels of the images of everybody that are kept in memory; each takes about ten bytes."""
_NOTED_EVERY_S = 600.0
_ID = re.compile(r"[A-Za-z0-9_-]{20,64}")


class OpenPictures:
    """The images that are in memory; those not looked at for long leave it."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[str, Picture] = OrderedDict()

    def opened(self, picture: Picture) -> None:
        """Note that an image is looked at."""
        self._pictures[picture.id] = picture
        self._pictures.move_to_end(picture.id)
        while len(self._pictures) > 1 and self._pixels() > _MOST_OPEN_PIXELS:
            _, oldest = self._pictures.popitem(last=False)
            oldest.forget_review()

    def closed(self, picture: Picture) -> None:
        """Note that an image is gone."""
        self._pictures.pop(picture.id, None)

    def _pixels(self) -> int:
        return sum(picture.pixels for picture in self._pictures.values())


class Album:
    """The images of one browser tab.

    Args:
        album_id: Cannot be guessed: who knows it may see the images.
        folder: Where they lie.
        services: What the app shares.
        open_pictures: Images in memory, of everybody.
    """

    def __init__(
        self, album_id: str, folder: Path, services: Services, open_pictures: OpenPictures
    ) -> None:
        self.id = album_id
        self.pictures: list[Picture] = []
        self._folder, self._services = folder, services
        self._tasks: set[asyncio.Task[None]] = set()
        self._noted = -math.inf
        self._open = open_pictures
        self._load()

    def get(self, picture_id: str) -> Picture:
        """Return an image.

        Raises:
            KeyError: There is none.
        """
        for picture in self.pictures:
            if picture.id == picture_id:
                return picture
        raise KeyError(picture_id)

    async def add(self, name: str, chunks: AsyncIterator[bytes]) -> Picture:
        """Take a file and begin to measure it.

        Args:
            name: What the browser calls it.
            chunks: Its bytes.

        Returns:
            The image.

        Raises:
            InputError: It cannot be taken.
        """
        if len(self.pictures) >= MOST_PICTURES:
            raise InputError(
                f"there are {MOST_PICTURES} images already",
                where=name,
                hint="remove some, or measure folders with `ostwald measure`",
            )
        upload = await self._services.uploads.save(name, chunks, MICROGRAPH_SUFFIXES)
        picture = Picture(upload.name, upload.path, self._folder)
        picture.folder = self._folder / picture.id
        self.pictures.append(picture)
        self.begin(picture)
        return picture

    def refuse(self, name: str, error: OstwaldError) -> None:
        """List a file that was not taken, with the reason.

        Args:
            name: What it is called.
            error: Why not.
        """
        if len(self.pictures) < MOST_PICTURES:
            picture = Picture(shown_name(name), self._folder / "none", self._folder)
            picture.folder = self._folder / picture.id
            picture.stage, picture.error = "failed", error
            self.pictures.append(picture)

    def begin(self, picture: Picture) -> None:
        """Measure an image in a worker."""
        task = asyncio.get_running_loop().create_task(self._measure(picture))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cancel(self, picture: Picture) -> None:
        """Stop the work on an image."""
        if picture.job is not None:
            self._services.jobs.cancel(picture.job)

    def remove(self, picture: Picture) -> None:
        """Take an image out and throw its files away."""
        self.cancel(picture)
        if picture in self.pictures:
            self.pictures.remove(picture)
        self._open.closed(picture)
        picture.restart()
        picture.upload.unlink(missing_ok=True)
        self.save()

    def opened(self, picture: Picture) -> None:
        """Note that an image is looked at; call it before its review is asked for."""
        self._open.opened(picture)

    def looked_at(self) -> None:
        """Note that a window shows the album, so that it is not thrown away as old."""
        now = time.monotonic()
        if now - self._noted > _NOTED_EVERY_S:
            self._noted = now
            with suppress(FileNotFoundError):  # nothing was written yet
                os.utime(self._folder)

    def save(self) -> None:
        """Write down what there is."""
        if self.pictures or self._folder.exists():
            write_text(self._folder / LIST, dumped(self.pictures))

    async def _measure(self, picture: Picture) -> None:
        jobs, version = self._services.jobs, picture.version
        while True:
            try:
                job = jobs.submit(
                    "measure",
                    picture.name,
                    work.measure_upload,
                    path=picture.upload,
                    folder=picture.folder,
                    name=picture.name,
                    frame=picture.frame,
                    roi=picture.roi,
                )
                break
            except OstwaldError:  # the queue is full: wait for a place
                await asyncio.sleep(1.0)
                if picture not in self.pictures or picture.version != version:
                    return
        picture.job, picture.stage = job, "working"
        try:
            about = await jobs.result(job)
            if picture not in self.pictures or picture.job is not job:
                return
            picture.about = about
            panels = picture.about.get("panels")
            if panels:
                picture.panels = tuple((x, y, w, h) for x, y, w, h in panels)
                raise InputError(
                    f"shows {len(panels)} panels, whose scales may differ",
                    where=picture.name,
                    hint="choose the panel to measure",
                )
            self.opened(picture)
            await asyncio.to_thread(picture.measurement)
            picture.stage = "done"
        except OstwaldError as error:
            if picture.job is job:
                picture.error = error
                picture.stage = "cancelled" if job.state == "cancelled" else "failed"
        finally:
            if picture.job is job:  # and not one for another image of the file, begun since
                picture.job = None
                picture.version += 1
            jobs.drop(job)
        self.save()

    def _load(self) -> None:
        try:
            content = json.loads((self._folder / LIST).read_text(encoding="utf-8"))
            uploads = self._services.settings.uploads
            self.pictures = [
                Picture.from_json(one, uploads, self._folder) for one in content["pictures"]
            ]
        except (OSError, ValueError, KeyError, TypeError):
            return
        for picture in self.pictures:
            if picture.stage == "waiting":  # the server ended before it was measured
                self.begin(picture)


class Albums:
    """All albums there are.

    Args:
        services: What the app shares.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._albums: OrderedDict[str, Album] = OrderedDict()
        self._open = OpenPictures()

    def get(self, album_id: str) -> Album:
        """Return the album of that id, also one that a server before this one has kept.

        Args:
            album_id: What `secrets.token_urlsafe` made.

        Returns:
            The album; an empty one where there was none.

        Raises:
            KeyError: Nothing that could be an id.
        """
        if not _ID.fullmatch(album_id):
            raise KeyError(album_id)
        album = self._albums.get(album_id)
        if album is None:
            folder = folder_of(album_id, self._services.settings.uploads)
            album = self._albums[album_id] = Album(album_id, folder, self._services, self._open)
        self._albums.move_to_end(album_id)
        while len(self._albums) > _MOST_ALBUMS:
            self._albums.popitem(last=False)
        return album

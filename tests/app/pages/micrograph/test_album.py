"""The images of one tab, their work begun and cancelled, and how long they are kept."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.pages.micrograph.album import Album, OpenPictures
from ostwald.app.pages.micrograph.picture import Picture
from ostwald.app.uploads import is_old
from ostwald.errors import InputError, OstwaldError


class HeldJobs:
    """Jobs that end when a test says so."""

    def __init__(self) -> None:
        self.jobs: list[Any] = []

    def submit(self, *_: Any, **__: Any) -> Any:
        job = SimpleNamespace(state="running", end=asyncio.get_running_loop().create_future())
        self.jobs.append(job)
        return job

    async def result(self, job: Any) -> Any:
        return await job.end

    def cancel(self, job: Any) -> None:
        if not job.end.done():
            job.state = "cancelled"
            job.end.set_exception(OstwaldError("it was cancelled"))

    drop = cancel


def test_the_end_of_cancelled_work_does_not_touch_the_work_that_follows(tmp_path: Path) -> None:
    async def steps() -> None:
        jobs = HeldJobs()
        services: Any = SimpleNamespace(jobs=jobs)
        album = Album("a" * 24, tmp_path / "album", services, OpenPictures())
        picture = Picture("a.png", tmp_path / "a.png", tmp_path / "album" / "a")
        album.pictures.append(picture)
        album.begin(picture)
        await asyncio.sleep(0)
        first = picture.job
        # Another image of the file is chosen while the first is still worked on.
        album.cancel(picture)
        picture.restart()
        album.begin(picture)
        for _ in range(10):
            await asyncio.sleep(0)
        assert picture.job is jobs.jobs[1] is not first
        assert (picture.stage, picture.error) == ("working", None)
        album.cancel(picture)
        for _ in range(10):
            await asyncio.sleep(0)
        assert (picture.stage, picture.job) == ("cancelled", None)
        # A restart before there was room in the queue begins one piece of work, not two.
        picture.restart()
        full = [InputError("full")]
        submit = jobs.submit
        jobs.submit = lambda *a, **k: (_ for _ in ()).throw(full[0]) if full else submit(*a, **k)  # type: ignore[method-assign]
        album.begin(picture)
        await asyncio.sleep(0)
        picture.restart()
        full.clear()
        album.begin(picture)
        await asyncio.sleep(1.2)
        assert len(jobs.jobs) == 3
        album.cancel(picture)
        await asyncio.sleep(0.1)

    asyncio.run(steps())


def test_an_album_that_a_window_shows_does_not_grow_old(tmp_path: Path) -> None:
    services: Any = SimpleNamespace(jobs=HeldJobs())
    folder = tmp_path / "album"
    album = Album("a" * 24, folder, services, OpenPictures())
    album.looked_at()  # nothing is there yet
    folder.mkdir()
    os.utime(folder, (0, 0))
    assert is_old(folder)
    Album("a" * 24, folder, services, OpenPictures()).looked_at()
    assert not is_old(folder)

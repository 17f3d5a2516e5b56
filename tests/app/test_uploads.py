"""Uploads go after a day, unless somebody still needs them."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.jobs import Job, Jobs
from ostwald.app.pages.micrograph.albums_on_disk import LIST, folder_of, uploads_in_use
from ostwald.app.settings import Settings
from ostwald.app.uploads import Upload, Uploads

DAY_S = 24 * 3600


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data=tmp_path)
    settings.uploads.mkdir(parents=True)
    return settings


def aged(path: Path, days: float) -> Path:
    """Make a file, unless it is there, and let it be some days old."""
    if not path.exists():
        path.write_bytes(b"x")
    then = time.time() - days * DAY_S
    os.utime(path, (then, then))
    return path


def album(settings: Settings, upload: Path, days: float) -> Path:
    folder = folder_of("a" * 24, settings.uploads)
    folder.mkdir()
    (folder / LIST).write_text(json.dumps({"pictures": [{"upload": upload.name}]}))
    return aged(folder, days)


def test_what_is_old_goes_and_what_is_young_stays(settings: Settings) -> None:
    old, young = (aged(settings.uploads / f"{d}.tif", d) for d in (1.1, 0.9))
    folder = settings.uploads / "results"
    folder.mkdir()
    aged(folder / "micrograph.labels.tif", 2)
    aged(folder, 2)
    Uploads(settings).remove_old()
    assert not old.exists()
    assert not folder.exists()
    assert young.exists()


@pytest.mark.parametrize(("looked_at_days_ago", "stays"), [(0.1, True), (1.1, False)])
def test_an_upload_stays_as_long_as_its_album(
    settings: Settings, looked_at_days_ago: float, stays: bool
) -> None:
    upload = aged(settings.uploads / "old.tif", 3)
    stranger = aged(settings.uploads / "stranger.tif", 3)
    folder = album(settings, upload, looked_at_days_ago)
    uploads = Uploads(settings)
    uploads.keep_for(lambda: uploads_in_use(settings.uploads))
    uploads.remove_old()
    assert upload.exists() is stays
    assert folder.exists() is stays
    assert not stranger.exists()


def test_an_album_that_cannot_be_read_keeps_nothing_from_being_cleaned(settings: Settings) -> None:
    upload = aged(settings.uploads / "old.tif", 3)
    (album(settings, upload, 0.1) / LIST).write_text("{")
    uploads = Uploads(settings)
    uploads.keep_for(lambda: uploads_in_use(settings.uploads))
    uploads.remove_old()
    assert not upload.exists()


def test_the_files_of_a_job_stay_until_it_is_forgotten(settings: Settings) -> None:
    source = aged(settings.uploads / "b.tif", 3)
    results = settings.uploads / "b"
    results.mkdir()
    aged(results, 3)
    jobs, uploads = Jobs(), Uploads(settings)
    uploads.keep_for(jobs.files_in_use)
    job = Job("b", "measure", "b.tif", "done", source=Upload("b", "b.tif", source, 1))
    job.files = results
    jobs._jobs[job.id] = job
    uploads.remove_old()
    assert source.exists()
    assert results.exists()
    jobs.drop(job)
    uploads.remove_old()
    assert not source.exists()
    assert not results.exists()


def test_the_server_keeps_what_its_jobs_need(settings: Settings) -> None:
    from ostwald.app.server import _services

    source = aged(settings.uploads / "b.tif", 3)
    services = _services(settings)
    try:
        job = Job("b", "measure", "b.tif", "done", source=Upload("b", "b.tif", source, 1))
        services.jobs._jobs[job.id] = job
        services.uploads.remove_old()
        assert source.exists()
    finally:
        services.notebook.close()

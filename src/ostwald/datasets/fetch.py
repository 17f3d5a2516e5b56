"""Downloading the published data: the only thing in this package that touches the network."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from ostwald.datasets.join import write_join
from ostwald.datasets.manifest import BASE_URL, PUBLISHED_FILES, PublishedFile
from ostwald.errors import OstwaldError
from ostwald.progress import track


def fetch(
    folder: Path, base_url: str = BASE_URL, files: Sequence[PublishedFile] = PUBLISHED_FILES
) -> list[Path]:
    """Download the published files that are missing or damaged, and join rows with papers.

    Args:
        folder: The data folder; made when missing.
        base_url: Address of the repository's raw files; the commit and path are appended.
        files: What to fetch.

    Returns:
        The paths of all files, those already there included.

    Raises:
        OstwaldError: A file cannot be had or has another content than expected. Files that
            were finished are kept.
    """
    paths = [_fetch_one(folder, base_url, file) for file in track(files, "Fetching")]
    if any(file.target.endswith("training_table.csv") for file in files):
        paths.append(write_join(folder))
    return paths


def _fetch_one(folder: Path, base_url: str, file: PublishedFile) -> Path:
    import pooch
    import requests

    target = folder / file.target
    url = f"{base_url}/{file.commit}/{quote(file.source)}"
    try:
        with _quiet(pooch.get_logger()):
            pooch.retrieve(url, f"sha256:{file.sha256}", fname=target.name, path=target.parent)
    except requests.RequestException as error:
        raise OstwaldError(
            f"cannot download: {type(error).__name__}",
            where=url,
            hint="check the network connection and run `ostwald data fetch` again",
        ) from error
    except ValueError as error:  # pooch raises it for a checksum that does not agree
        raise OstwaldError(
            "the downloaded file is not the published one (its checksum differs)",
            where=url,
            hint="try again later; if it stays so, the publisher changed the file",
        ) from error
    return target


@contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Keep a logger from reporting every file: the progress bar already says as much."""
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)

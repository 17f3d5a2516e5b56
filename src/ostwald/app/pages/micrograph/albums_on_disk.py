"""Where albums lie among the uploads, and which uploads they need; loads nothing that measures."""

from __future__ import annotations

import json
from pathlib import Path

from ostwald.app.uploads import is_old

LIST = "album.json"
"""File in an album's folder that lists its images."""
_PREFIX = "album-"


def folder_of(album_id: str, uploads: Path) -> Path:
    """Return the folder of an album.

    Args:
        album_id: Its id.
        uploads: Folder of uploads.
    """
    return uploads / f"{_PREFIX}{album_id}"


def uploads_in_use(uploads: Path) -> set[Path]:
    """Return the uploads that an album needs which was looked at or changed within a day.

    Args:
        uploads: Folder of uploads.
    """
    used: set[Path] = set()
    for folder in uploads.glob(f"{_PREFIX}*"):
        if is_old(folder):
            continue
        try:
            content = json.loads((folder / LIST).read_text(encoding="utf-8"))
            used.update(uploads / picture["upload"] for picture in content["pictures"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return used

"""How the app is served: every choice of whoever starts it."""

from __future__ import annotations

import ipaddress
import os
import secrets
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ostwald.errors import InputError

MEBIBYTE = 1024 * 1024
LEAST_TOKEN = 16
"""Characters that a token given by hand must have."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request, upload or person may ask for.

    Attributes:
        body_bytes: Largest body of a request that is no upload.
        upload_bytes: Largest file.
        jobs_waiting: Jobs that may wait; further ones are refused.
        jobs_kept: Finished jobs whose results are kept until they are taken.
        job_s: Longest time that a job may take.
        recipes: Recipes in one request.
    """

    body_bytes: int = 2 * MEBIBYTE
    upload_bytes: int = 256 * MEBIBYTE
    jobs_waiting: int = 64
    jobs_kept: int = 256
    job_s: float = 3600.0
    recipes: int = 500


@dataclass(frozen=True, slots=True)
class Settings:
    """How the app is served.

    Attributes:
        host: Address that is listened on.
        port: Port that is listened on; 0 takes a free one.
        data: Folder for uploads, micrographs and the notebook's SQLite file.
        database: URL of the notebook's database; the SQLite file in `data` when left out.
        token: What a browser must show; demanded by any address but loopback.
        names: Further names under which the server is reached, such as ``lab-server.local``.
        workers: Processes for long work.
        limits: What may be asked for.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = field(default_factory=lambda: default_data_folder())
    database: str | None = None
    token: str | None = field(default=None, repr=False)
    names: tuple[str, ...] = ()
    workers: int = 1
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Check every value.

        Raises:
            InputError: A value is impossible.
        """
        if not 0 <= self.port <= 65535:
            raise InputError(f"there is no port {self.port}", where="--port", hint="0 to 65535")
        if self.workers < 1:
            raise InputError("there is no work without a worker", where="--workers")
        if self.token is not None and len(self.token) < LEAST_TOKEN:
            raise InputError(
                f"the token has {len(self.token)} characters, and could be guessed",
                where="--token",
                hint=f"give at least {LEAST_TOKEN}, or leave it out and one is made",
            )
        if self.token is None and not is_loopback(self.host):
            object.__setattr__(self, "token", secrets.token_urlsafe(24))

    @property
    def database_url(self) -> str:
        """URL of the notebook's database."""
        return self.database or f"sqlite:///{(self.data / 'notebook.sqlite').as_posix()}"

    @property
    def files(self) -> Path:
        """Folder of the notebook's micrographs and spectra."""
        return self.data / "files"

    @property
    def models(self) -> Path:
        """Folder of adapted models."""
        return self.data / "models"

    @property
    def uploads(self) -> Path:
        """Folder of uploads that no notebook has taken."""
        return self.data / "uploads"


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches an address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def default_data_folder() -> Path:
    """Return the folder of the person who runs this: where the system wants application data."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "ostwald" / "app"

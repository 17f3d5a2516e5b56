"""Notebooks in SQLite and in a real PostgreSQL, which the tests start themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("sqlalchemy", reason="the extra app is not installed")

if TYPE_CHECKING:
    from ostwald.app.notebook.store import Notebook

_NUMBERS = count()

RECIPE = """product: CdSe
reagents:
  - {name: CdO, amount: 1 mmol}
  - {name: Se, amount: 1 mmol}
  - {name: oleic acid, amount: 4 mmol}
  - {name: ODE, amount: 10 mL}
reaction_temperature: 250 degC
reaction_time: 5 min
"""


def postgres_programs() -> Path | None:
    """Where initdb and pg_ctl are: Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "pg_ctl").exists():
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return places[-1] if places and (places[-1] / "initdb").exists() else None


@dataclass
class Postgres:
    """A server of PostgreSQL that listens on a socket in its own folder."""

    programs: Path
    folder: Path
    user: str | None

    def call(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self.programs / program), *arguments],
            check=True, user=self.user, cwd=self.folder, capture_output=True,
            stdin=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip

    def start(self) -> None:
        options = f"-c listen_addresses='' -k {self.folder} -c fsync=off"
        log = self.folder / "log"
        subprocess.run(
            [str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), "-w", "-l", str(log),
             "-o", options, "start"],
            check=True, user=self.user, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip

    def stop(self) -> None:
        """End it as a crash would."""
        self.call("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def new_database(self) -> str:
        name = f"notebook{next(_NUMBERS)}"
        self.call("createdb", "-h", str(self.folder), "-U", "ostwald", name)
        return f"postgresql://ostwald@/{name}?host={self.folder}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running server; root may not run one, so it runs as postgres or nobody."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("there is no PostgreSQL server (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="ow-pg-", dir="/tmp"))
    user = None
    if os.geteuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        shutil.chown(folder, user)
    server = Postgres(programs, folder, user)
    try:
        server.call(
            "initdb", "-D", str(folder / "data"), "-U", "ostwald", "-A", "trust", "--no-sync",
            "-E", "UTF8", "--locale", "C.UTF-8",
        )  # fmt: skip
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/notebook.sqlite"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def notebook(database_url: str, tmp_path: Path) -> Iterator[Notebook]:
    """An empty notebook."""
    from ostwald.app.notebook.store import Notebook

    opened = Notebook(database_url, tmp_path / "files")
    yield opened
    opened.close()

"""The database behind the notebook: reached safely, brought up to date, and missed politely."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import NullPool

from ostwald.errors import InputError, OstwaldError

MIGRATIONS = Path(__file__).parent / "migrations"
_WAIT_S = 10
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_UPGRADE_LOCK = 0x6F737477
"""Number of the lock under which one of several servers brings PostgreSQL up to date."""


class NotebookGoneError(OstwaldError):
    """The database cannot be reached now; it may come back."""


class StaleError(OstwaldError):
    """Somebody else has changed the record since it was read."""


class Database:
    """Transactions on SQLite or PostgreSQL.

    Args:
        url: Such as ``sqlite:///folder/notebook.sqlite`` or ``postgresql://user@host/lab``.

    Raises:
        InputError: The URL is none, or the database cannot be used.
    """

    def __init__(self, url: str) -> None:
        self._url = _read_url(url)
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self.shown = self._url.render_as_string(hide_password=True)
        try:
            if self.is_sqlite:
                _make_sqlite(self._url)
            self._engine = self._open()
            self._upgrade()
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise InputError(
                f"the notebook's database cannot be opened: {_reason(error)}",
                where=self.shown,
                hint="check that it is there and that you may write to it",
            ) from error

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a transaction that reads.

        Raises:
            NotebookGoneError: The database cannot be reached.
        """
        with self._told(), Session(self._engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a transaction that writes; it is on disk when the block has ended well.

        Raises:
            NotebookGoneError: The database cannot be reached; nothing was written.
            StaleError: Another transaction has changed the same record.
        """
        engine = self._engine.execution_options(writes=True)
        with self._told(), Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    def close(self) -> None:
        """Let all connections go."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except StaleDataError as error:
            raise stale() from error
        except (DBAPIError, sqlite3.Error) as error:
            raise NotebookGoneError(
                f"the notebook's database cannot be used: {_reason(error)}",
                where=self.shown,
                hint="nothing that was saved is lost; try again when it is back",
            ) from error

    def _open(self) -> Engine:
        if not self.is_sqlite:
            # A server that has vanished is noticed within seconds, not when the network gives up.
            connect = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
            return create_engine(
                self._url, pool_pre_ping=True, pool_size=5, max_overflow=10, pool_timeout=_WAIT_S,
                connect_args=connect,
            )  # fmt: skip
        # Each transaction opens the file anew: one that was moved away is missed at once, and not
        # written to where nobody finds it.
        engine = create_engine(
            f"sqlite:///file:{_quoted(self._url)}?mode=rw&uri=true",
            poolclass=NullPool,
            connect_args={"timeout": _WAIT_S},
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine

    def _upgrade(self) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        try:
            with self._engine.execution_options(writes=True).begin() as connection:
                if not self.is_sqlite:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except CommandError as error:
            raise InputError(
                "the notebook was written by a newer version of ostwald",
                where=self.shown,
                hint="update ostwald: pip install --upgrade 'ostwald[app]'",
            ) from error


def stale() -> StaleError:
    """Return what is said to whoever comes second."""
    return StaleError(
        "somebody has changed this record since you opened it",
        hint="load it again, and put your change in once more",
    )


def _read_url(url: str) -> URL:
    try:
        read = make_url(url)
    except ArgumentError as error:
        raise InputError(
            "it is no address of a database",
            where="--data",
            hint="write such as postgresql://user:password@host/lab, or a folder",
        ) from error
    kind = read.drivername.partition("+")[0]
    if kind == "sqlite":
        if not read.database or read.database == ":memory:":
            raise InputError("a notebook in memory keeps nothing", where="--data")
        return read
    if kind not in _DRIVERS:
        raise InputError(
            f"{kind} is not a kind of database that the notebook can be in",
            where="--data",
            hint="use sqlite:///file or postgresql://user:password@host/lab",
        )
    return read.set(drivername=_DRIVERS[kind])


def _quoted(url: URL) -> str:
    from urllib.parse import quote

    return quote(str(Path(url.database or "").absolute()))


def _make_sqlite(url: URL) -> None:
    """Make the file if there is none; this alone may."""
    path = Path(url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path, timeout=_WAIT_S) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say, not the driver
    # FULL: what was acknowledged is on disk, also when the power fails.
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _reason(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return " ".join(str(cause).split())[:200] or type(cause).__name__

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.notebook.conftest import RECIPE
from ostwald.app.notebook.database import MIGRATIONS, Database, NotebookGoneError
from ostwald.app.notebook.models import Base
from ostwald.app.notebook.store import Notebook
from ostwald.errors import InputError

if TYPE_CHECKING:
    from app.notebook.conftest import Postgres

WRITER = """
import sys
from pathlib import Path
from ostwald.app.notebook.store import Notebook
notebook = Notebook(sys.argv[1], Path(sys.argv[2]))
recipe = sys.stdin.read()
for number in range(10_000):
    kept = notebook.add_recipe(f"batch {number}", recipe)
    picture = notebook.add_micrograph(f"{number}.tif", bytes(20_000) + str(number).encode(), {},
        recipe_id=kept.id)
    print(kept.id, picture.id, flush=True)
"""


def test_migrations_make_the_tables_that_the_program_knows(database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    database = Database(database_url)
    with database.read() as session:
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def test_a_notebook_is_there_again_when_opened_anew(database_url: str, tmp_path: Path) -> None:
    first = Notebook(database_url, tmp_path)
    kept = first.add_recipe("batch 1", RECIPE)
    first.close()
    second = Notebook(database_url, tmp_path)
    assert second.recipe(kept.id) == kept
    second.close()


def test_two_servers_share_one_notebook(database_url: str, tmp_path: Path) -> None:
    one, other = Notebook(database_url, tmp_path), Notebook(database_url, tmp_path)
    kept = one.add_recipe("batch 1", RECIPE)
    assert other.recipe(kept.id) == kept
    one.close()
    other.close()


def test_a_notebook_of_a_newer_program_is_left_alone(database_url: str) -> None:
    from sqlalchemy import text

    database = Database(database_url)
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    database.close()
    with pytest.raises(InputError, match="newer version"):
        Database(database_url)


@pytest.mark.parametrize(
    ("url", "match"),
    [
        ("mysql://host/lab", "mysql is not a kind"),
        ("sqlite://", "in memory"),
        ("nonsense", "no address"),
        ("postgresql://user:secret@127.0.0.1:1/lab", "cannot be opened"),
        ("sqlite:////proc/nowhere/notebook.sqlite", "cannot be opened"),
    ],
)
def test_an_unusable_address_is_refused_without_its_password(url: str, match: str) -> None:
    with pytest.raises(InputError, match=match) as error:
        Database(url)
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_text("this is a shopping list, not a database" * 50)
    with pytest.raises(InputError, match="cannot be opened"):
        Database(f"sqlite:///{tmp_path}/a.sqlite")
    assert (tmp_path / "a.sqlite").read_text().startswith("this is")


def test_what_was_acknowledged_outlives_a_kill(database_url: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, database_url, str(tmp_path / "files")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdin.write(RECIPE)
    writer.stdin.close()
    lines = [writer.stdout.readline() for _ in range(10)]
    time.sleep(0.05)
    writer.send_signal(signal.SIGKILL)
    lines += writer.stdout.read().splitlines(keepends=True)
    writer.wait()
    notebook = Notebook(database_url, tmp_path / "files")
    acknowledged = [line.split() for line in lines if line.endswith("\n")]
    assert len(acknowledged) >= 10
    for recipe_id, micrograph_id in acknowledged:
        assert notebook.recipe(int(recipe_id)).text == RECIPE
        picture = notebook.micrograph(int(micrograph_id))
        assert notebook.file(picture.sha256).stat().st_size == picture.bytes
    assert notebook.search().total - len(acknowledged) in (0, 1), "and none is there by halves"
    notebook.close()


def test_a_postgres_that_goes_is_missed_and_greeted_again(
    postgres: Postgres, tmp_path: Path
) -> None:
    notebook = Notebook(postgres.new_database(), tmp_path)
    kept = notebook.add_recipe("before", RECIPE)
    postgres.stop()
    try:
        with pytest.raises(NotebookGoneError, match="cannot be used"):
            notebook.add_recipe("meanwhile", RECIPE)
        with pytest.raises(NotebookGoneError):
            notebook.search()
    finally:
        postgres.start()
    assert notebook.recipe(kept.id) == kept
    notebook.add_recipe("after", RECIPE)
    assert [one.name for one in notebook.search().entries] == ["after", "before"]
    notebook.close()


def test_a_sqlite_file_that_goes_is_missed_and_greeted_again(tmp_path: Path) -> None:
    place = tmp_path / "notebook.sqlite"
    notebook = Notebook(f"sqlite:///{place}", tmp_path)
    kept = notebook.add_recipe("before", RECIPE)
    place.rename(tmp_path / "away")
    with pytest.raises(NotebookGoneError):
        notebook.add_recipe("meanwhile", RECIPE)
    assert not place.exists(), "an empty notebook in its place would hide the loss"
    (tmp_path / "away").rename(place)
    assert notebook.recipe(kept.id) == kept
    notebook.add_recipe("after", RECIPE)
    assert notebook.search().total == 2
    notebook.close()


def test_a_locked_sqlite_file_is_waited_for(tmp_path: Path) -> None:
    import sqlite3
    import threading

    notebook = Notebook(f"sqlite:///{tmp_path}/notebook.sqlite", tmp_path)
    other = sqlite3.connect(tmp_path / "notebook.sqlite", check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.5, other.rollback)
    timer.start()
    notebook.add_recipe("in the end", RECIPE)
    timer.join()
    other.close()
    notebook.close()


def test_migrations_travel_with_the_package() -> None:
    assert (MIGRATIONS / "env.py").is_file()
    assert list((MIGRATIONS / "versions").glob("*.py"))

import os
import threading
import time

import pytest

from ostwald.errors import InputError
from ostwald.microscopy.batch import store as stores
from ostwald.microscopy.batch.store import LocalFolder, RemoteFolder, open_store


def test_half_written_files_of_killed_runs_go_and_those_in_use_stay(tmp_path):
    old, young = tmp_path / ".a.particles-abcd1234.csv", tmp_path / ".b.labels-abcd1234.tif"
    kept = [tmp_path / "a-12345678.csv", tmp_path / ".ostwald.lock", tmp_path / ".c.claim"]
    for path in (old, young, *kept):
        path.touch()
    long_ago = time.time() - 7200
    for path in (old, *kept):
        os.utime(path, (long_ago, long_ago))
    LocalFolder(tmp_path).check()
    assert not old.exists()
    assert young.exists()
    assert all(path.exists() for path in kept)


def test_a_lock_keeps_others_out(tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "_PATIENCE_S", 0.2)
    held, done = threading.Event(), threading.Event()

    def hold():
        with LocalFolder(tmp_path).lock():
            held.set()
            done.wait(20)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(20)
    with pytest.raises(InputError, match="keeps the folder locked"), LocalFolder(tmp_path).lock():
        pass
    done.set()
    other.join()
    with LocalFolder(tmp_path).lock():
        pass


@pytest.mark.parametrize("kind", ["local", "remote"])
def test_files_of_a_store(tmp_path, kind):
    place = str(tmp_path / "new") if kind == "local" else f"memory://{tmp_path.name}/new"
    store = open_store(place)
    assert isinstance(store, LocalFolder if kind == "local" else RemoteFolder)
    store.check()
    assert store.read("a.json") is None
    with store.staging() as folder:
        (folder / "sub").mkdir()
        (folder / "sub" / "b.parquet").write_text("x")
        (folder / "a.json").write_text("{}")
    assert (store.read("a.json"), store.has("a.json"), store.has("none")) == ("{}", True, False)
    assert store.names(".json") == ["a.json"]
    assert store.has("sub/b.parquet")
    store.remove("a.json")
    store.remove("a.json")
    assert not store.has("a.json")


def test_a_file_system_that_nobody_knows():
    with pytest.raises(InputError, match="cannot be opened"):
        open_store("nonsense://x/y")

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ostwald.datasets.fetch import fetch
from ostwald.datasets.manifest import PUBLISHED_FILES, PublishedFile
from ostwald.errors import OstwaldError

CONTENT = b"one,two\n1,2\n"


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    served = tmp_path / "served" / "c0ffee" / "Some folder"
    served.mkdir(parents=True)
    (served / "a table.csv").write_bytes(CONTENT)
    handler = partial(_QuietHandler, directory=str(tmp_path / "served"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()


def _file(content: bytes = CONTENT, source: str = "Some folder/a table.csv") -> PublishedFile:
    return PublishedFile("deep/table.csv", "c0ffee", source, hashlib.sha256(content).hexdigest())


def test_fetch_downloads_and_keeps(server: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    fetch(folder, server, [_file()])
    assert (folder / "deep" / "table.csv").read_bytes() == CONTENT
    fetch(folder, "http://127.0.0.1:9/nothing-listens-here", [_file()])  # nothing left to fetch


def test_a_damaged_file_is_fetched_again(server: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "table.csv").write_bytes(b"half")
    fetch(folder, server, [_file()])
    assert (folder / "deep" / "table.csv").read_bytes() == CONTENT


def test_other_content_is_refused(server: str, tmp_path: Path) -> None:
    with pytest.raises(OstwaldError, match="checksum"):
        fetch(tmp_path / "data", server, [_file(b"what was published")])
    assert not (tmp_path / "data" / "deep" / "table.csv").exists()


def test_no_network_is_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(OstwaldError, match=r"cannot download.*network"):
        fetch(tmp_path / "data", "http://127.0.0.1:9", [_file()])


def test_every_published_file_is_pinned() -> None:
    for file in PUBLISHED_FILES:
        assert len(file.commit) == 40
        assert len(file.sha256) == 64


def test_installed_files_have_the_pinned_content(data_dir: Path) -> None:
    for file in PUBLISHED_FILES:
        content = (data_dir / file.target).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.sha256, file.target

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.api.conftest import RECIPE

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

STARTS_WITHIN_S = 120.0


def finished(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    end = time.monotonic() + STARTS_WITHIN_S
    while job["state"] in ("waiting", "running"):
        assert time.monotonic() < end, job
        time.sleep(0.1)
        job = client.get(f"/api/v1/jobs/{job['id']}").json()
    return job


def test_a_micrograph_is_measured_and_kept(client: TestClient, examples_dir: Path) -> None:
    content = (examples_dir / "micrographs" / "ag_cubes_strip.png").read_bytes()
    answer = client.post("/api/v1/measure?name=../ag cubes.png", content=content)
    assert answer.status_code == 202
    job = finished(client, answer.json())
    assert job["state"] == "done", job
    result = client.get(f"/api/v1/jobs/{job['id']}/result").json()
    assert result["image"] == "ag cubes.png"
    assert result["particles"] > 10
    table = client.get(f"/api/v1/jobs/{job['id']}/files/micrograph.particles.csv")
    assert len(table.text.splitlines()) == result["particles"] + 1
    assert table.headers["content-disposition"].startswith("attachment")
    assert client.get(f"/api/v1/jobs/{job['id']}/files/../../x").status_code == 404
    recipe = client.post("/api/v1/notebook/recipes", json={"text": str(RECIPE)}).json()
    kept = client.post(
        f"/api/v1/notebook/micrographs?job={job['id']}&recipe_id={recipe['id']}"
    ).json()
    assert kept["summary"]["particles"] == result["particles"]
    file = client.get(f"/api/v1/notebook/micrographs/{kept['id']}/file")
    assert file.content == content
    assert file.headers["content-type"] == "application/octet-stream"
    assert client.delete(f"/api/v1/jobs/{job['id']}").status_code == 200
    assert client.get(f"/api/v1/jobs/{job['id']}").status_code == 404


def bomb() -> bytes:
    """A picture of 60,000 x 60,000 pixels that its header announces."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(10_000_000))
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bomb.png", bomb(), "too many pixels"),
        ("zip.tif", zipped(), "zip.tif"),
        ("script.png", b"<html><script>alert(1)</script></html>", "script.png"),
        ("vector.tif", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "vector"),
        ("cut.tif", b"II*\0\x08\0\0\0\xff\xff", "cut.tif"),
    ],
)
def test_what_is_no_micrograph_fails_in_words(
    client: TestClient, name: str, content: bytes, words: str
) -> None:
    answer = client.post(f"/api/v1/measure?name={name}", content=content)
    assert answer.status_code == 202
    job = finished(client, answer.json())
    assert job["state"] == "failed"
    told = f"{job['error']['where']} {job['error']['problem']}"
    assert words in told
    assert "uploads" not in told, "where it lies is nobody's business"
    assert client.get(f"/api/v1/jobs/{job['id']}/result").status_code == 422


@pytest.mark.parametrize(
    ("query", "content", "status"),
    [
        ("name=a.html", b"x", 422),
        ("name=a.svg", b"x", 422),
        ("name=a", b"x", 422),
        ("name=a.tif", b"", 422),
        ("", b"x", 422),
        ("name=a.tif&roi=nonsense", b"x", 422),
        ("name=a.tif&nm_per_px=-1", b"x", 422),
        ("name=a.tif&min_size_nm=9&max_size_nm=3", b"x", 422),
    ],
)
def test_what_cannot_be_measured_is_refused_at_once(
    client: TestClient, query: str, content: bytes, status: int
) -> None:
    answer = client.post(f"/api/v1/measure?{query}", content=content)
    assert answer.status_code == status
    assert answer.json()["problem"]

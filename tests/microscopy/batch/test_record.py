import json

import pytest

from ostwald.microscopy.batch.record import Fingerprint, Record, load_record
from ostwald.microscopy.batch.source import Source
from ostwald.microscopy.batch.store import LocalFolder
from ostwald.microscopy.settings import Settings


@pytest.fixture
def image(tmp_path):
    (tmp_path / "a.tif").write_bytes(b"123")
    return Source(str(tmp_path / "a.tif"))


@pytest.fixture
def record(image):
    fingerprint = Fingerprint.of(image, Settings(nm_per_px=0.5, roi=(0, 0, 5, 5)), "X", "abc")
    return Record(fingerprint, {"image": "a.tif"}, [1.0, 2.5], "nm")


def test_saved_and_loaded(tmp_path, record):
    record.save(tmp_path, "a")
    store = LocalFolder(tmp_path)
    assert load_record(store, "a") == record


def test_missing_damaged_and_foreign_records(tmp_path, record):
    store = LocalFolder(tmp_path)
    assert load_record(store, "a") is None
    path = tmp_path / "a.measurement.json"
    record.save(tmp_path, "a")
    content = json.loads(path.read_text())
    for text in ("", "{", "[]", json.dumps(content | {"format_version": 99}), "{}", "\x00\xff"):
        path.write_text(text)
        assert load_record(store, "a") is None


def test_a_record_of_the_first_format(tmp_path):
    (tmp_path / "a.measurement.json").write_text(
        '{"format_version": 1, "fingerprint": {"source": "/x/a.tif", "size_bytes": 3,'
        ' "modified_ns": 5, "settings": {"nm_per_px": 0.5}, "labels": "", "version": "0.1.0",'
        ' "segmenter": "S"}, "summary": {"image": "a.tif"}, "diameters": [8.5], "unit": "px"}'
    )
    loaded = load_record(LocalFolder(tmp_path), "a")
    assert (loaded.fingerprint.size_bytes, loaded.diameters, loaded.unit) == (3, [8.5], "px")


def test_fingerprints_tell_changes(image):
    first = Fingerprint.of(image, Settings(), "S")
    assert first == Fingerprint.of(image, Settings(), "S")
    for other in (
        Fingerprint.of(image, Settings(nm_per_px=0.5), "S"),
        Fingerprint.of(image, Settings(min_size_nm=5), "S"),
        Fingerprint.of(image, Settings(), "T"),
        Fingerprint.of(image, Settings(), "S", "labels"),
    ):
        assert first != other
    with open(image.place, "ab") as handle:
        handle.write(b"4")
    assert first != Fingerprint.of(image, Settings(), "S")

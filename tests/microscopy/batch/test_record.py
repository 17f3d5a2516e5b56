import json

import pytest

from ostwald.microscopy.batch.record import Fingerprint, Record, load_record


@pytest.fixture
def record(tmp_path):
    image = tmp_path / "a.tif"
    image.write_bytes(b"123")
    return Record(Fingerprint.of(image, 0.5, "X"), {"image": "a.tif"}, [1.0, 2.5], "nm")


def test_saved_and_loaded(tmp_path, record):
    record.save(tmp_path, "a")
    assert load_record(tmp_path, "a") == record


def test_missing_damaged_and_foreign_records(tmp_path, record):
    assert load_record(tmp_path, "a") is None
    path = tmp_path / "a.measurement.json"
    record.save(tmp_path, "a")
    content = json.loads(path.read_text())
    for text in ("", "{", "[]", json.dumps(content | {"format_version": 99}), "{}"):
        path.write_text(text)
        assert load_record(tmp_path, "a") is None


def test_a_record_of_the_first_format(tmp_path):
    (tmp_path / "a.measurement.json").write_text(
        '{"format_version": 1, "fingerprint": {"source": "/x/a.tif", "size_bytes": 3,'
        ' "modified_ns": 5, "nm_per_px": null, "version": "0.1.0", "segmenter": "S"},'
        ' "summary": {"image": "a.tif"}, "diameters": [8.5], "unit": "px"}'
    )
    loaded = load_record(tmp_path, "a")
    assert (loaded.fingerprint.size_bytes, loaded.diameters, loaded.unit) == (3, [8.5], "px")


def test_fingerprints_tell_changes(tmp_path):
    image = tmp_path / "a.tif"
    image.write_bytes(b"123")
    first = Fingerprint.of(image, None, "S")
    assert first == Fingerprint.of(image, None, "S")
    assert first != Fingerprint.of(image, 0.5, "S")
    assert first != Fingerprint.of(image, None, "T")
    image.write_bytes(b"1234")
    assert first != Fingerprint.of(image, None, "S")

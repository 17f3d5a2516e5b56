import subprocess
import sys

import numpy as np
import pytest

from micrographs_for_tests import with_bar
from ostwald.errors import OstwaldError
from ostwald.microscopy.scale import reading

LABEL = with_bar(np.full((80, 240), 200, np.uint8), "50 nm", 100, place=(60, 60))


def test_text_and_its_place():
    (box,) = reading.read_text(LABEL)
    assert box.text.replace(" ", "") == "50nm"
    assert 60 < (box.x0 + box.x1) / 2 < 160
    assert box.y1 < 75
    assert box.moved(10, 20).x0 == box.x0 + 10


@pytest.mark.parametrize("magnify", [0.95, 1.5, 2.0])
def test_places_do_not_depend_on_the_magnification(magnify):
    (plain,), (magnified,) = reading.read_text(LABEL), reading.read_text(LABEL, magnify)
    assert magnified.x0 == pytest.approx(plain.x0, abs=8)
    assert magnified.x1 == pytest.approx(plain.x1, abs=8)


def test_nothing_to_read():
    blank = np.full((40, 100), 128, np.uint8)
    assert reading.read_text(blank) == []


def test_missing_models_are_never_fetched(monkeypatch):
    monkeypatch.setattr(reading, "_DETECTOR", "absent.onnx")
    reading._engine.cache_clear()
    with pytest.raises(OstwaldError, match=r"absent\.onnx is missing"):
        reading.read_line(LABEL)
    reading._engine.cache_clear()


def test_reading_opens_no_connection(tmp_path):
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = refuse; socket.create_connection = refuse\n"
        "import numpy as np\n"
        "from ostwald.microscopy.scale.reading import read_text\n"
        "print(read_text(np.zeros((40, 200), np.uint8)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

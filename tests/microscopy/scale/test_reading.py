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


def piece(text, x0, x1, y0=10, y1=40):
    return reading.TextBox(text, 0.9, x0, y0, x1, y1)


def test_number_and_unit_that_were_found_apart_are_one_label():
    (whole,) = reading.joined([piece("2", 10, 25), piece("μm", 35, 80, 8, 44)])
    assert (whole.text, whole.x0, whole.x1, whole.y0, whole.y1) == ("2 μm", 10, 80, 8, 44)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (piece("1", 10, 25), piece("1 μm", 12, 80)),  # a second reading of a part
        (piece("2", 10, 25), piece("μm", 90, 140)),  # too far
        (piece("2", 10, 25), piece("μm", 35, 80, 60, 90)),  # another line
        (piece("a", 10, 25), piece("50 nm", 35, 80)),
    ],
)
def test_other_pieces_stay_apart(first, second):
    assert reading.joined([first, second]) == [first, second]

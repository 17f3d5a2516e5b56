from __future__ import annotations

from xml.etree import ElementTree

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.lab import Compared
from ostwald.app.pages.notebook.plots import learning_curve, parity
from ostwald.app.work import Adapted


def circles(svg: str) -> list[tuple[float, float]]:
    found = ElementTree.fromstring(svg).iter("circle")
    return [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in found]


def test_a_point_on_the_line_is_on_the_line() -> None:
    svg = parity(
        [
            Compared(1, "a", "CdSe", 4.0, 4.0, 3.0, 5.0),
            Compared(2, "b", "CdSe", 8.0, 4.0, 3.0, 5.0),
        ]
    )
    root = ElementTree.fromstring(svg)
    line = next(one for one in root.iter("line") if one.attrib.get("class") == "ow-equal")
    x1, y1, x2, y2 = (float(line.attrib[name]) for name in ("x1", "y1", "x2", "y2"))
    (on, below) = circles(svg)
    assert on[1] == pytest.approx(y1 + (on[0] - x1) * (y2 - y1) / (x2 - x1), abs=0.2)
    assert below[0] > on[0]
    assert below[1] == on[1]


def test_names_are_text() -> None:
    svg = parity([Compared(1, "<script>alert(1)</script>", "CdSe", 4.0, 4.0, 3.0, 5.0)])
    root = ElementTree.fromstring(svg)
    assert not list(root.iter("script"))
    assert "<script>" in "".join(root.itertext())


def test_the_learning_curve_falls_where_the_error_falls() -> None:
    svg = learning_curve(
        Adapted(3, (), (0.0, 1.0, 2.0), (0.9, 0.5, 0.3), (0.6, 0.3, 0.2), (1.2, 0.7, 0.4))
    )
    heights = [y for _, y in circles(svg)]
    assert heights == sorted(heights), "y grows downwards"
    assert "0.9 nm with none" in svg


def test_a_curve_of_nought_can_be_drawn() -> None:
    assert circles(learning_curve(Adapted(2, (), (0.0, 1.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0))))

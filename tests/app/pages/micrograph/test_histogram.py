import xml.etree.ElementTree as ET

import numpy as np
import pytest

from ostwald.app.pages.micrograph.histogram import histogram_svg


@pytest.mark.parametrize("count", [1, 2, 7, 400])
def test_every_particle_stands_in_a_bar(count) -> None:
    sizes = np.random.default_rng(count).normal(10, 1, count)
    svg = ET.fromstring(histogram_svg(sizes, "nm"))
    bars = svg.findall(".//g[@class='mg-bars']/rect")
    assert bars
    heights = np.array([float(bar.get("height", "nan")) for bar in bars])
    assert (heights > 0).all()
    assert f"{count} diameters" in svg.get("aria-label", "")


def test_equal_sizes_and_no_sizes_are_drawn_too() -> None:
    assert histogram_svg(np.full(9, 5.0), "nm").count("<rect") == 1
    assert histogram_svg(np.zeros(0), "nm") == ""

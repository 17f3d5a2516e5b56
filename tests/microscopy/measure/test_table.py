import csv
import io

import numpy as np

from ostwald.microscopy.measure import measure_particles

# The columns that other programs rely on, in their order.
INTERFACE = """particle, x_px, y_px, area_px, area_nm2, diameter_nm, max_feret_nm, min_feret_nm,
aspect_ratio, circularity, solidity, shape, shape_probability, touches_border, score"""


def rows(nm_per_px):
    labels = np.zeros((40, 50), np.int32)
    labels[10:20, 20:30] = 1
    labels[30:40, 20:30] = 2
    text = measure_particles(labels, nm_per_px=nm_per_px, scores=np.array([0.5, 1])).to_csv()
    return list(csv.DictReader(io.StringIO(text)))


def test_columns():
    assert list(rows(0.5)[0])[:15] == INTERFACE.replace("\n", " ").split(", ")
    assert "diameter_px" in rows(0.5)[0]


def test_values():
    first, second = rows(0.5)
    assert (first["particle"], first["area_px"], first["area_nm2"]) == ("1", "100", "25")
    assert (first["touches_border"], second["touches_border"]) == ("false", "true")
    assert float(first["diameter_nm"]) * 2 == float(first["diameter_px"])


def test_without_scale_the_nm_columns_are_empty():
    first = rows(None)[0]
    for name in ("area_nm2", "diameter_nm", "max_feret_nm", "min_feret_nm"):
        assert first[name] == ""
    assert float(first["diameter_px"]) > 11

import csv
import io

import numpy as np

from ostwald.microscopy.measure import measure_particles
from ostwald.microscopy.measure.table import COLUMNS

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


def test_another_scale_changes_what_is_in_nanometres_and_nothing_else() -> None:
    labels = np.zeros((20, 40), dtype=np.int32)
    labels[2:8, 2:8], labels[10:19, 20:30] = 1, 2
    table = measure_particles(labels, nm_per_px=0.5)
    twice = table.at_scale(1.0)
    for name in COLUMNS:
        was, now = getattr(table, name), getattr(twice, name)
        if name.endswith("_nm"):
            np.testing.assert_allclose(now, 2 * was)
        elif name.endswith("_nm2"):
            np.testing.assert_allclose(now, 4 * was)
        else:
            np.testing.assert_array_equal(now, was)
    assert np.isnan(table.at_scale(None).diameter_nm).all()


def test_rows_taken_out_and_put_back_give_the_same_table() -> None:
    labels = np.zeros((20, 40), dtype=np.int32)
    labels[2:8, 2:8], labels[10:19, 20:30], labels[1:4, 30:36] = 1, 2, 3
    table = measure_particles(labels, nm_per_px=0.5)
    second = table.particle == 2
    assert table.rows(~second).with_rows(table.rows(second)).to_csv() == table.to_csv()

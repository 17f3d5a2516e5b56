import numpy as np
import pytest

from ostwald.microscopy.measure import measure_particles
from ostwald.microscopy.measure.square import stretch_of


def ellipse(height_px, width_px, shape=(90, 160)):
    y, x = np.mgrid[: shape[0], : shape[1]]
    return (((y - 40.3) / (height_px / 2)) ** 2 + ((x - 80.2) / (width_px / 2)) ** 2 < 1).astype(
        np.int32
    )


@pytest.mark.parametrize(
    ("diameter", "sides"),
    [(20, (0.25, 0.5)), (20, (1.0, 0.5)), (60, (5.0, 0.5)), (20, (0.7, 0.7))],
)
def test_a_disc_is_one_whatever_the_pixels(diameter, sides):
    labels = ellipse(diameter / sides[0], diameter / sides[1])
    size = float(np.sqrt(np.prod(sides)))
    yx = None if sides[0] == sides[1] else sides
    table = measure_particles(labels, nm_per_px=size, nm_per_px_yx=yx)
    for length in ("diameter_nm", "major_axis_nm", "minor_axis_nm"):
        assert getattr(table, length)[0] == pytest.approx(diameter, rel=0.03), length
    for length in ("max_feret_nm", "min_feret_nm", "length_nm", "width_nm"):
        assert getattr(table, length)[0] == pytest.approx(diameter, rel=0.06), length
    assert table.circularity[0] > 0.9


def test_direction_and_sides_of_a_rod():
    y, x = np.mgrid[:200, :200]
    for degrees in (0, 30, 90, 135):
        angle = np.radians(degrees)
        along = (x - 100) * np.cos(angle) - (y - 100) * np.sin(angle)
        across = (x - 100) * np.sin(angle) + (y - 100) * np.cos(angle)
        labels = ((abs(along) < 60) & (abs(across) < 10)).astype(np.int32)
        table = measure_particles(labels, nm_per_px=0.5)
        difference = (table.angle_deg[0] - degrees + 90) % 180 - 90
        assert difference == pytest.approx(0, abs=1.0)
        assert table.length_nm[0] == pytest.approx(60, rel=0.03)
        assert table.width_nm[0] == pytest.approx(10, rel=0.08)


def test_the_product_of_the_stretches_is_one():
    assert stretch_of(None) == (1.0, 1.0)
    assert stretch_of((1.0, 0.25)) == pytest.approx((2.0, 0.5))

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ostwald.microscopy.measure import measure_particles
from ostwald.microscopy.scale.result import Scale
from ostwald.microscopy.trust import Edges, judge


class Image:
    """Dark discs on a noisy film."""

    def __init__(self, diameters=(20.0,) * 16, contrast=100.0, noise=7.0, step=60, nm_per_px=0.5):
        rng = np.random.default_rng(0)
        across = int(np.ceil(np.sqrt(len(diameters))))
        side = across * step
        rows, columns = np.mgrid[:side, :side]
        self.labels = np.zeros((side, side), np.int32)
        for number, diameter in enumerate(diameters):
            y, x = (np.array(divmod(number, across)) + 0.5) * step
            self.labels[np.hypot(rows - y, columns - x) <= diameter / 2] = number + 1
        self.pixels = (
            170 - contrast * (self.labels > 0) + noise * rng.standard_normal((side, side))
        ).astype(np.float32)
        self.scale = Scale(
            nm_per_px, "metadata", None, None, 0.95, np.zeros((side, side), bool), None, ()
        )
        count = len(diameters)
        self.edges = Edges(np.full(count, 0.05), np.ones(count, bool))
        self.scores = np.full(count, 0.98)

    def trust(self):
        table = measure_particles(
            self.labels, self.pixels, self.scale.nm_per_px, self.scores, self.scale.excluded
        )
        return judge(table, self.scale, self.pixels, self.labels, self.edges)

    def said(self):
        return " ".join(self.trust().reasons)


def test_a_plain_image_is_good():
    trust = Image().trust()
    assert (trust.grade, trust.reasons) == ("good", ())
    assert trust.to_json() == {"grade": "good", "reasons": []}


def test_nothing_to_measure():
    image = Image()
    image.labels[:] = 0
    image.scores = np.zeros(0)
    assert image.trust().grade == "do not use"


def test_few_particles():
    image = Image((20.0,) * 3)
    assert image.trust().grade == "look"
    assert "3 whole particles" in image.said()


def test_grain_of_the_film():
    image = Image(contrast=0.0)
    assert image.trust().grade == "do not use"
    assert "grain" in image.said()


@pytest.mark.parametrize(("diameter", "grade"), [(4.0, "do not use"), (7.0, "look")])
def test_the_limit_of_resolution(diameter, grade):
    image = Image((diameter,) * 16)
    assert image.trust().grade == grade
    assert "limit of resolution" in image.said()


def test_edges_that_are_not_known():
    image = Image()
    image.edges = Edges(np.full(16, 1.2), np.zeros(16, bool))
    assert "does not show where" in image.said()
    image.edges = Edges(np.full(16, 0.8), np.ones(16, bool))
    assert "may be off by 8 %" in image.said()
    image.edges = Edges()
    assert image.trust().grade == "good"


@pytest.mark.parametrize(
    ("nm_per_px", "grade", "what"),
    [(0.01, "do not use", "atoms"), (250.0, "look", "is the scale right")],
)
def test_scales_that_make_particles_implausible(nm_per_px, grade, what):
    image = Image(nm_per_px=nm_per_px)
    assert image.trust().grade == grade
    assert what in image.said()


def test_sources_that_disagree_and_doubtful_bars():
    image = Image()
    image.scale = replace(image.scale, warnings=("the file and the scale bar disagree",))
    assert image.trust().grade == "do not use"
    image.scale = replace(image.scale, warnings=(), source="scale bar", confidence=0.65)
    assert "with some doubt" in image.said()


def test_two_groups_and_broad_sizes():
    assert "two groups" in Image((12.0,) * 10 + (40.0,) * 10).said()
    broad = np.exp(np.random.default_rng(4).uniform(np.log(8), np.log(56), 30))
    assert "scatter" in Image(tuple(broad)).said() or "groups" in Image(tuple(broad)).said()


def test_much_excluded():
    image = Image()
    excluded = image.scale.excluded.copy()
    excluded[: int(0.6 * len(excluded))] = True
    image.scale = replace(image.scale, excluded=excluded)
    assert "are not specimen" in image.said()


def test_a_network_that_is_not_sure():
    image = Image()
    image.scores[:8] = 0.7
    assert "not sure" in image.said()


def test_ground_with_structure():
    image = Image()
    rows, columns = np.mgrid[: image.labels.shape[0], : image.labels.shape[1]]
    stripes = 60 * np.sign(np.sin(columns / 6.0) * np.sin(rows / 9.0))
    image.pixels = np.where(image.labels > 0, image.pixels, image.pixels + stripes)
    assert image.trust().grade != "good"
    assert "structure" in image.said() or "grain" in image.said()


def test_errors_of_edges_of_some_particles():
    edges = Edges(np.array([0.1, 0.3, 0.5]), np.array([True, True, False]))
    assert edges.error_px(np.array([1, 2])) == pytest.approx(0.2)
    assert edges.settled_share(np.array([2, 3])) == 0.5
    assert Edges.of(object()).error_px(np.array([1])) == 0

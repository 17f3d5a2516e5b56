import json

import numpy as np
import pytest

from ostwald.errors import OstwaldError
from ostwald.microscopy.measure import measure_particles
from ostwald.microscopy.measure.shapes import (
    SHAPES,
    ShapeClassifier,
    load_shape_classifier,
)
from ostwald.microscopy.synthesis.outlines import ANGLES, OUTLINE_SHAPES, make_outline
from ostwald.recipes.outcome import SHAPES as RECIPE_SHAPES


def drawn(shape, diameter_px, seed):
    outline = make_outline(shape, np.random.default_rng(seed))
    radius = outline.radius * diameter_px
    half = int(radius.max()) + 3
    y, x = np.mgrid[-half : half + 1, -half : half + 1] + 0.2
    angle = (np.arctan2(y, x) % (2 * np.pi)) * ANGLES / (2 * np.pi)
    reach = np.interp(angle.ravel(), np.arange(ANGLES + 1), np.append(radius, radius[0]))
    return (np.hypot(y, x) < reach.reshape(y.shape)).astype(np.int32)


def test_the_labels_are_those_of_the_recipes():
    assert SHAPES == RECIPE_SHAPES == OUTLINE_SHAPES


@pytest.mark.parametrize("shape", SHAPES)
def test_drawn_shapes_are_recognised(shape):
    found = [measure_particles(drawn(shape, 40, 9_000 + k)).shape[0] for k in range(12)]
    assert found.count(shape) >= 10


def test_small_discs_are_spheres():
    found = [measure_particles(drawn("sphere", 10, 5_000 + k)).shape[0] for k in range(20)]
    assert found.count("sphere") >= 16


def test_stored_predictions_of_the_shipped_classifier():
    """A square of 20 px and a disc of 20 px, as the weights judged them when they were shipped."""
    square = measure_particles(np.pad(np.ones((20, 20), np.int32), 3))
    y, x = np.mgrid[-13:14, -13:14]
    disc = measure_particles((np.hypot(y, x) < 10).astype(np.int32))
    assert (square.shape[0], disc.shape[0]) == ("cube", "sphere")
    assert square.shape_probability[0] == pytest.approx(0.919, abs=0.01)
    assert disc.shape_probability[0] == pytest.approx(0.791, abs=0.01)


def test_probabilities_add_up():
    classifier = load_shape_classifier()
    inputs = np.random.default_rng(0).normal(size=(50, classifier.mean.size))
    chances = classifier.probabilities(inputs)
    assert chances.shape == (50, 11)
    assert chances.sum(axis=1) == pytest.approx(1)


def test_saved_and_loaded_again(tmp_path):
    classifier = load_shape_classifier()
    classifier.save(tmp_path / "a.npz", {"seed": 1})
    again = load_shape_classifier(tmp_path / "a.npz")
    x = np.random.default_rng(0).normal(size=(5, classifier.mean.size))
    np.testing.assert_allclose(again.probabilities(x), classifier.probabilities(x), rtol=1e-5)


def test_damaged_and_foreign_weights(tmp_path):
    (tmp_path / "bad.npz").write_bytes(b"PK\x03\x04 no")
    with pytest.raises(OstwaldError, match="cannot be read"):
        load_shape_classifier(tmp_path / "bad.npz")
    with np.load(load_shape_classifier.__wrapped__.__defaults__[0]) as stored:
        arrays = dict(stored)
    header = json.loads(str(arrays["header"])) | {"format_version": 99}
    np.savez(tmp_path / "new.npz", **(arrays | {"header": np.array(json.dumps(header))}))
    with pytest.raises(OstwaldError, match="another version"):
        load_shape_classifier(tmp_path / "new.npz")


def test_temperature_softens():
    base = load_shape_classifier()
    soft = ShapeClassifier(base.mean, base.scale, base.layers, 10 * base.temperature)
    x = np.random.default_rng(0).normal(size=(20, base.mean.size))
    assert soft.probabilities(x).max() < base.probabilities(x).max()

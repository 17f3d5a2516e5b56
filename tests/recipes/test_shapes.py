from __future__ import annotations

import pytest

from ostwald.errors import InputError
from ostwald.recipes.shapes import SHAPES, read_shape


@pytest.mark.parametrize("label", SHAPES)
def test_a_label_is_itself_in_any_writing(label):
    assert read_shape(label) == label
    assert read_shape(f" {label.upper()} ") == label
    assert read_shape(label.replace(" ", "_").replace("-", " ")) == label


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("spherical", "sphere"),
        ("Quasi-spherical", "sphere"),
        ("nanocube", "cube"),
        ("nanorod", "rod"),
        ("rod-like", "rod"),
        ("triangular", "triangle"),
        ("Irregular shape", "irregular"),
        ("flower shape", "flower"),
        ("4-pointed star", "four-pointed star"),
    ],
)
def test_synonyms(written, label):
    assert read_shape(written) == label


def test_a_misspelling_gets_the_near_match():
    with pytest.raises(InputError, match="did you mean sphere"):
        read_shape("spheer")


def test_an_unknown_shape_lists_the_known_ones():
    with pytest.raises(InputError, match="four-pointed star"):
        read_shape("xyzzy")

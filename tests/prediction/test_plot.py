from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ostwald.errors import InputError
from ostwald.prediction.plot import plot_predictions
from ostwald.prediction.predictor import Predictor
from recipes_for_tests import recipe


def test_the_picture_shows_every_recipe(small_predictor: Predictor, tmp_path: Path) -> None:
    one = tmp_path / "one.png"
    many = tmp_path / "many.png"
    plot_predictions(small_predictor.predict([recipe(id="a")]), one)
    plot_predictions(small_predictor.predict([recipe(id=str(k)) for k in range(6)]), many)
    pixels = np.asarray(Image.open(one).convert("L"))
    assert pixels.std() > 5  # something is drawn
    assert Image.open(many).height > Image.open(one).height


def test_a_folder_that_cannot_be_written(small_predictor: Predictor, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot write"):
        plot_predictions(small_predictor.predict([recipe()]), tmp_path / "file" / "x.png")

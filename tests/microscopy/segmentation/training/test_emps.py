from __future__ import annotations

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.microscopy.segmentation.training.emps import is_validation, read_emps


def test_the_split_never_changes():
    dois = [f"10.1000/test.{number}" for number in range(40)]
    assert [number for number, doi in enumerate(dois) if is_validation(doi)] == [
        0,
        2,
        6,
        11,
        19,
        22,
        30,
        31,
        32,
        35,
    ]


def test_no_paper_is_on_both_sides(data_dir):
    training = {image.doi for image in read_emps(data_dir, validation=False)}
    validation = {image.doi for image in read_emps(data_dir, validation=True)}
    assert not training & validation
    share = len(validation) / (len(training) + len(validation))
    assert 0.15 < share < 0.25


def test_images_and_labels_belong_together(data_dir):
    images = read_emps(data_dir, validation=True)
    assert all(image.pixels.shape == image.labels.shape for image in images)
    assert sum(image.labels.any() for image in images) > 50
    dark = np.mean([image.dark_particles for image in images])
    assert 0.2 < dark < 0.8


def test_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match="EMPS"):
        read_emps(tmp_path, validation=True)

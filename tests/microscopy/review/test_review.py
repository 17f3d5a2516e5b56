import numpy as np
import pytest

from ostwald.microscopy.io.micrograph import Micrograph
from ostwald.microscopy.marked import Marked, particles_of
from ostwald.microscopy.measure.particles import measure_particles
from ostwald.microscopy.measurement import measure
from ostwald.microscopy.review.edits import Delete, Draw, Split
from ostwald.microscopy.review.review import Review
from ostwald.microscopy.scale.by_hand import with_pixel_size
from ostwald.microscopy.scale.result import Scale
from ostwald.microscopy.settings import Settings
from ostwald.microscopy.trust import Edges


def marked(strip_from: int = 110) -> Marked:
    generator = np.random.default_rng(3)
    labels = np.zeros((120, 160), np.int32)
    y, x = np.mgrid[:120, :160]
    for number in range(1, 13):
        cx, cy = 20 + 38 * ((number - 1) % 4), 20 + 40 * ((number - 1) // 4)
        labels[(x - cx) ** 2 + (y - cy) ** 2 <= (8 + number / 3) ** 2] = number
    pixels = np.where(labels > 0, 60, 200) + generator.normal(0, 4, labels.shape)
    excluded = np.zeros(labels.shape, bool)
    excluded[strip_from:] = True
    scale = Scale(0.5, "metadata", None, None, 0.95, excluded)
    scores = generator.random(12)
    return Marked(Micrograph.from_array(pixels), scale, labels, scores, Edges())


def test_edits_give_the_table_that_measuring_everything_anew_gives() -> None:
    review = Review(marked())
    review.do(Split((20, 0), (20, 40), (1,)))
    review.do(Delete((5,)))
    review.do(Draw(((90, 85), (110, 85), (110, 110), (90, 110))))
    review.undo()
    review.do(Draw(((40, 30), (52, 30), (52, 42), (40, 42))))
    found = review.found
    whole = measure_particles(
        review.corrections.labels, found.micrograph.pixels, 0.5, None, found.scale.excluded
    )
    for name, values in whole.to_columns().items():
        if name == "score":
            continue
        mine = getattr(review.table, name)
        np.testing.assert_array_equal(mine, values) if values.dtype.kind in "Ub" else (
            np.testing.assert_allclose(mine, values)
        )


def test_undoing_brings_scores_back_and_redoing_takes_them_away() -> None:
    review = Review(marked())
    before = review.table.to_csv()
    review.do(Split((20, 0), (20, 40), (1,)))
    after = review.table.to_csv()
    review.undo()
    assert review.table.to_csv() == before
    review.redo()
    assert review.table.to_csv() == after
    again = Review(marked())
    again.repeat(review.corrections.edits)
    assert again.table.to_csv() == after
    undone = Review(marked())
    undone.repeat((), review.corrections.edits)
    assert undone.table.to_csv() == before
    undone.redo()
    assert undone.table.to_csv() == after


def test_corrected_labels_give_the_numbers_that_measure_gives_for_them() -> None:
    review = Review(marked(strip_from=120))
    review.do(Delete((3, 4)))
    review.use_scale(with_pixel_size(review.found.scale, 2.0))
    mine = review.measurement(Settings(min_size_nm=20.0), "a.tif")
    theirs = measure(
        review.found.micrograph.pixels,
        labels=review.corrections.labels,
        nm_per_px=2.0,
        min_size_nm=20.0,
    )
    assert mine.size_nm is not None
    assert theirs.size_nm is not None
    assert mine.size_nm.mean == pytest.approx(theirs.size_nm.mean)
    assert mine.image == "a.tif"
    assert "corrected by hand: 2 deleted" in mine.warnings


def test_another_scale_changes_all_sizes_also_those_that_an_undo_brings_back() -> None:
    review = Review(marked())
    was = review.table.diameter_nm
    review.do(Delete((1,)))
    review.use_scale(with_pixel_size(review.found.scale, 1.0))
    review.undo()
    np.testing.assert_allclose(review.table.diameter_nm, 2 * was)
    assert review.measurement(Settings()).scale.source == "user"
    assert particles_of(review.found).diameter_nm[0] == was[0]

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostwald.errors import InputError
from ostwald.microscopy.review.corrections import Corrections, in_words
from ostwald.microscopy.review.edits import (
    Delete,
    Draw,
    Merge,
    Split,
    edit_from_json,
    edit_to_json,
)


def picture():
    """Two discs that touch as one particle (1), a square (2), two halves side by side (3, 4)."""
    labels = np.zeros((60, 80), np.int32)
    y, x = np.mgrid[:60, :80]
    labels[((x - 15) ** 2 + (y - 15) ** 2 <= 81) | ((x - 31) ** 2 + (y - 15) ** 2 <= 81)] = 1
    labels[40:52, 10:22] = 2
    labels[40:50, 50:60] = 3
    labels[40:50, 61:70] = 4
    return labels


def test_a_line_across_a_neck_makes_two_particles_of_one() -> None:
    done = Corrections(picture())
    change = done.do(Split((23, 2), (23, 28)))
    assert change.removed == (1,)
    assert len(change.added) == 2
    areas = [np.count_nonzero(done.labels == number) for number in change.added]
    assert sum(areas) == np.count_nonzero(picture() == 1)
    assert abs(areas[0] - areas[1]) < 0.1 * sum(areas)


def test_a_line_parts_only_what_it_crosses_to_the_end() -> None:
    done = Corrections(picture())
    with pytest.raises(InputError, match="does not part"):
        done.do(Split((23, 2), (23, 15)))
    with pytest.raises(InputError, match="crosses no particle"):
        done.do(Split((70, 2), (75, 15)))
    np.testing.assert_array_equal(done.labels, picture())


def test_a_line_over_two_particles_parts_the_chosen_one() -> None:
    done = Corrections(picture())
    change = done.do(Split((45, 45), (75, 45), (3,)))
    assert change.removed == (3,)
    assert np.count_nonzero(done.labels == 4) == 90


def test_particles_side_by_side_become_one_with_the_gap_between_them() -> None:
    done = Corrections(picture())
    change = done.do(Merge((3, 4)))
    assert 190 < np.count_nonzero(done.labels == change.added[0]) <= 10 * 20
    with pytest.raises(InputError, match="side by side"):
        done.do(Merge((1, 2)))


def test_an_outline_leaves_its_neighbours_and_replaces_what_it_covers() -> None:
    done = Corrections(picture())
    (new,) = done.do(Draw(((48, 38), (60.4, 38), (60.4, 52), (48, 52)))).added
    assert not (done.labels == 3).any()
    assert np.count_nonzero(done.labels == 4) == 90
    assert np.count_nonzero(done.labels == new) == 13 * 15
    done.do(Draw(((30, 30), (40, 30), (35, 37))))
    with pytest.raises(InputError, match="nothing is left"):
        done.do(Draw(((0, 0), (0.2, 0), (0, 0.2))))


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"kind": "explode"},
        {"kind": "delete", "particles": "x"},
        {"kind": "split", "start": [1], "end": [2, 3]},
        {"kind": "draw", "corners": [[1, 2], [3, None]]},
    ],
)
def test_what_is_no_edit_is_refused(content) -> None:
    with pytest.raises(InputError):
        edit_from_json(content)


def test_edits_of_particles_that_are_not_there_are_refused() -> None:
    for edit in (
        Delete((9,)),
        Delete(()),
        Delete((-1,)),
        Merge((1, 99)),
        Split((0, 0), (9, 9), (7,)),
    ):
        with pytest.raises(InputError):
            Corrections(picture()).do(edit)
    for edit in (Split((np.nan, 0), (1, 1)), Draw(((np.inf, 0), (1, 1), (2, 2)))):
        with pytest.raises(InputError):
            Corrections(picture()).do(edit)


points = st.tuples(st.floats(-10, 90), st.floats(-10, 70))
edits = st.one_of(
    st.builds(Delete, st.lists(st.integers(1, 8), min_size=1, max_size=3, unique=True).map(tuple)),
    st.builds(Merge, st.lists(st.integers(1, 8), min_size=2, max_size=3, unique=True).map(tuple)),
    st.builds(Split, points, points),
    st.builds(Draw, st.lists(points, min_size=3, max_size=8).map(tuple)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(edits, max_size=8))
def test_whatever_was_done_can_be_undone_redone_and_repeated(wanted) -> None:
    done = Corrections(picture())
    for edit in wanted:
        before, was = done.labels.copy(), set(np.unique(done.labels))
        try:
            change = done.do(edit)
        except InputError:
            np.testing.assert_array_equal(done.labels, before)
            continue
        now = set(np.unique(done.labels))
        # The change tells everything: no other particle is touched.
        assert now - was == set(change.added)
        assert was - now == set(change.removed)
        same = np.array(sorted(was & now - {0}), dtype=np.int32)
        np.testing.assert_array_equal(np.isin(done.labels, same), np.isin(before, same))
        if edit.kind == "split":
            np.testing.assert_array_equal(done.labels > 0, before > 0)
    final, listed = done.labels.copy(), done.edits
    for _ in listed:
        done.undo()
    np.testing.assert_array_equal(done.labels, picture())
    for _ in listed:
        done.redo()
    np.testing.assert_array_equal(done.labels, final)
    again = Corrections(picture())
    for edit in listed:
        again.do(edit_from_json(edit_to_json(edit)))
    np.testing.assert_array_equal(again.labels, final)


def test_a_new_edit_forgets_what_was_undone() -> None:
    done = Corrections(picture())
    done.do(Delete((1, 2)))
    done.undo()
    done.do(Merge((3, 4)))
    with pytest.raises(InputError):
        done.redo()
    assert in_words(done.edits) == "corrected by hand: 1 merged"
    assert in_words([]) is None
    assert in_words([Delete((1, 2)), Split((0, 0), (1, 1))]) == (
        "corrected by hand: 2 deleted, 1 split"
    )

from __future__ import annotations

import pytest

from ostwald.errors import InputError
from ostwald.optics.expected import size_from_peak
from ostwald.optics.peak_outcomes import contradiction, sizes_from_peaks, with_size
from ostwald.recipes.outcome import Outcome
from ostwald.recipes.table import RecipeTable
from recipes_for_tests import recipe


def test_a_peak_becomes_the_curves_size_with_its_error() -> None:
    sized = with_size("PbS", Outcome(absorption_peak_nm=1200))
    expected = size_from_peak("PbS", 1200)
    assert sized.size_nm == expected.size_nm
    assert sized.size_error_percent == pytest.approx(100 * expected.error_nm / expected.size_nm)
    assert sized.size_method == "absorption"


def test_an_edge_becomes_the_diameter_that_the_program_works_in() -> None:
    as_given = Outcome(absorption_peak_nm=550.1, size_measure="as reported")
    sized = with_size("InP", as_given)
    assert sized.size_nm == pytest.approx(2.114, abs=0.001)
    assert sized.size_measure == "equal-area diameter"


def test_a_measured_size_stays() -> None:
    measured = Outcome(size_nm=4.0, absorption_peak_nm=1200)
    assert with_size("PbS", measured) is measured
    assert with_size("Fe3O4", Outcome(size_nm=9.0)).size_nm == 9.0
    assert with_size("PbS", Outcome(shape="cube")).size_nm is None


@pytest.mark.parametrize(
    ("product", "peak_nm", "shape", "words"),
    [
        ("Fe3O4", 500.0, None, "no sizing curve"),
        ("Au", 520.0, "sphere", "no sizing curve"),
        ("PbS", 500.0, None, "outside the PbS sizing curve"),
        ("CdSe", 550.0, "rod", "the shape is rod"),
        ("CdSe", 550.0, "triangle", "the shape is triangle"),
    ],
)
def test_a_peak_that_tells_no_size_is_refused(product, peak_nm, shape, words) -> None:
    with pytest.raises(InputError, match=words) as error:
        with_size(product, Outcome(absorption_peak_nm=peak_nm, shape=shape))
    assert error.value.where == "absorption_peak_nm"
    assert "give size_nm" in str(error.value.hint)


def test_triangles_of_inp_are_the_tetrahedra_of_its_curve() -> None:
    assert with_size("InP", Outcome(absorption_peak_nm=550, shape="triangle")).size_nm is not None


def test_a_size_and_a_peak_that_contradict_each_other() -> None:
    assert "means 4.1 nm" in contradiction("PbS", Outcome(size_nm=8, absorption_peak_nm=1200))
    assert not contradiction("PbS", Outcome(size_nm=4.6, absorption_peak_nm=1200))
    assert not contradiction("PbS", Outcome(size_nm=8, absorption_peak_nm=5000))
    assert not contradiction("Fe3O4", Outcome(size_nm=8, absorption_peak_nm=500))
    edge = Outcome(size_nm=8, absorption_peak_nm=550, size_measure="as reported")
    assert not contradiction("InP", edge)


def test_an_edge_length_is_compared_as_a_diameter() -> None:
    size = size_from_peak("PbSe", 2200).size_nm
    cube = Outcome(
        size_nm=size / 1.1284, absorption_peak_nm=2200, shape="cube", size_measure="edge length"
    )
    assert not contradiction("PbSe", cube)


def test_a_table_says_what_it_made_of_every_row() -> None:
    table = RecipeTable()
    for row, outcome in enumerate(
        [
            Outcome(absorption_peak_nm=820),
            Outcome(absorption_peak_nm=300),
            Outcome(absorption_peak_nm=1200, shape="rod"),
            Outcome(size_nm=8, absorption_peak_nm=1200),
            Outcome(),
        ]
    ):
        table.add(recipe(id=f"r{row}", product="PbS"), outcome, row)
    sized = sizes_from_peaks(table, "lab.csv")
    assert sized.row_ids == [0, 2, 3, 4]
    assert [outcome.size_nm is not None for outcome in sized.outcomes] == [True, False, True, False]
    (problem,) = sized.problems
    assert problem.where == "lab.csv, recipe r1, absorption_peak_nm"
    rod, both, all_ = sized.remarks
    assert "recipe r2: " in rod
    assert "only its shape is used" in rod
    assert "recipe r3: size_nm is 8" in both
    assert all_.startswith("lab.csv: 1 PbS size is from first absorption peaks (Moreels 2009")
    assert table.outcomes[0].size_nm is None

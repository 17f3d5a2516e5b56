import pytest

from ostwald.errors import InputError
from ostwald.explain.explanation import explain_resolved, logarithmic_mean
from ostwald.explain.players import amount_in_words
from ostwald.explain.plot import plot_explanation
from ostwald.explain.typical import typical_flask
from recipes_for_tests import reagents, resolved
from surfaces_for_tests import FormulaPredictor, mmol


def size(recipe):
    """Only temperature and the acid matter, and they work together."""
    return 0.03 * recipe.reaction_temperature_c + 0.01 * mmol(recipe, "OA") * (
        recipe.reaction_temperature_c / 100.0
    )


def explained(**changes):
    return explain_resolved(resolved(**changes), FormulaPredictor(size))


def test_contributions_and_the_typical_size_add_up_to_the_estimate():
    written = explained(reaction_temperature_c=200.0).to_json()
    total = written["typical_nm"] + sum(one["nm"] for one in written["contributions"])
    assert total == pytest.approx(written["size_nm"]["estimate"], abs=1e-9)


def test_what_matters_comes_first_and_what_does_not_gets_nothing():
    found = {one.what: one.nm for one in explained(reaction_temperature_c=220.0).contributions}
    assert next(iter(found)) == "reaction temperature"
    assert found["reaction temperature"] > 1.0
    assert found["Se"] == pytest.approx(0.0, abs=1e-9)
    assert found["reaction time"] == pytest.approx(0.0, abs=1e-9)


def test_intervals_hold_the_estimate_and_are_nothing_where_nothing_changes():
    for one in explained(reaction_temperature_c=220.0).contributions:
        lower, upper = one.interval_nm
        assert lower <= one.nm <= upper
        if one.what == "reaction temperature":
            assert upper - lower > 0.1


def test_a_model_that_cannot_tell_gives_no_intervals_and_says_so():
    class Silent(FormulaPredictor):
        def __init__(self):
            super().__init__(size)
            model = self.model
            self.model = type("Plain", (), {"predict": staticmethod(model.predict)})()

    found = explain_resolved(resolved(), Silent())
    assert all(one.interval_nm is None for one in found.contributions)
    assert any("no intervals" in warning for warning in found.warnings)


def test_the_same_seed_gives_the_same_result_and_few_flasks_are_asked_for():
    predictor = FormulaPredictor(size)
    first = explain_resolved(resolved(), predictor, seed=4).to_json()
    assert first == explain_resolved(resolved(), FormulaPredictor(size), seed=4).to_json()
    assert predictor.model.calls <= 600


def test_strongest_change_names_what_was_and_what_would_be():
    change = explained(reaction_temperature_c=200.0).strongest_change
    assert change.what in ("reaction temperature", "OA")
    assert change.before != change.after
    assert change.nm != 0.0


def test_an_injection_temperature_that_was_assumed_goes_with_the_reaction_temperature():
    names = [one.what for one in explained(injection_temperature_c=None).contributions]
    assert "injection temperature" not in names


def test_a_replacement_of_the_same_role_is_one_contribution():
    from recipes_for_tests import PBSE

    other = [
        r if r["name"] != "OA" else {"name": "stearic acid", "amount": "5 mmol"}
        for r in PBSE["reagents"]
    ]
    found = {one.what: one for one in explained(reagents=other).contributions}
    assert found["stearic acid"].category == "ligand"
    assert "OA" in found["stearic acid"].typically
    assert "oleic acid" not in found


def test_a_product_nobody_made_is_compared_in_ligands_solvent_and_conditions():
    parts = reagents(("HfCl4", "1 mmol"), ("Se", "1 mmol"), ("OLA", "10 mL"))
    found = explained(product="HfSe2", reagents=parts)
    assert not typical_flask(resolved(product="HfSe2", reagents=parts).product).has_precursors
    assert {"HfCl4", "Se"}.isdisjoint(one.what for one in found.contributions)
    assert any("too few papers" in warning for warning in found.warnings)


def test_an_impossible_flask_is_refused():
    with pytest.raises(InputError, match="nothing can come of this flask"):
        explained(reagents=reagents(("PbO", "4 mmol"), ("OA", "5 mmol"), ("ODE", "12 mL")))


def test_the_plot_is_written(tmp_path):
    plot_explanation(explained(reaction_temperature_c=200.0), tmp_path / "why.png")
    assert (tmp_path / "why.png").stat().st_size > 10_000


def test_factors_multiply_to_the_ratio_of_sizes():
    found = explained(reaction_temperature_c=220.0)
    product = 1.0
    for one in found.contributions:
        product *= one.factor
    assert product == pytest.approx(found.size_nm / found.typical_nm)


@pytest.mark.parametrize(("one", "other"), [(4.0, 9.0), (9.0, 4.0), (5.0, 5.0)])
def test_logarithmic_mean_lies_between(one, other):
    assert min(one, other) <= logarithmic_mean(one, other) <= max(one, other)


@pytest.mark.parametrize(
    ("mmol", "words"), [(0.0456, "0.0456 mmol"), (999.4, "999 mmol"), (2770.0, "2.77 mol")]
)
def test_large_amounts_are_told_in_mol(mmol, words):
    assert amount_in_words(mmol) == words

from __future__ import annotations

from collections.abc import Sequence

from models_for_tests import ConstantModel
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.evaluation.judging import judge_of, verdicts_of
from ostwald.uncertainty.domain import DomainModel, DomainVerdict
from recipes_for_tests import resolved


class SelfAware(ConstantModel):
    def judge(self, recipe: ResolvedRecipe) -> DomainVerdict:
        return DomainVerdict(False, 0.25, ())


def test_a_model_that_can_judge_does() -> None:
    model = SelfAware()
    assert judge_of(model, [resolved()]) is model


class Judge(SelfAware):
    """Judges many at once, and says so by the score."""

    def judge_all(self, recipes: Sequence[ResolvedRecipe]) -> list[DomainVerdict]:
        return [DomainVerdict(True, 1.0, ()) for _ in recipes]


def test_many_are_judged_at_once_where_that_is_possible() -> None:
    recipes = [resolved(), resolved()]
    assert [v.score for v in verdicts_of(SelfAware(), recipes)] == [0.25, 0.25]
    assert [v.score for v in verdicts_of(Judge(), recipes)] == [1.0, 1.0]


def test_else_the_training_recipes_decide() -> None:
    judge = judge_of(ConstantModel(), [resolved()])
    assert isinstance(judge, DomainModel)
    assert judge.judge(resolved()).in_domain
    assert not judge.judge(resolved(product="Au")).in_domain

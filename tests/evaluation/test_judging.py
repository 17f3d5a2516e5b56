from __future__ import annotations

from models_for_tests import ConstantModel
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.evaluation.judging import judge_of
from ostwald.uncertainty.domain import DomainModel, DomainVerdict
from recipes_for_tests import resolved


class SelfAware(ConstantModel):
    def judge(self, recipe: ResolvedRecipe) -> DomainVerdict:
        return DomainVerdict(False, 0.25, ())


def test_a_model_that_can_judge_does() -> None:
    model = SelfAware()
    assert judge_of(model, [resolved()]) is model


def test_else_the_training_recipes_decide() -> None:
    judge = judge_of(ConstantModel(), [resolved()])
    assert isinstance(judge, DomainModel)
    assert judge.judge(resolved()).in_domain
    assert not judge.judge(resolved(product="Au")).in_domain

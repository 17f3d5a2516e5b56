"""Several models that answer together, weighted by how familiar the recipe is."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ostwald.datasets.papers import balanced_groups, paper_of
from ostwald.models.base import (
    FloatArray,
    IntArray,
    ModelOutput,
    ModelState,
    Outcomes,
    SynthesisModel,
    check_trainable,
    require_fitted,
)
from ostwald.models.baselines.descriptor_trees import DescriptorTreesModel
from ostwald.models.baselines.extra_trees import ExtraTreesModel
from ostwald.models.baselines.lightgbm import LightGBMModel
from ostwald.models.deep.transformer import TransformerModel
from ostwald.models.encoded import TRUSTED_COUNT, EncodedModel, count_weights, normalised
from ostwald.models.encoding import EncodedRecipes, RecipeEncoder
from ostwald.models.gaussian_process import GaussianProcessModel
from ostwald.models.mixing import Gate, shape_weights, size_weights
from ostwald.models.registry import register
from ostwald.models.spread import DEFAULT_LOG_STD, honest_std, inner_folds, spread_factor
from ostwald.progress import track

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe
    from ostwald.models.deep.tokens import Tokens

MEMBERS: dict[str, type[EncodedModel]] = {
    model.kind: model
    for model in (GaussianProcessModel, ExtraTreesModel, DescriptorTreesModel, LightGBMModel)
}
"""The models that may be members, by name."""

INNER_FOLDS = 5
FEWEST_WELL_COUNTED = 200
"""Rows of many particles below which the weights are found on all rows."""

ROWS_AT_ONCE = 2048
"""Recipes predicted together."""

DEEP_SHARES = (0.3, 0.0)
"""What the transformer has to say of the size of a familiar and of a new recipe.

Chosen on recipes that no protocol tests, beside members whose held-out predictions were made by
fits without the rows; finding them anew in every fit would take ten further trainings of the
networks. Of new papers' sizes, and of shapes, it knew less than the others there, and is not asked.
"""


@register("combined")
class CombinedModel(SynthesisModel):
    """The weighted mean of its members' log sizes and shape probabilities.

    Two sets of weights are found inside ``fit``, on predictions of training rows by fits that had
    not seen them: rows left out at random, which are among their like, and whole papers left out.
    How far the members agree on a recipe says which of the two it resembles.

    Args:
        members: Names of the members.
        member_params: Settings of members that differ from their usual ones, by name;
            ``transformer`` is that of the networks.
        deep: Whether a transformer is among the members.
        seed: Seed of every member and of the inner folds.

    Attributes:
        held_out_: Predictions of the training rows by fits without them; after ``fit`` only. The
            networks are not part of it, for they would have to be trained ten times more.
        held_out_by_paper_: The same by fits without their whole papers.
    """

    held_out_: ModelOutput
    held_out_by_paper_: ModelOutput

    def __init__(
        self,
        members: Sequence[str] = ("gaussian_process", "extra_trees", "descriptor_trees"),
        member_params: Mapping[str, Mapping[str, Any]] | None = None,
        deep: bool = True,
        seed: int = 0,
    ) -> None:
        self.members = members
        self.member_params = member_params
        self.deep = deep
        self.seed = seed
        self.checkpoint_folder: Path | None = None

    def resume_in(self, folder: Path) -> Self:
        """Let the networks keep checkpoints in a folder and go on from those that are there.

        Args:
            folder: Made when missing; it belongs to one table and one set of arguments.

        Returns:
            The model itself.
        """
        self.checkpoint_folder = folder
        return self

    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        """Fit the members, then find their weights."""
        check_trainable(outcomes)
        known = np.flatnonzero(np.isfinite(outcomes.size_nm))
        used, outcomes = [recipes[int(row)] for row in known], outcomes.take(known)
        self.encoder_ = RecipeEncoder().fit(used)
        encoded = self.encoder_.transform(used)
        self.members_ = [
            self._make(name).fit_encoded(encoded, outcomes)
            for name in track(list(self.members), "Fitting the members")
        ]
        self._find_weights(encoded, outcomes, _papers(used, outcomes))
        self.deep_, self.deep_shares_ = None, DEEP_SHARES
        if self.deep:
            settings = (self.member_params or {}).get(TransformerModel.kind, {})
            self.deep_ = TransformerModel().set_params(seed=self.seed, **settings)
            if self.checkpoint_folder is not None:
                self.deep_.resume_in(self.checkpoint_folder)
            self.deep_.fit(used, outcomes)
        return self

    def _make(self, name: str) -> EncodedModel:
        settings = {"seed": self.seed, **(self.member_params or {}).get(name, {})}
        model = MEMBERS[name]()
        if "measure_spread" in model.get_params():
            settings = {"measure_spread": False, **settings}
        return model.set_params(**settings)

    def _find_weights(
        self, encoded: EncodedRecipes, outcomes: Outcomes, papers: NDArray[np.object_]
    ) -> None:
        """Predict training rows without themselves, and without their papers; weigh by both."""
        n = len(outcomes)
        at_random: list[IntArray] = [held for _, held in inner_folds(n, self.seed, INNER_FOLDS)]
        fold_of = balanced_groups(papers.tolist(), INNER_FOLDS)
        fold = np.array([fold_of[paper] for paper in papers])
        by_paper: list[IntArray] = [np.flatnonzero(fold == k) for k in np.unique(fold)]
        if len(by_paper) < 2:
            by_paper = at_random
        views = [
            [
                member.predict_held_out(encoded, outcomes, parts)
                for member in track(self.members_, "Finding the members' weights")
            ]
            for parts in (at_random, by_paper)
        ]
        log_size, weights = np.log(outcomes.size_nm), count_weights(outcomes)
        sure = well_counted(outcomes)
        self.size_weights_, self.shape_weights_ = [], []
        for outputs, rows in zip(views, (sure, np.arange(n)), strict=True):
            sizes = np.log([output.size_nm[rows] for output in outputs])
            shapes = np.array([output.shape_probabilities[rows] for output in outputs])
            self.size_weights_.append(size_weights(sizes, log_size[rows], weights[rows]).tolist())
            self.shape_weights_.append(shape_weights(shapes, outcomes.shape[rows]).tolist())
        spreads = [own_spread(outputs) for outputs in views]
        self.gate_ = Gate.between(*spreads)
        self.floor_, self.factor_ = DEFAULT_LOG_STD, 1.0
        mixed = [self._mix(outputs, None) for outputs in views]
        residual = np.concatenate([np.log(output.size_nm) - log_size for output in mixed])
        self.floor_, self.factor_ = spread_factor(residual, np.concatenate(spreads))
        self.held_out_, self.held_out_by_paper_ = (self._mix(outputs, None) for outputs in views)
        self.held_out_folds_ = _numbers(at_random, n)
        self.held_out_by_paper_folds_ = _numbers(by_paper, n)

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> ModelOutput:
        """Mix what the members predict, some recipes at a time, so that memory stays small."""
        require_fitted(self, "members_")
        starts = range(0, max(len(recipes), 1), ROWS_AT_ONCE)
        parts: list[ModelOutput] = []
        # numpy works outside of the interpreter's lock; its own threads would only be in the way.
        with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as pool:
            waiting: list[Future[Any]] = []
            for start in starts:
                encoded = self._encode(recipes[start : start + ROWS_AT_ONCE])
                if waiting:
                    parts.append(self._mix_answers(waiting))
                waiting = self._ask(pool, *encoded)
            parts.append(self._mix_answers(waiting))
        return ModelOutput(
            np.concatenate([part.size_nm for part in parts]),
            np.concatenate([part.log_size_std for part in parts]),
            np.concatenate([part.shape_probabilities for part in parts]),
        )

    def _encode(self, recipes: Sequence[ResolvedRecipe]) -> tuple[EncodedRecipes, Tokens | None]:
        tokens = None if self.deep_ is None else self.deep_.encoder_.transform(recipes)
        return self.encoder_.transform(recipes), tokens

    def _ask(
        self, pool: ThreadPoolExecutor, encoded: EncodedRecipes, tokens: Tokens | None
    ) -> list[Future[Any]]:
        """Let every member and every network answer; the networks, which take longest, first."""
        networks: list[Future[Any]] = []
        if self.deep_ is not None and tokens is not None:
            networks = [
                pool.submit(self.deep_.answer_of, number, tokens)
                for number in range(len(self.deep_.weights_))
            ]
        members = [pool.submit(member.predict_encoded, encoded) for member in self.members_]
        return members + networks

    def _mix_answers(self, waiting: Sequence[Future[Any]]) -> ModelOutput:
        answers = [answer.result() for answer in waiting]
        outputs, networks = answers[: len(self.members_)], answers[len(self.members_) :]
        deep = None if self.deep_ is None else self.deep_.mean_of(networks)
        return self._mix(outputs, deep)

    def _mix(self, outputs: Sequence[ModelOutput], deep: ModelOutput | None) -> ModelOutput:
        """Average the members with weights that depend on how new each recipe is."""
        own = own_spread(outputs)
        newness = self.gate_(own)[:, None]
        size_shares = _between(self.size_weights_, newness)
        shape_shares = _between(self.shape_weights_, newness)
        log_size = np.sum(size_shares * np.log([o.size_nm for o in outputs]).T, axis=1)
        shapes = np.stack([o.shape_probabilities for o in outputs], axis=1)
        shape = normalised(np.sum(shape_shares[:, :, None] * shapes, axis=1))
        if deep is not None:
            familiar, new = self.deep_shares_
            share = _between([[familiar], [new]], newness)[:, 0]
            log_size = (1 - share) * log_size + share * np.log(deep.size_nm)
        return ModelOutput(np.exp(log_size), honest_std(own, self.floor_, self.factor_), shape)

    def to_state(self) -> ModelState:
        """Return the members' states and their weights."""
        require_fitted(self, "members_")
        config = {
            "size_weights": self.size_weights_,
            "shape_weights": self.shape_weights_,
            "gate": self.gate_.to_json(),
            "floor": self.floor_,
            "factor": self.factor_,
        }
        if self.deep_ is not None:
            config["deep_shares"] = list(self.deep_shares_)
        params = self.get_params() | {"members": list(self.members)}
        state = ModelState(self.kind, params, config)
        for number, member in enumerate(self.members_):
            state.children[f"member_{number}"] = member.to_state()
        if self.deep_ is not None:
            state.children["deep"] = self.deep_.to_state()
        state.children["encoder"] = self.encoder_.to_state()
        return state

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        model = cls(**state.params)
        model.size_weights_ = state.config["size_weights"]
        model.shape_weights_ = state.config["shape_weights"]
        model.gate_ = Gate.from_json(state.config["gate"])
        model.floor_ = float(state.config["floor"])
        model.factor_ = float(state.config["factor"])
        children = [state.children[f"member_{number}"] for number in range(len(model.members))]
        model.members_ = [MEMBERS[child.kind].from_state(child) for child in children]
        deep = state.children.get("deep")
        model.deep_ = None if deep is None else TransformerModel.from_state(deep)
        if model.deep_ is not None:
            familiar, new = state.config["deep_shares"]
            model.deep_shares_ = (float(familiar), float(new))
        model.encoder_ = RecipeEncoder.from_state(state.children["encoder"])
        return model


def well_counted(outcomes: Outcomes) -> IntArray:
    """Return the rows by which to tell members apart among familiar recipes.

    A size from few particles is off by itself, which hides what distinguishes the members.

    Args:
        outcomes: n outcomes.

    Returns:
        Rows of at least `TRUSTED_COUNT` particles; all rows where those are fewer than
        `FEWEST_WELL_COUNTED`.
    """
    rows = np.flatnonzero(np.nan_to_num(outcomes.particles_counted, nan=0.0) >= TRUSTED_COUNT)
    return rows if len(rows) >= FEWEST_WELL_COUNTED else np.arange(len(outcomes))


def own_spread(outputs: Sequence[ModelOutput]) -> FloatArray:
    """Return the spread that members and their disagreement suggest, each counting the same."""
    log_sizes = np.log([output.size_nm for output in outputs])
    variance = np.mean([output.log_size_std**2 for output in outputs], axis=0)
    spread: FloatArray = np.sqrt(variance + log_sizes.var(axis=0))
    return spread


def _between(shares: Sequence[Sequence[float]], newness: FloatArray) -> FloatArray:
    """Return weights (n, members) between those of familiar and those of new recipes."""
    familiar, new = np.array(shares[0]), np.array(shares[1])
    mixed: FloatArray = (1.0 - newness) * familiar + newness * new
    return mixed


def _papers(recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> NDArray[np.object_]:
    pairs = zip(outcomes.doi, recipes, strict=True)
    return np.array([paper_of(doi, recipe.product.label) for doi, recipe in pairs], dtype=object)


def _numbers(parts: Sequence[IntArray], n: int) -> IntArray:
    """Return the number of the part that each row stands in."""
    numbers = np.zeros(n, np.int64)
    for number, part in enumerate(parts):
        numbers[part] = number
    return numbers

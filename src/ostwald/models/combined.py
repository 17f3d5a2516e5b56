"""Several models that answer together, each weighted by how well it did on unseen rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np

from ostwald.models.base import FloatArray, ModelOutput, ModelState, Outcomes, require_fitted
from ostwald.models.encoded import EncodedModel, count_weights, normalised
from ostwald.models.encoding import EncodedRecipes, RecipeEncoder
from ostwald.models.extra_trees import ExtraTreesModel
from ostwald.models.gaussian_process import GaussianProcessModel
from ostwald.models.lightgbm_model import LightGBMModel
from ostwald.models.mixing import shape_weights, size_weights
from ostwald.models.spread import DEFAULT_LOG_STD, honest_std, spread_factor
from ostwald.progress import track

MEMBERS: dict[str, type[EncodedModel]] = {
    model.kind: model for model in (GaussianProcessModel, ExtraTreesModel, LightGBMModel)
}
"""The models that may be members, by name."""


class CombinedModel(EncodedModel):
    """The weighted mean of its members' log sizes and shape probabilities.

    The weights are chosen on predictions of training rows by fits that had not seen them, so
    nothing but the training data decides.

    Args:
        members: Names of the members.
        member_params: Settings of members that differ from their usual ones, by name.
        seed: Seed of every member and of the inner folds.
    """

    kind = "combined"

    def __init__(
        self,
        members: Sequence[str] = ("gaussian_process", "extra_trees"),
        member_params: Mapping[str, Mapping[str, Any]] | None = None,
        seed: int = 0,
    ) -> None:
        self.members = members
        self.member_params = member_params
        self.seed = seed

    def fit_encoded(self, encoded: EncodedRecipes, outcomes: Outcomes) -> Self:
        """Fit the members, then choose their weights."""
        self.members_ = [
            self._make(name).fit_encoded(encoded, outcomes)
            for name in track(list(self.members), "Fitting the members")
        ]
        held_out = [member.held_out_ for member in self.members_]
        log_size, counts = np.log(outcomes.size_nm), count_weights(outcomes)
        log_sizes = np.log([output.size_nm for output in held_out])
        shapes = np.array([output.shape_probabilities for output in held_out])
        self.size_weights_ = size_weights(log_sizes, log_size, counts).tolist()
        self.shape_weights_ = shape_weights(shapes, outcomes.shape).tolist()
        self.floor_, self.factor_ = DEFAULT_LOG_STD, 1.0
        mean, own_std = self._mix_sizes(held_out)
        self.floor_, self.factor_ = spread_factor(mean - log_size, own_std)
        self.held_out_ = self._mix(held_out)
        return self

    def _make(self, name: str) -> EncodedModel:
        settings = (self.member_params or {}).get(name, {})
        return MEMBERS[name]().set_params(seed=self.seed, **settings)

    def predict_encoded(self, encoded: EncodedRecipes) -> ModelOutput:
        """Mix what the members predict."""
        require_fitted(self, "members_")
        return self._mix([member.predict_encoded(encoded) for member in self.members_])

    def _mix_sizes(self, outputs: Sequence[ModelOutput]) -> tuple[FloatArray, FloatArray]:
        """Return mean log size and the spread that members and their disagreement suggest."""
        weights = np.array(self.size_weights_)
        log_sizes = np.log([output.size_nm for output in outputs])
        mean = weights @ log_sizes
        variance = weights @ np.array([output.log_size_std**2 for output in outputs])
        return mean, np.sqrt(variance + weights @ (log_sizes - mean) ** 2)

    def _mix(self, outputs: Sequence[ModelOutput]) -> ModelOutput:
        mean, own_std = self._mix_sizes(outputs)
        shapes = np.array([output.shape_probabilities for output in outputs])
        return ModelOutput(
            size_nm=np.exp(mean),
            log_size_std=honest_std(own_std, self.floor_, self.factor_),
            shape_probabilities=normalised(np.tensordot(self.shape_weights_, shapes, axes=1)),
        )

    def to_state(self) -> ModelState:
        """Return the members' states and their weights."""
        require_fitted(self, "members_")
        config = {
            "size_weights": self.size_weights_,
            "shape_weights": self.shape_weights_,
            "floor": self.floor_,
            "factor": self.factor_,
        }
        params = self.get_params() | {"members": list(self.members)}
        state = ModelState(self.kind, params, config)
        for number, member in enumerate(self.members_):
            state.children[f"member_{number}"] = member.to_state()
        if hasattr(self, "encoder_"):
            state.children["encoder"] = self.encoder_.to_state()
        return state

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        """Rebuild the model."""
        model = cls(**state.params)
        model.size_weights_ = [float(weight) for weight in state.config["size_weights"]]
        model.shape_weights_ = [float(weight) for weight in state.config["shape_weights"]]
        model.floor_ = float(state.config["floor"])
        model.factor_ = float(state.config["factor"])
        children = [state.children[f"member_{number}"] for number in range(len(model.members))]
        model.members_ = [MEMBERS[child.kind].from_state(child) for child in children]
        if "encoder" in state.children:
            model.encoder_ = RecipeEncoder.from_state(state.children["encoder"])
        return model

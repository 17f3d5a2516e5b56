"""Running the protocol ``fewshot``: fit, reveal, adapt, test, beside simpler ways of adapting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.evaluation.protocols.base import Indices, with_peak_sizes
from ostwald.evaluation.protocols.fewshot import Adapt, Episode, FewShotSplit
from ostwald.evaluation.size_metrics import Floats
from ostwald.models.base import Outcomes, SynthesisModel
from ostwald.progress import track
from ostwald.recipes.outcome import SHAPES

COVERAGE = 0.9
"""Share of intervals that should hold the true size."""

ZERO_SHOT = "zero_shot"
MEDIAN_OF_REVEALED = "median_of_revealed"
SHIFTED = "shifted"
ADAPTED = "adapted"
REFIT = "refit_"
"""What stands before the name of a model that was fitted again with the revealed rows."""

SHIFT_PRIOR = 1.0
"""The shift of the mean is drawn towards none as by so many rows that need no shift."""

Make = Callable[[], SynthesisModel]


@dataclass(frozen=True)
class FewShotRow:
    """Truth and predictions of one tested row in one episode (sizes in nm).

    Attributes:
        revealed: Number of recipes of its paper that were revealed.
        draw: Number of the draw.
        predicted_size_nm: After adaptation.
        sizes_nm: Every other way's prediction, by its name.
        zero_shot_shape: The shape named before adaptation.
    """

    row_id: int
    doi: str | None
    product: str
    fold: int
    paper: str
    revealed: int
    draw: int
    true_size_nm: float
    predicted_size_nm: float
    lower_nm: float
    upper_nm: float
    true_shape: str | None
    predicted_shape: str
    zero_shot_shape: str
    sizes_nm: Mapping[str, float]


@dataclass
class FewShotEvaluation:
    """All tested rows of all episodes of one model."""

    protocol: str
    model: str
    seed: int
    adaptation: str
    rows: list[FewShotRow] = field(default_factory=list)


def evaluate_few_shot(
    task: FewShotSplit,
    make: Make,
    *,
    model_name: str,
    seed: int,
    adapt: Adapt | None = None,
    adaptation: str = SHIFTED,
    refit: Mapping[str, Make] | None = None,
) -> FewShotEvaluation:
    """Fit a model on each fold's training papers, and adapt it to each held-out paper.

    Beside the adapted model every episode has the model as it was (``zero_shot``), the median of
    the revealed sizes, the model with its mean log size shifted to the revealed rows, and, where
    asked for, models that are fitted again with the revealed rows added. To fit those again for
    every episode would take days; instead one fit a fold, draw and number revealed is given the
    revealed rows of all papers of the fold at once. It thus knows a little more than it should,
    which favours it.

    Args:
        task: Folds and episodes.
        make: Gives an unfitted model.
        model_name: Its name, for the report.
        seed: The seed it was made with, for the report.
        adapt: Conditions the fitted model on revealed recipes; without it, the shift of the
            mean stands for it.
        adaptation: Its name, for the report.
        refit: Models to fit again, by name.

    Returns:
        Truth and predictions of every tested row of every episode.
    """
    split = with_peak_sizes(task.split)
    task = replace(task, split=split)
    resolved = [resolve_recipe(recipe) for recipe in split.recipes]
    outcomes = Outcomes.from_outcomes(split.outcomes)
    result = FewShotEvaluation(split.protocol, model_name, seed, adaptation)
    for number, fold in enumerate(track(split.folds, f"{model_name} on {split.protocol}")):
        episodes = [episode for episode in task.episodes if episode.fold == number]
        if not episodes:
            continue
        model = make().fit([resolved[k] for k in fold.train], outcomes.take(fold.train))
        runner = _FoldRunner(task, resolved, outcomes, model, fold.train)
        refitted = runner.refit(episodes, refit or {})
        for episode in track(episodes, "Adapting"):
            result.rows += runner.run(episode, adapt, refitted)
    return result


class _FoldRunner:
    """Runs the episodes of one fold."""

    def __init__(
        self,
        task: FewShotSplit,
        resolved: Sequence[ResolvedRecipe],
        outcomes: Outcomes,
        model: SynthesisModel,
        train: Indices,
    ) -> None:
        self._split = task.split
        self._resolved = resolved
        self._outcomes = outcomes
        self._model = model
        self._train = train
        papers = {p for e in task.episodes for p in (*e.revealed.tolist(), *e.tested.tolist())}
        held_out = np.setdiff1d(np.array(sorted(papers), dtype=np.intp), train)
        output = model.predict([resolved[k] for k in held_out])
        self._zero_shot = dict(zip(held_out.tolist(), output.size_nm.tolist(), strict=True))
        named = output.shape_probabilities.argmax(axis=1)
        self._zero_shape = dict(zip(held_out.tolist(), named.tolist(), strict=True))

    def refit(
        self, episodes: Sequence[Episode], models: Mapping[str, Make]
    ) -> dict[tuple[str, int, int], dict[int, float]]:
        """Return sizes by (model, revealed, draw) and position, one fit each."""
        sizes: dict[tuple[str, int, int], dict[int, float]] = {}

        def key(episode: Episode) -> tuple[int, int]:
            return len(episode.revealed), episode.draw

        for (k, draw), group in groupby(sorted(episodes, key=key), key=key):
            part = list(group)
            rows = np.concatenate([self._train, *(episode.revealed for episode in part)])
            tested = np.concatenate([episode.tested for episode in part])
            for name, make in models.items():
                model = make().fit([self._resolved[p] for p in rows], self._outcomes.take(rows))
                output = model.predict([self._resolved[p] for p in tested])
                sizes[name, k, draw] = dict(
                    zip(tested.tolist(), output.size_nm.tolist(), strict=True)
                )
        return sizes

    def run(
        self,
        episode: Episode,
        adapt: Adapt | None,
        refitted: Mapping[tuple[str, int, int], Mapping[int, float]],
    ) -> list[FewShotRow]:
        """Adapt to one paper and predict the rest of it."""
        recipes = [self._resolved[k] for k in episode.tested]
        revealed = self._outcomes.take(episode.revealed)
        model = self._model
        if adapt is not None:
            model = adapt(model, [self._resolved[k] for k in episode.revealed], revealed)
        output = model.predict(recipes)
        lower, upper = output.interval(COVERAGE)
        before = np.array([self._zero_shot[k] for k in episode.revealed.tolist()])
        factor = shift_factor(np.asarray(revealed.size_nm, dtype=np.float64), before)
        # Without an adapter the shift stands for the adapted model, its intervals moved along.
        moved = factor if adapt is None else 1.0
        median = float(np.exp(np.median(np.log(revealed.size_nm))))
        rows = []
        for j, k in enumerate(episode.tested.tolist()):
            outcome, zero_shot = self._split.outcomes[k], self._zero_shot[k]
            others = {
                f"{REFIT}{name}": sizes[k]
                for (name, count, draw), sizes in refitted.items()
                if (count, draw) == (len(episode.revealed), episode.draw)
            }
            rows.append(
                FewShotRow(
                    row_id=self._split.row_ids[k],
                    doi=outcome.doi,
                    product=self._split.recipes[k].product,
                    fold=episode.fold,
                    paper=episode.paper,
                    revealed=len(episode.revealed),
                    draw=episode.draw,
                    true_size_nm=float(self._outcomes.size_nm[k]),
                    predicted_size_nm=float(output.size_nm[j]) * moved,
                    lower_nm=float(lower[j]) * moved,
                    upper_nm=float(upper[j]) * moved,
                    true_shape=outcome.shape,
                    predicted_shape=SHAPES[int(output.shape_probabilities[j].argmax())],
                    zero_shot_shape=SHAPES[self._zero_shape[k]],
                    sizes_nm={
                        ZERO_SHOT: zero_shot,
                        MEDIAN_OF_REVEALED: median,
                        SHIFTED: zero_shot * factor,
                        **others,
                    },
                )
            )
        return rows


def shift_factor(true_nm: Floats, predicted_nm: Floats) -> float:
    """Return by which factor to move predictions so that they agree with a few known rows.

    Args:
        true_nm: Revealed sizes, shape (k,).
        predicted_nm: Predictions of the same rows, shape (k,).

    Returns:
        The exponential of the mean log ratio, drawn towards 1 as by `SHIFT_PRIOR` further rows.
    """
    ratios = np.log(true_nm / predicted_nm)
    return float(np.exp(ratios.sum() / (ratios.size + SHIFT_PRIOR)))

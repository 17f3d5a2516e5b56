"""What can be chosen about the deep models, and why it is what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["transformer", "lstm", "dnn"]
Intermediates = Literal["rules", "paper", "none"]


@dataclass(frozen=True)
class Architecture:
    """Kind and size of a network.

    Attributes:
        kind: How tokens meet: attention, a recurrent network, or only in the sum.
        width: Numbers a token.
        layers: Layers of attention; one does as well as two on development rows.
        heads: Heads of attention.
    """

    kind: Kind = "transformer"
    width: int = 128
    layers: int = 1
    heads: int = 4


@dataclass(frozen=True)
class Schedule:
    """How a network is trained; the length is fixed beforehand, nothing stops early.

    Attributes:
        epochs: Passes over the real recipes.
        pretraining_epochs: Passes over augmented recipes before.
        batch_size: Recipes a step.
        matrix_rate: Learning rate of Muon (Jordan et al. 2024), which trains hidden matrices.
        rate: Learning rate of AdamW, which trains everything else.
        weight_decay: Of both.
        warm_up: Steps until the learning rate is full; it falls as a cosine afterwards.
        average: Decay of the running average of the weights that is kept in the end; 0 keeps
            the last weights.
        shape_weight: Weight of the shape's cross entropy beside the squared error of log size.
        side_weight: Weight of size distribution and spread.
        mask_share: Share of chemicals hidden in pre-training.
        mask_weight: Weight of guessing them.
        augmented_weight: Weight of the outcomes of augmented recipes.
    """

    epochs: int = 40
    pretraining_epochs: int = 0
    batch_size: int = 256
    matrix_rate: float = 0.02
    rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up: int = 100
    average: float = 0.0
    shape_weight: float = 0.3
    side_weight: float = 0.01
    mask_share: float = 0.15
    mask_weight: float = 0.1
    augmented_weight: float = 0.3

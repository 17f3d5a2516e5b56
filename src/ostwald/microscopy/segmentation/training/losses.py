"""What the network is punished for."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def segmentation_loss(outputs: Tensor, targets: Tensor) -> tuple[Tensor, dict[str, float]]:
    """Weighted sum of the losses of the four maps.

    Args:
        outputs: (N, 4, H, W) raw outputs of the network.
        targets: (N, 5, H, W): the four target maps and a weight map (0 is ignored).

    Returns:
        The scalar loss and its parts by name.
    """
    foreground, distance, contact, size, weight = targets.unbind(1)
    inside = foreground * weight
    total = weight.sum().clamp(min=1)
    covered = inside.sum().clamp(min=1)
    # Pixels at outlines decide the overlap at high thresholds: they count three times.
    blurred = functional.avg_pool2d(foreground[:, None], 3, 1, 1)[:, 0]
    rim = ((blurred > 0.01) & (blurred < 0.99)).float()
    emphasis = weight * (1 + 2 * torch.maximum(rim, contact))
    cross_entropy = functional.binary_cross_entropy_with_logits(
        outputs[:, 0], foreground, weight=emphasis, reduction="sum"
    ) / emphasis.sum().clamp(min=1)
    predicted = torch.sigmoid(outputs[:, 0]) * weight
    dice = 1 - (2 * (predicted * inside).sum() + 1) / (predicted.sum() + inside.sum() + 1)
    error = (torch.sigmoid(outputs[:, 1]) - distance) ** 2 * weight
    distance_loss = (error * foreground).sum() / covered + error.sum() / total
    touching = functional.binary_cross_entropy_with_logits(
        outputs[:, 2],
        contact,
        weight=weight * (0.2 + foreground),
        pos_weight=torch.tensor(2.0, device=outputs.device),
        reduction="sum",
    ) / (weight * (0.2 + foreground)).sum().clamp(min=1)
    size_loss = (
        functional.smooth_l1_loss(outputs[:, 3], size, reduction="none", beta=0.5) * inside
    ).sum() / covered
    # Overlap losses reward outlines that are too wide, so the dice has little weight.
    loss = cross_entropy + 0.2 * dice + 3 * distance_loss + 0.5 * touching + 0.25 * size_loss
    parts = {
        "foreground": cross_entropy,
        "dice": dice,
        "distance": distance_loss,
        "contact": touching,
        "size": size_loss,
    }
    return loss, {name: float(value.detach()) for name, value in parts.items()}

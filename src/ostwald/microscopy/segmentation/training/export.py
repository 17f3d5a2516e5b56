"""Writing trained weights as an ONNX file with a description beside it."""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ostwald.microscopy.segmentation.network_model import (
    DESCRIPTION_FILE,
    FORMAT_VERSION,
    HALO_PX,
    NETWORK_FILE,
    STRIDE_PX,
)
from ostwald.microscopy.segmentation.training.network import OUTPUTS, SegmentationNetwork


class _WithProbabilities(nn.Module):
    """The network with its logits turned into probabilities, in half precision."""

    def __init__(self, network: SegmentationNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor) -> Tensor:
        raw = self.network(pixels)
        return torch.cat([torch.sigmoid(raw[:, :3]), raw[:, 3:]], dim=1).half()


def export_network(
    network: SegmentationNetwork, folder: Path, training: dict[str, Any]
) -> dict[str, Any]:
    """Write ``network.onnx`` and ``segmenter.json``.

    Args:
        network: Trained network.
        folder: Where the files go; made if missing.
        training: How the weights came to be (steps, seed, command, data), kept with them.

    Returns:
        The description that was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / NETWORK_FILE
    part = target.with_suffix(".part")
    model = _WithProbabilities(network.cpu()).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (torch.zeros(1, 1, 64, 64),),
            str(part),
            input_names=["pixels"],
            output_names=["maps"],
            dynamic_axes={"pixels": {2: "height", 3: "width"}, "maps": {2: "height", 3: "width"}},
            opset_version=17,
            dynamo=False,
        )
    os.replace(part, target)
    description = {
        "format_version": FORMAT_VERSION,
        "outputs": list(OUTPUTS),
        "stride_px": STRIDE_PX,
        "halo_px": HALO_PX,
        "parameters": sum(p.numel() for p in network.parameters()),
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "training": training,
    }
    text = json.dumps(description, indent=2) + "\n"
    (folder / DESCRIPTION_FILE).write_text(text, encoding="utf-8")
    return description

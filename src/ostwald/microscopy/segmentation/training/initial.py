"""Starting a training from an exported network, such as the shipped one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn

from ostwald.errors import InputError
from ostwald.microscopy.segmentation.network_model import NETWORK_FILE, read_description
from ostwald.microscopy.segmentation.training.blending import convolution_arrays
from ostwald.microscopy.segmentation.training.network import SegmentationNetwork
from ostwald.microscopy.segmentation.training.reservoir import SampleReservoir

_BATCHES = 12


def load_exported(network: SegmentationNetwork, folder: Path, reservoir: SampleReservoir) -> None:
    """Fill a network with exported weights.

    Export folds batch normalisation into the convolutions. Here it is unfolded again: each
    normalisation gets the mean and spread of its input over a few batches, and the scale and
    shift that undo them, so that the network answers as before and can be trained on.

    Args:
        network: Network of the same widths; changed in place.
        folder: Folder with an exported network.
        reservoir: Where the batches come from.

    Raises:
        InputError: The folder does not hold a network of the same build.
    """
    import onnx

    read_description(folder)
    exported = convolution_arrays(onnx.load(str(folder / NETWORK_FILE)))
    pairs = _convolutions(network)
    shapes = [weight.shape for weight, _ in exported]
    if shapes != [tuple(convolution.weight.shape) for convolution, _ in pairs]:
        raise InputError(
            "the network is of another build and cannot be trained on", where=str(folder)
        )
    norms = [norm for _, norm in pairs if norm is not None]
    with torch.no_grad():
        for (weight, shift), (convolution, norm) in zip(exported, pairs, strict=True):
            convolution.weight.copy_(torch.from_numpy(np.array(weight)))
            bias = torch.from_numpy(np.array(shift))
            if norm is None:
                convolution.get_parameter("bias").copy_(bias)
            else:
                norm.reset_parameters()
                norm.bias.copy_(bias)
    _unfold(network, norms, reservoir)


def _convolutions(
    network: SegmentationNetwork,
) -> list[tuple[nn.Conv2d, nn.BatchNorm2d | None]]:
    """Convolutions in the order in which they run, each with the normalisation after it."""
    order: list[nn.Module] = []
    hooks = [
        module.register_forward_hook(lambda module, *_: order.append(module))
        for module in network.modules()
        if isinstance(module, nn.Conv2d | nn.BatchNorm2d)
    ]
    device = next(network.parameters()).device
    with torch.no_grad():
        network.eval()(torch.zeros(1, 1, 32, 32, device=device))
    for hook in hooks:
        hook.remove()
    pairs: list[tuple[nn.Conv2d, nn.BatchNorm2d | None]] = []
    for module in order:
        if isinstance(module, nn.Conv2d):
            pairs.append((module, None))
        elif isinstance(module, nn.BatchNorm2d):
            pairs[-1] = (pairs[-1][0], module)
    return pairs


@torch.no_grad()
def _unfold(
    network: SegmentationNetwork, norms: list[nn.BatchNorm2d], reservoir: SampleReservoir
) -> None:
    """Let every normalisation normalise, without changing what the network answers."""
    sums: dict[nn.Module, tuple[torch.Tensor, torch.Tensor]] = {
        norm: (torch.zeros(norm.num_features), torch.zeros(norm.num_features)) for norm in norms
    }

    def collect(norm: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        mean, square = sums[norm]
        x = inputs[0].cpu()
        mean += x.mean(dim=(0, 2, 3)) / _BATCHES
        square += (x * x).mean(dim=(0, 2, 3)) / _BATCHES

    hooks = [norm.register_forward_pre_hook(collect) for norm in norms]
    device = next(network.parameters()).device
    for _ in range(_BATCHES):
        pixels, _ = reservoir.batch(8, 192)
        network.eval()(torch.from_numpy(pixels).to(device))
    for hook in hooks:
        hook.remove()
    for norm in norms:
        mean, square = sums[norm]
        variance = (square - mean**2).clamp(min=1e-6)
        scale = torch.sqrt(variance + norm.eps)
        norm.get_buffer("running_mean").copy_(mean)
        norm.get_buffer("running_var").copy_(variance)
        norm.weight.copy_(scale)
        norm.bias.add_(mean.to(device))

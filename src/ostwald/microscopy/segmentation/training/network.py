"""The segmentation network: a small residual encoder-decoder."""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn

WIDTHS = (32, 64, 96, 128)
"""Channels at 1/2, 1/4, 1/8 and 1/16 of the input's resolution."""

OUTPUTS = ("foreground", "distance", "contact", "log2_diameter")


def _convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)
    )


class Residual(nn.Module):
    """Two 3 x 3 convolutions around an identity."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = _convolution(width, width)
        self.second = _convolution(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, C, H, W) to the same shape."""
        y = torch.relu(self.first(x))
        return torch.relu(x + self.second(y))


class SegmentationNetwork(nn.Module):
    """Maps normalised pixels to foreground, distance, contact and diameter maps.

    The stem works at half resolution with as many channels as four pixels need, so nothing is
    lost; the head returns to full resolution by depth-to-space and sees the input pixels again,
    which keeps the outlines of particles of six pixels sharp. Skips are added, not joined, to
    halve the decoder's work. No statistic of the input enters (batch normalisation is folded at
    export), so the answer for a pixel depends on its neighbourhood alone and tiles agree.
    """

    def __init__(self, widths: tuple[int, ...] = WIDTHS) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, widths[0], 6, 2, 2, bias=False), nn.BatchNorm2d(widths[0]), nn.ReLU()
        )
        self.encoder = nn.ModuleList([Residual(widths[0])])
        self.down = nn.ModuleList()
        self.lateral = nn.ModuleList()
        self.decoder = nn.ModuleList()
        for fine, coarse in itertools.pairwise(widths):
            self.down.append(nn.Sequential(_convolution(fine, coarse, 2), nn.ReLU()))
            deepest = coarse == widths[-1]
            blocks = [Residual(coarse) for _ in range(2 if deepest else 1)]
            self.encoder.append(nn.Sequential(*blocks))
            self.lateral.append(nn.Conv2d(coarse, fine, 1))
            self.decoder.append(Residual(fine))
        self.expand = nn.Sequential(nn.Conv2d(widths[0], 32, 1), nn.PixelShuffle(2))
        self.head = nn.Sequential(
            nn.Conv2d(9, 12, 3, padding=1), nn.ReLU(), nn.Conv2d(12, len(OUTPUTS), 1)
        )

    def forward(self, pixels: Tensor) -> Tensor:
        """Return the raw outputs.

        Args:
            pixels: (N, 1, H, W) normalised pixels; H and W are multiples of 16.

        Returns:
            (N, 4, H, W): logits of `OUTPUTS`; the last is log2(diameter / 16 px) itself.
        """
        x = self.encoder[0](self.stem(pixels))
        skips = [x]
        for down, encoder in zip(self.down, list(self.encoder)[1:], strict=True):
            x = encoder(down(x))
            skips.append(x)
        for level in reversed(range(len(self.decoder))):
            x = nn.functional.interpolate(self.lateral[level](x), scale_factor=2.0, mode="nearest")
            x = self.decoder[level](skips[level] + x)
        maps: Tensor = self.head(torch.cat([torch.relu(self.expand(x)), pixels], dim=1))
        return maps

"""Adaptation: a fitted model conditioned on a lab's own few results."""

from ostwald.adaptation.model import AdaptedModel, adapt

__all__ = ["AdaptedModel", "adapt"]

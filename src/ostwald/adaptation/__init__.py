"""Adaptation: a fitted model conditioned on a lab's own few results."""

from ostwald.adaptation.conditioning import adapt

__all__ = ["adapt"]

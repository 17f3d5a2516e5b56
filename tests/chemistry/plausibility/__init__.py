"""Tests of the rules of plausibility."""

"""Calibrators: what turns a model's own view of itself into intervals that hold."""

from ostwald.uncertainty.calibration.shape import ShapeCalibrator
from ostwald.uncertainty.calibration.size import SizeCalibrator
from ostwald.uncertainty.calibration.spread import SpreadCalibrator

__all__ = ["ShapeCalibrator", "SizeCalibrator", "SpreadCalibrator"]

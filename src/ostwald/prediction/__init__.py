"""Prediction: one answer a recipe, with its interval, its domain and its evidence."""

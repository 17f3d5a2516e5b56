"""Recipes: what goes into the flask, with units, and how it is written on disk."""

"""Protocols, metrics and comparisons."""

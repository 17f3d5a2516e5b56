"""Models that predict size and shape from recipes."""

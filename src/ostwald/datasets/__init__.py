"""Data sets: where the published data are, how to get them, and whether they are whole."""

"""Optics: sizes from absorption spectra, and spectra from sizes."""

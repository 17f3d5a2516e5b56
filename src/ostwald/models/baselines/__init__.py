"""Models that the shipped one is compared with."""

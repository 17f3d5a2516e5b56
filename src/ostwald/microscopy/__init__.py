"""From an electron micrograph to the size and shape of every particle."""

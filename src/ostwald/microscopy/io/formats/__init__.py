"""The formats, one module each; a new one registers itself with ``registry.file_format``."""

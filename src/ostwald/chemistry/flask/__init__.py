"""A recipe's flask as numbers that do not hang on how it was written."""

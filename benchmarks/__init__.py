"""Benchmarks: each module measures one thing and writes what it found to ``benchmarks/results``.

Run from the repository's root: ``python -m benchmarks`` lists them, ``python -m benchmarks NAME``
runs one. Every result says by which command and at which commit it was made.
"""

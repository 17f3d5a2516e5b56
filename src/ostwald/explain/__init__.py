"""Explanation: which chemicals and conditions matter, what if they change, and the report."""

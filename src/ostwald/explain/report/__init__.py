"""The report: tables and figures of the reference paper, ours beside the published ones."""

"""The folder of verdicts."""

"""Training that keeps what a filter knows: a correction is learned, and nothing is forgotten."""

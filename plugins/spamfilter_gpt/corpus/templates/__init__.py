"""Templates of made-up messages."""

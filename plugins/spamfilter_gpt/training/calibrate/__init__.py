"""From logits on held-back messages to calibrated scores and cut-offs."""

"""An encoder, which reads both ways, made a causal model that says the same of a message."""

"""Texts to token ids: what every tokenizer does, and the two kinds of tokens that models have."""

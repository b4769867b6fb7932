"""Plugins: found, loaded each on its own, asked what they offer; the classifier that a user chose."""

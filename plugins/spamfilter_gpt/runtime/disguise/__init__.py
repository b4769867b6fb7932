"""What undoes disguises, a version of the normalizer a module, and what these are made of. No torch."""

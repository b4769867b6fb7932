"""What classifiers are worth: metrics, comparisons, explanations, attacks."""

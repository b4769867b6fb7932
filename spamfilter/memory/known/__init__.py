"""What learned messages say of others: sums of their grams, headers and features, and copies."""

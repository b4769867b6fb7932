"""The networks in torch: decoders, the class head, n-grams beside them."""

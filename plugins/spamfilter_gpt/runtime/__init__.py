"""What runs a model folder: normalizer, tokenizer, onnxruntime. No torch."""

"""From a finished run to a model folder: ONNX, int8, parity, card, report."""

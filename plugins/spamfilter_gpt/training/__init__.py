"""Fine-tuning: rows, the loop, what it keeps, calibration."""

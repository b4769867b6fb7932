"""What is written down of a model and its training: recipes, settings, run.json, model.json. No torch."""

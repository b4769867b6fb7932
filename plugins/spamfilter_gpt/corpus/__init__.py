"""The data of the shipped models: published collections, made-up messages, splits."""

"""The pictures that the documents show. ``python -m tests.pictures SMSSpamCollection`` makes them again."""

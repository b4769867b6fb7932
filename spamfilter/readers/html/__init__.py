"""What a person sees of an HTML mail, and all that is written in it."""

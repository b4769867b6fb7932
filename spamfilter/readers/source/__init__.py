"""A source, before a reader has it: what it is by its bytes, its encoding, and the files of a folder."""

"""One mail in, the same bytes out, with what was found said on top."""

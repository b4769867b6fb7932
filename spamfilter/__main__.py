"""``python -m spamfilter``."""

from spamfilter.cli import main

if __name__ == "__main__":
    main()

"""Files and folders to scan, here or behind an address."""

"""What is inside a mail: its header, encodings and HTML, and the limits of reading it."""

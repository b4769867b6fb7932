"""What a user's corrections have taught, kept on their disk, and what it adds to any classifier's scores."""

"""What the blocks that stay as they are say of each message, computed once and kept."""

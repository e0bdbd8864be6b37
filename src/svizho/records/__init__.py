"""What the public was told, numbered in order."""

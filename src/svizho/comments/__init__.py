"""Readers' talk under a story: threads, comments, flags, and what moderators did with them."""

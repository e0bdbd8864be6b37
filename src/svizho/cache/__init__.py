"""What stands before Django: each page made once for all readers, and given out as compressed bytes."""

from svizho.cache.pages import PageCache

__all__ = ["PageCache"]

"""Who said what, where and when, as articles tell it."""

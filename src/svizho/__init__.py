"""Svizho: a self-hosted news site that is always fresh."""

__version__ = "0.1.0"

"""Reads and writes of claims."""

"""Tests of the cache in front of the pages."""

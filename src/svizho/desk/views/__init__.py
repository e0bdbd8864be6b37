"""The views of the desk, one module for each errand."""

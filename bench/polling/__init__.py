"""A simulated web of feeds and the policies that poll it; `python -m bench.freshness` compares them."""

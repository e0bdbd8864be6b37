"""Where work runs: the queue, PostgreSQL in the data folder, the tree of processes."""

"""Speed and freshness, measured side by side with something else."""

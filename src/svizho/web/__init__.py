"""The public site: pages rendered on the server, readable without a script."""

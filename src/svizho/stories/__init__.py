"""Articles about one event, gathered."""

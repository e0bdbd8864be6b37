"""Published pages, where they were seen and what they say."""

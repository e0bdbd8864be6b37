"""Ground: clock, sockets, links, html, text. Knows nothing of news."""

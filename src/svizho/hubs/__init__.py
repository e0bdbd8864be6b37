"""Who tells us that a feed has something new, what they delivered, and whom we tell of our own feeds."""

"""The editors' desk: what waits for a person, and what people of the desk may do."""

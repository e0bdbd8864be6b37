"""Views: ask the queries, make plain values of the rows, render."""

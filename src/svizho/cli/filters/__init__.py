"""The filters: JSON Lines in, JSON Lines out, no database."""

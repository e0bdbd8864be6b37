"""Small copies of our own of publishers' pictures, where the source allows them."""

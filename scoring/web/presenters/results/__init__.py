"""Released results as clients and the public read them."""

"""Customer segments as a notebook cell."""

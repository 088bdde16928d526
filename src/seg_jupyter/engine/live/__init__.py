"""Counts of a result while one of its numbers is changed."""

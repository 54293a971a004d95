"""Exact arithmetic from points to places: numbers in, numbers out, no framework."""

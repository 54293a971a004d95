"""A year's beginning: its method, its import, its start."""

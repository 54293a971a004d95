"""A year before it starts: its parts, one page each."""

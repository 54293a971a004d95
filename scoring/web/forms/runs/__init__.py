"""Runs: what they count, their steps, and what they gave."""

"""Programmes: what a year consists of and what was agreed for it."""

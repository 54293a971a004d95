"""Imports, and the lines that could not be used."""

"""A method in words: every rule of the document becomes a sentence.

A rule word that has no sentence here raises KeyError, so a new rule cannot be shown half.
"""

"""Calibration: many rate the same cases, and the award learns how far they agree.

Nothing here reads or writes an evaluation, its points or a score.
"""

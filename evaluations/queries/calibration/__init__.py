"""Calibration: many rate the same cases."""

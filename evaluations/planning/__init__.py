"""The field plan: which test calls there are, who makes which, and what that is worth.

Pure: arrays and dates in and out, no framework. `assignment`, `matching` and `solver` need
scipy.optimize, which is heavy: whoever serves pages asks a worker for a plan.
"""

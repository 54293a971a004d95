"""What respondents find important, as shares that add up to one, however they were asked.

Every way of asking has one function `shares(answers, weight)`. The first axis of `answers` is the
respondents. `weight` says how much each respondent counts: None for all alike, a vector, or a
matrix with one weighting a row, which gives one row of shares for each. Resampling respondents is
nothing but such a matrix (bootstrap.py).
"""

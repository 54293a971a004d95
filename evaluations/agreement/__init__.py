"""How far those who rated the same contacts agree: the arithmetic of calibration, and no more.

Pure: numbers in and out, no database, no clock, no framework; the same ratings and the same seed
give the same bytes, in whatever order units and raters stand.

What is asked of whom (methods.md 4):

* everybody about one question, any scale, ratings may be missing: `alpha.krippendorff`;
* the same where nearly everybody answers yes and alpha collapses: `chance.gwet`, and beside it
  `chance.percent`;
* one rater against the rest, and against the master's answers: `raters`;
* all of it for a whole session: `session.calibrated`.

What cannot be told is None and carries its reason (`Untold`); it is never 0 and never 1.
"""

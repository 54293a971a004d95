"""The parts of a method that turn points into figures, places and titles.

`evaluations.method` holds the document as a whole and reads its fieldwork part; here stand its
`scoring` and `weights` parts. Nothing that a published rule may leave open has a default: each is a
named choice that the document states.
"""

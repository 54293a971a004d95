"""What is unusual about a programme's reports: reasons for a human to look, never a verdict.

Pure: facts in, flags out; no database, no clock, no framework, and the order of the reports does
not matter. `programme.screened` goes through all reports of a programme at once.

Some rules state a fact: handed in faster than it can be read, answered as another report of the
same shopper, words that stand in another report, a wait in another band than the clock's. They
are raised as they are. Others measure how far a report lies from its like, and some honest report
is always the farthest. Of these every report gets p-values, which are combined into one (Cauchy);
the false discovery rate of the reports named is held for the programme as a whole (Benjamini and
Hochberg). See methods.md 11.
"""

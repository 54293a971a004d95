"""Companies in a programme: where they are reached, what happens to them in mid-year."""

"""Single test calls, from the offer to the last attempt, on both sides."""

"""What a named auditor is given: everything a ranking follows from, and nobody's name."""

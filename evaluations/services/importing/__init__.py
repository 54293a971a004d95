"""Bringing a programme in from files: each contact is kept or accounted for."""

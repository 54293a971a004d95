"""The fieldwork as a whole: how far it is, what is late, acts on many calls."""

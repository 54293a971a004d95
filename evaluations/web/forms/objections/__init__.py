"""The clients' window before a release: what they see, and what they object to."""

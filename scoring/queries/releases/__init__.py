"""Releases: proposed, confirmed, frozen, corrected, and compared with what they rest on."""

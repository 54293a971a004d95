"""Clients: their companies, packages, members and keys."""

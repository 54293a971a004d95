"""Checking reports before they count, and a shopper's appeal against a rejection."""

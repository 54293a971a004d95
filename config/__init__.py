"""Wiring: settings, URLs, Celery, embedded servers. Knows no word of the domain."""

from config.celery import app as celery_app

__all__ = ["celery_app"]

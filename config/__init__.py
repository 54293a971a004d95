"""Wiring: settings, URLs, Celery, embedded servers. Knows no word of the domain."""

import os

# Numbers are worked out in many processes, each with small matrices. Threads inside numpy then only
# wait for one another: what takes 0.2 s with one took 13 s with two, on two busy processors. It has
# to be said before numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from config.celery import app as celery_app

__all__ = ["celery_app"]

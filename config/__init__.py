"""Wiring: settings, URLs, Celery, embedded servers. Knows no word of the domain."""

import gc
import os

# Objects that refer to each other in a circle are looked for after 50,000 new ones rather than 700.
# What imports make stays until the end: to look at it again and again was a twelfth of each start.
gc.set_threshold(50_000)
# Numbers are worked out in many processes, each with small matrices. Threads inside numpy then only
# wait for one another: what takes 0.2 s with one took 13 s with two, on two busy processors. It has
# to be said before numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from config.celery import app as celery_app  # noqa: E402 - both of the above come before imports

__all__ = ["celery_app"]

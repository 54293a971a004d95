"""Celery: hints that may be lost, repeated or late. The rows in PostgreSQL are the work."""

from urllib.parse import urlsplit

from config import env

CELERY_BROKER_URL = env.text(
    "REDIS_URL", None if env.mode() is env.Mode.PRODUCTION else "redis://127.0.0.1:6379/0"
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1500
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest task. The two restore options bring the task of a killed worker
    # back in seconds after that; kombu's defaults take ten times its interval.
    "visibility_timeout": 1800,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 2,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_TIMEZONE = "Europe/Oslo"
CELERY_BEAT_SCHEDULE_FILENAME = env.text("BEAT_SCHEDULE_FILE", f"{env.var_dir()}/beat-schedule")
# A sweep finds what a lost hint left lying; the rows themselves decide what is due.
CELERY_BEAT_SCHEDULE = {
    "sweep-runs": {"task": "scoring.sweep_runs", "schedule": 10.0},
    "sweep-proposals": {"task": "scoring.sweep_proposals", "schedule": 10.0},
    "sweep-weights": {"task": "scoring.sweep_weights", "schedule": 10.0},
    "announce-surveys": {"task": "surveys.announce_due", "schedule": 600.0},
    "tell-corrections": {"task": "scoring.tell_corrections", "schedule": 600.0},
    "check-releases": {"task": "scoring.check_releases", "schedule": 3600.0},
    "sweep-notices": {"task": "shoppers.sweep_notices", "schedule": 10.0},
    "sweep-cells": {"task": "evaluations.sweep_cells", "schedule": 600.0},
    "lock-previewed": {"task": "evaluations.lock_previewed", "schedule": 60.0},
    "sweep-plans": {"task": "evaluations.sweep_plans", "schedule": 10.0},
    "sweep-screenings": {"task": "evaluations.sweep_screenings", "schedule": 60.0},
    "sweep-calibrations": {"task": "evaluations.sweep_calibrations", "schedule": 30.0},
    "sweep-field": {"task": "evaluations.sweep_field", "schedule": 60.0},
    "sweep-applications": {"task": "evaluations.sweep_applications", "schedule": 3600.0},
    "sweep-attachments": {"task": "evaluations.sweep_attachments", "schedule": 10.0},
}
# Each returns when its oldest work was due, or None; the health page asks them.
OLDEST_DUE_WORK = [
    "shoppers.queries.notices.oldest_due",
    "scoring.queries.runs.runs.oldest_due",
    "scoring.queries.releases.proposals.oldest_due",
    "scoring.queries.weights.weight_drafts.oldest_due",
    "evaluations.queries.reports.attachments.oldest_due",
    "evaluations.queries.calibration.case_sounds.oldest_due",
    "evaluations.queries.plans.plans.oldest_due",
    "evaluations.queries.review.screening.oldest_due",
    "evaluations.queries.calibration.calibration.oldest_due",
    "evaluations.queries.objections.locking.oldest_due",
    "evaluations.queries.field.chasing.oldest_due",
]
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.mode() is env.Mode.PRODUCTION
    else "config.mail_files.EmailBackend"
)
EMAIL_FILE_PATH = f"{env.var_dir()}/mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_TLS")
EMAIL_TIMEOUT = 10
# Mails lead back here; no request is at hand when they are written.
SITE_URL = env.text(
    "SITE_URL", None if env.mode() is env.Mode.PRODUCTION else "http://127.0.0.1:8000"
)
DEFAULT_FROM_EMAIL = env.text(
    "EMAIL_FROM", f"Best in Test <no-reply@{urlsplit(SITE_URL).hostname or 'localhost'}>"
)

"""Asking many: the expectation survey, later the satisfaction and employee surveys."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Stands above the rest of fieldwork and below the numbers."""

    name = "evaluations.surveys"
    label = "surveys"

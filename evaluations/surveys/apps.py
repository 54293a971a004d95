"""Asking many: the expectation survey, later the satisfaction and employee surveys."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Stands above the rest of fieldwork and below the numbers."""

    name = "evaluations.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Make shoppers' data of this app known."""
        from evaluations.surveys.services.own_data import (  # noqa: PLC0415 - needs loaded apps
            register_own_data,
        )

        register_own_data()

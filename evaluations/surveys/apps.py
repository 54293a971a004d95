"""Asking many: the expectation survey, later the satisfaction and employee surveys."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Stands above the rest of fieldwork and below the numbers."""

    name = "evaluations.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Make mails and shoppers' data of this app known, and show a shopper what asks her."""
        from evaluations.surveys.notifications import (  # noqa: PLC0415 - needs loaded apps
            register_letters,
        )
        from evaluations.surveys.services.own_data import (  # noqa: PLC0415 - as above
            register_own_data,
        )
        from evaluations.surveys.web.card import card  # noqa: PLC0415 - as above
        from evaluations.web.additions import on_my_calls  # noqa: PLC0415 - as above

        register_letters()
        register_own_data()
        on_my_calls.register(card)

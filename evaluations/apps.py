"""Fieldwork: companies, clients, programmes, test calls, evaluations, points."""

from django.apps import AppConfig
from django.utils.translation import gettext as _


class EvaluationsConfig(AppConfig):
    """Knows who was called and what was answered; never weights or ranks."""

    name = "evaluations"

    def ready(self) -> None:
        """Make this app's mails and data of shoppers known, and its pages to those they are for."""
        from evaluations import receivers  # noqa: F401, PLC0415 - connects its receivers
        from evaluations.notifications import register_letters  # noqa: PLC0415 - needs loaded apps
        from evaluations.rules import is_client_administrator  # noqa: PLC0415 - needs loaded apps
        from evaluations.services.own_data import register_own_data  # noqa: PLC0415 - as above
        from shoppers.rules import (  # noqa: PLC0415 - needs loaded apps
            is_coordinator,
            is_pay_officer,
            is_shopper,
            keeps_accounts,
        )
        from shoppers.web.navigation import Entry, registry  # noqa: PLC0415 - as above

        register_letters()
        register_own_data()
        for entry in (
            Entry(lambda: _("My calls"), "my_calls", is_shopper, place=10),
            Entry(
                lambda: _("Programmes"),
                "programmes",
                is_coordinator,
                place=20,
                also=("desk_calls",),
            ),
            Entry(lambda: _("Review"), "review_queue", is_coordinator, place=30),
            Entry(lambda: _("Shoppers"), "shoppers", is_coordinator, place=40),
            Entry(lambda: _("Clients"), "clients", keeps_accounts, place=45),
            Entry(lambda: _("Pay runs"), "pay_runs", is_pay_officer, place=10),
            Entry(lambda: _("API keys"), "own_keys", is_client_administrator, place=60),
        ):
            registry.register(entry)

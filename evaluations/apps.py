"""Fieldwork: companies, clients, programmes, test calls, evaluations, points."""

from django.apps import AppConfig
from django.utils.translation import gettext as _


class EvaluationsConfig(AppConfig):
    """Knows who was called and what was answered; never weights or ranks."""

    name = "evaluations"

    def ready(self) -> None:
        """Make the mails of this app known, and show its pages to those they are for."""
        from evaluations.notifications import register_letters  # noqa: PLC0415 - needs loaded apps
        from evaluations.rules import is_client_administrator  # noqa: PLC0415 - needs loaded apps
        from shoppers.rules import is_coordinator, is_shopper  # noqa: PLC0415 - needs loaded apps
        from shoppers.web.navigation import Entry, registry  # noqa: PLC0415 - as above

        register_letters()
        registry.register(Entry(lambda: _("My calls"), "my_calls", is_shopper, place=10))
        registry.register(Entry(lambda: _("Imports"), "imports", is_coordinator, place=20))
        registry.register(
            Entry(lambda: _("API keys"), "own_keys", is_client_administrator, place=60)
        )

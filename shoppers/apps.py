"""People: users and roles, shopper profiles, invitations, notices."""

from django.apps import AppConfig
from django.utils.translation import gettext as _


class ShoppersConfig(AppConfig):
    """The lowest app: it knows neither companies nor scores."""

    name = "shoppers"

    def ready(self) -> None:
        """Listen for what is owed, and show the pages of this app to those they are for."""
        from shoppers import receivers  # noqa: F401, PLC0415 - connects its receivers
        from shoppers.rules import is_coordinator  # noqa: PLC0415 - the apps are loaded only now
        from shoppers.web.navigation import Entry, registry  # noqa: PLC0415 - as above

        registry.register(Entry(lambda: _("People"), "people", is_coordinator, place=90))

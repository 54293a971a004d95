"""People: users and roles, shopper profiles, invitations, notices."""

from django.apps import AppConfig


class ShoppersConfig(AppConfig):
    """The lowest app: it knows neither companies nor scores."""

    name = "shoppers"

    def ready(self) -> None:
        """Listen for what is owed."""
        from shoppers import receivers  # noqa: F401, PLC0415 - connects its receivers

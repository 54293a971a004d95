"""The wiring as an application: templates, static files, commands about the whole."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class WiringConfig(AppConfig):
    """Registers the checks, and grants the app's role its rights after every migration."""

    name = "config"

    def ready(self) -> None:
        """Connect what belongs to no single app."""
        from config import checks  # noqa: F401, PLC0415 - registers them; needs the registry
        from config.privileges import grant_after_migrate  # noqa: PLC0415 - needs loaded apps

        # htmx's extensions, which no page loads, import files that nobody ships.
        static = apps.get_app_config("staticfiles")
        static.ignore_patterns = [*static.ignore_patterns, "hx-*.js"]  # type: ignore[attr-defined]  # its own setting
        post_migrate.connect(grant_after_migrate, dispatch_uid="config.privileges")

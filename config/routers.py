"""Which connection does what."""

from typing import Any


class OwnerMigrates:
    """Data is read and written as the app; the schema changes only as the owner."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Only the owner's connection runs migrations."""
        return db == "owner"

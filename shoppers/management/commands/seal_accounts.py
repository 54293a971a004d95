"""`manage.py seal_accounts`: seal every account number with the first of ACCOUNT_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shoppers.sealing import SealBroken, SealKeyMissing
from shoppers.services.bank_accounts import seal_anew


class Command(BaseCommand):
    """To be run when a new key was put in front; after it the old key can go."""

    help = __doc__ or ""

    def handle(self, **options: Any) -> None:
        """All of them or none."""
        try:
            count = seal_anew()
        except SealKeyMissing as error:
            raise CommandError("Set ACCOUNT_KEYS; see 'Configure' in README.md.") from error
        except SealBroken as error:
            raise CommandError(
                "An account is sealed with a key that ACCOUNT_KEYS does not name. Add that key"
                " behind the new one and try again. Nothing was changed."
            ) from error
        self.stdout.write(f"Sealed with the first key: {count}.")

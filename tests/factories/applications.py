"""Applications as they wait for a coordinator."""

from typing import Any

from django.utils import timezone

from evaluations.models import Application


def waiting_application(**facts: Any) -> Application:
    """A confirmed one, from Vilde."""
    now = timezone.now()
    said: dict[str, Any] = {
        "name": "Vilde Vik",
        "email": "vilde@mail.example",
        "language": "nb",
        "languages": ["nb", "en"],
        "channels": ["phone", "chat"],
        "region": "Troms",
        "weekly_capacity": 3,
        "birth_year": 1990,
        "gender": "f",
        "consent_hash": "0" * 64,
        "applied_at": now,
        "confirmed_at": now,
    }
    return Application.objects.create(**said | facts)

"""Reading what is noted about a shopper."""

from django.db.models import QuerySet

from evaluations.models import ShopperNote
from shoppers.models import Shopper


def notes_about(shopper: Shopper) -> QuerySet[ShopperNote]:
    """Every note about her, the newest first, with its author and programme at hand."""
    return shopper.notes.select_related("by", "programme").order_by("-pk")

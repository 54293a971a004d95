"""Reading shoppers' profiles."""

from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr

from shoppers.models import Shopper

# Files bring codes of their own (S-0001). Those made here have another letter, so next year's
# file never means somebody else by a code that was given here.
_LETTER = "R"
_DIGITS = 4


def shopper_by_code(code: str) -> Shopper | None:
    """The shopper with this code, her user at hand where she has a log-in."""
    if "\x00" in code:  # which the database takes in no text
        return None
    return Shopper.objects.select_related("user").filter(code=code).first()


def held_shopper(shopper: Shopper) -> Shopper:
    """The shopper as she is now, locked: two who change what concerns her come one after another.

    To be called inside a transaction. Her user is not locked with her.
    """
    return Shopper.objects.select_for_update(of=("self",)).get(pk=shopper.pk)


def free_code() -> str:
    """The next code that nobody has: `R-0001` and on."""
    highest = (
        Shopper.objects.filter(code__regex=rf"^{_LETTER}-\d{{{_DIGITS},9}}$")
        .annotate(number=Cast(Substr("code", len(_LETTER) + 2), IntegerField()))
        .aggregate(highest=Max("number"))["highest"]
    )
    return f"{_LETTER}-{(highest or 0) + 1:0{_DIGITS}}"


def regions() -> list[str]:
    """Every region that a shopper lives in, by name."""
    return list(Shopper.objects.order_by("region").values_list("region", flat=True).distinct())

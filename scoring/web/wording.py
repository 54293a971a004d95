"""Lists and shares as a reader's language writes them."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from shoppers.web.notation import in_percent

HUNDRED = Decimal(100)


def listed(words: Iterable[str]) -> str:
    """“a, b and c” in the reader's language."""
    return str(get_text_list(list(words), _("and")))


def share_in_percent(share: Decimal) -> str:
    """A decimal of one in percent, with as many decimals as it has."""
    return in_percent(str(number_format((HUNDRED * share).normalize())))

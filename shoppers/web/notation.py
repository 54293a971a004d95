"""Numbers in the reader's notation, the same on every page."""

import re

from django.utils.formats import number_format
from django.utils.translation import gettext as _

_THOUSANDS = re.compile(r"\d{4,}")


def in_percent(number: str) -> str:
    """A number that is written already, with its sign: after a space that never breaks, or none.

    Of an empty text the sign alone is left, as it follows a number.
    """
    return _("%(number)s%%") % {"number": number}


def whole(number: int) -> str:
    """A count, with its thousands set apart."""
    return str(number_format(number, force_grouping=True))


def agreement(coefficient: float) -> str:
    """A coefficient between -1 and 1 in two decimals, below nothing with a real minus sign."""
    return str(number_format(round(coefficient, 2) + 0.0, decimal_pos=2)).replace("-", "\u2212")


def with_counts_apart(sentence: str) -> str:
    """A sentence in which every number is a count: each with its thousands set apart."""
    return _THOUSANDS.sub(lambda found: whole(int(found[0])), sentence)

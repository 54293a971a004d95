"""That a company has left a programme, in the words that everybody reads.

Why it left is the coordinators' own; kind and day are public.
"""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluations.enums.companies import CompanyActKind


def departure_words(kind: str, day: dt.date, *, into: str = "") -> str:
    """A sentence in the reader's language; `into` names the company that a merger leaves."""
    said = {
        CompanyActKind.WITHDRAW: _("Left the programme on %(day)s: it withdrew."),
        CompanyActKind.BANKRUPT: _("Left the programme on %(day)s: it went bankrupt."),
        CompanyActKind.MERGE: _("Left the programme on %(day)s: it became a part of %(company)s."),
    }
    return said[CompanyActKind(kind)] % {"day": date_format(day), "company": into}

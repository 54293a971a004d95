"""What an address names, or a page that says there is no such thing."""

import uuid

from django.http import Http404

from evaluations.models import Participation, Programme, TestCall
from evaluations.queries.calls.desk_calls import call_on_desk
from evaluations.queries.companies.participations import participation_of
from evaluations.queries.years.programmes import programme_with_method


def programme_or_404(slug: str) -> Programme:
    """The programme with this slug, its method at hand."""
    found = programme_with_method(slug)
    if found is None:
        raise Http404
    return found


def participation_or_404(slug: str, company: str) -> Participation:
    """The company in the programme, with programme, company and category."""
    found = participation_of(slug, company)
    if found is None:
        raise Http404
    return found


def call_or_404(call_id: uuid.UUID) -> TestCall:
    """The test call with all that its page names."""
    found = call_on_desk(call_id)
    if found is None:
        raise Http404
    return found

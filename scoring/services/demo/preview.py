"""A preview to try objections in: of a report that nobody has approved yet, so no figure moves."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from evaluations.enums import EvaluationState, MemberRole
from evaluations.models import Client, Evaluation
from evaluations.services.clients.clients import add_member, create_client
from evaluations.services.years.programmes import set_terms, terms_of
from scoring.services.demo.accounts import SHOPPER_CODE
from shoppers.models import User

NAME = "Kundesenter i forhåndsvisning"
_OPEN_FOR = dt.timedelta(weeks=8)


@transaction.atomic
def load_preview(people: Mapping[str, User]) -> None:
    """Open the preview to a client of the company that the demo's shopper has reported about.

    Once: what people have made of it since stays. The other contacts of the year are published, so
    they can be read there and not objected to.
    """
    if Client.objects.filter(name=NAME).exists():
        return
    handed_in = Evaluation.objects.filter(
        test_call__shopper__code=SHOPPER_CODE, state=EvaluationState.SUBMITTED
    )
    report = handed_in.select_related("test_call__participation__programme").first()
    if report is None:
        return
    part, by = report.test_call.participation, people["coordinator"]
    client = create_client(name=NAME, companies=[part.company], by=by)
    add_member(client=client, user=people["preview_client"], role=MemberRole.ADMINISTRATOR, by=by)
    now = timezone.now()
    terms = replace(terms_of(part.programme), preview_from=now, preview_until=now + _OPEN_FOR)
    set_terms(programme=part.programme, terms=terms, by=by)

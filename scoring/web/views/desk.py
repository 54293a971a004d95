"""The coordinators' desk: what needs a hand, and where everything stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.enums import CallNeed
from evaluations.queries.calls.desk_calls import waiting, waiting_questions
from evaluations.queries.imports.import_desk import (
    imports_needing_a_hand,
    programmes_with_open_problems,
)
from evaluations.queries.objections.objections import open_for
from evaluations.queries.pay.pay_runs import pay_needs
from evaluations.queries.review.appeals import open_appeals
from evaluations.web.actor import acting_user
from scoring.queries.desk import (
    awaiting_confirmation,
    newest_numbers,
    newest_releases,
    runs_needing_a_hand,
    weights_awaiting_approval,
)
from scoring.web.presenters.desk import tasks
from scoring.web.presenters.states import stage_chip, stage_of
from shoppers.queries.erasures import open_requests
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

FIELDWORK = (
    CallNeed.LATE,
    CallNeed.UNANSWERED,
    CallNeed.TO_REVIEW,
    CallNeed.REPORT_OVERDUE,
)


@require_safe
@allow(is_coordinator)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for a coordinator, and each programme's newest release."""
    newest = newest_numbers()
    now = timezone.now()
    return render(
        request,
        "scoring/desk.html",
        {
            "title": _("The desk"),
            "tasks": tasks(
                weights=weights_awaiting_approval(),
                proposals=awaiting_confirmation(),
                runs=runs_needing_a_hand(),
                fieldwork={need: waiting(need) for need in FIELDWORK}
                | {CallNeed.QUESTION: waiting_questions()},
                appeals=list(open_appeals()),
                objections=list(open_for(acting_user(request))),
                pay=pay_needs(),
                erasures=list(open_requests()),
                imports=imports_needing_a_hand(),
                problems=programmes_with_open_problems(),
            ),
            "releases": [
                (
                    release,
                    stage_chip(
                        stage_of(
                            release,
                            now=now,
                            superseded=newest[release.programme_id] > release.number,
                        )
                    ),
                )
                for release in newest_releases()
            ],
        },
    )

"""The reports that wait for a reviewer, and those she has seen."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from evaluations.enums import ReviewList
from evaluations.models import Category
from evaluations.queries.objections.objections import open_for
from evaluations.queries.review.appeals import open_appeals
from evaluations.queries.review.review_agreement import review_agreement
from evaluations.queries.review.review_desk import reasons, reports
from evaluations.queries.review.review_desk import rows as with_facts
from evaluations.queries.years.programmes import programmes
from evaluations.web.actor import acting_user
from evaluations.web.forms.review.review import ReviewFilter
from evaluations.web.presenters.review.review_agreement import agreement_facts
from evaluations.web.presenters.review.review_queue import queue_row
from evaluations.web.undo import just_approved
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

REPORTS_A_PAGE = 25


@allow(is_coordinator)
@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """The reports that the filter in the address asks for; without one, those to review."""
    form = review_filter(request)
    wanted, reader = form.wanted(), acting_user(request)
    found = reports(wanted, reader=reader)
    page = Paginator(with_facts(found), REPORTS_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    if form.has_reasons:
        form.count(reasons(wanted, reader=reader))
    narrowed = form.chosen().keys() - {"state", "sort"}
    context = {
        "title": _("Review"),
        "just_approved": just_approved(request),
        "query": form.query(),
        "form": form,
        "timed": wanted.timed,
        "decided": wanted.state == ReviewList.DECIDED,
        "sort": wanted.order,
        "clear_url": f"{reverse('review_queue')}?state={wanted.state}" if narrowed else "",
        "rows": [
            queue_row(
                each,
                reader=reader,
                query=form.query(),
                states=wanted.state == ReviewList.DECIDED,
            )
            for each in page
        ],
        "page": page,
        "agreement": agreement_facts(review_agreement(wanted.programme)),
        "open_objections": open_for(reader).count(),
        "open_appeals": open_appeals().count(),
        "empty": _empty(wanted.state),
        "result": ngettext("%(count)d report", "%(count)d reports", count) % {"count": count},
    }
    return render(request, "evaluations/review/review_queue.html", context)


def review_filter(request: HttpRequest) -> ReviewFilter:
    """The filter in the address."""
    return ReviewFilter(request.GET, programmes=programmes(), categories=Category.objects.all())


def _empty(state: ReviewList) -> dict[str, str]:
    """Why an unfiltered list is empty, and what would stand in it."""
    return {
        ReviewList.TO_REVIEW: {
            "title": _("Nothing waits for review"),
            "text": _("As soon as a shopper hands a report in, it stands here."),
        },
        ReviewList.RETURNED: {
            "title": _("No report is with its shopper"),
            "text": _("Reports that you return stand here until they are handed in again."),
        },
        ReviewList.REJECTED: {
            "title": _("No report is rejected"),
            "text": _("Reports that count nowhere stand here, each with its reason."),
        },
        ReviewList.UNMODERATED: {
            "title": _("No comment waits for a decision"),
            "text": _("Every comment of an approved report has been looked at."),
        },
        ReviewList.DECIDED: {
            "title": _("You have not decided about a report yet"),
            "text": _("What you return, approve and reject stands here, the newest first."),
        },
    }[state]

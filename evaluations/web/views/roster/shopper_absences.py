"""When a shopper is away, noted by a coordinator whom she has told."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.services.roster.absences import AbsenceRefused, note_for_her, remove_for_her
from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.plans.planning import AbsenceForm
from evaluations.web.views.roster.recruiting import shopper_or_404
from shoppers.models import Shopper
from shoppers.queries.absences import absences_to_come
from shoppers.rules import is_coordinator
from shoppers.web.access import allow


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def shopper_absences(request: HttpRequest, shopper: str) -> HttpResponse:
    """Her absences to come, and a form for another."""
    profile = shopper_or_404(shopper)
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        first, last = form.days()
        try:
            note_for_her(shopper=profile, first_day=first, last_day=last, by=acting_user(request))
        except AbsenceRefused as refused:
            form.add_error("last_day", str(refused))
        else:
            messages.success(request, _said(profile))
            return redirect("shopper_absences", profile.code)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "title": _("When %(shopper)s is away") % {"shopper": profile.known_as},
        "crumbs": crumbs_of(
            (_("Shoppers"), reverse("shoppers")),
            (profile.code, reverse("shopper", args=[profile.code])),
            further=[_("Away")],
        ),
        "shopper": profile,
        "form": form,
        "absences": absences_to_come(profile),
    }
    return render(request, "evaluations/roster/shopper_absences.html", context, status=status)


@allow(is_coordinator)
@require_POST
def remove_shopper_absence(request: HttpRequest, shopper: str, absence: int) -> HttpResponse:
    """She is there after all."""
    profile = shopper_or_404(shopper)
    found = profile.absences.select_related("shopper__user").filter(pk=absence).first()
    if found is None:
        raise Http404
    remove_for_her(absence=found, by=acting_user(request))
    messages.success(request, _said(profile))
    return redirect("shopper_absences", profile.code)


def _said(profile: Shopper) -> str:
    if profile.user_id is None:
        return _("Saved.")
    return _("Saved. The shopper is told by mail.")

"""When a shopper takes no calls: what is noted, and noting it herself."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.web.actor import acting_user
from evaluations.web.forms.plans.planning import AbsenceForm
from shoppers.models import Shopper, User
from shoppers.queries.absences import absences_to_come
from shoppers.rules import is_shopper
from shoppers.services.absences import AbsenceRefused, note_absence, remove_absence
from shoppers.web.access import allow


@allow(is_shopper)
@require_http_methods(["GET", "HEAD", "POST"])
def my_absences(request: HttpRequest) -> HttpResponse:
    """Her absences to come, and a form for another."""
    user = acting_user(request)
    shopper = _shopper_or_404(user)
    form = AbsenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        first, last = form.days()
        try:
            note_absence(shopper=shopper, first_day=first, last_day=last, by=user)
        except AbsenceRefused as refused:
            form.add_error("last_day", str(refused))
        else:
            messages.success(request, _("Noted. You are given no calls on these days."))
            return redirect("my_absences")
    context = {
        "title": _("When I am away"),
        "crumbs": [
            {"label": _("My calls"), "url": reverse("my_calls")},
            {"label": _("When I am away"), "url": ""},
        ],
        "form": form,
        "absences": absences_to_come(shopper),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "evaluations/roster/my_absences.html", context, status=status)


@allow(is_shopper)
@require_POST
def remove_my_absence(request: HttpRequest, absence: int) -> HttpResponse:
    """She is there after all."""
    user = acting_user(request)
    found = _shopper_or_404(user).absences.select_related("shopper").filter(pk=absence).first()
    if found is None:
        raise Http404
    remove_absence(absence=found, by=user)
    messages.success(request, _("Removed. You can be given calls on these days."))
    return redirect("my_absences")


def _shopper_or_404(user: User) -> Shopper:
    found = Shopper.objects.filter(user=user).first()
    if found is None:
        raise Http404
    return found

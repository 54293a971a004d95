"""Steps with one shopper: admissions and relations."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from evaluations.enums import RelationKind
from evaluations.models import Programme
from evaluations.queries.years.programmes import programme_by_slug
from evaluations.services.roster import admitting, relations
from evaluations.web.actor import acting_user
from evaluations.web.undo import remember_removed
from evaluations.web.views.roster.recruiting import shopper_or_404
from evaluations.web.views.roster.shopper import relation_form, shopper_page
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

_STEPS = {"admit": admitting.admit, "withdraw": admitting.withdraw}


@allow(is_coordinator)
@require_POST
def admit_shopper(request: HttpRequest, shopper: str) -> HttpResponse:
    """Admit the shopper to a programme, or withdraw the admission."""
    profile, programme = shopper_or_404(shopper), _programme_or_404(request)
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404
    try:
        step(shopper=profile, programme=programme, by=acting_user(request))
    except admitting.AdmissionRefused as refusal:
        return shopper_page(request, shopper, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    said = (
        _("The shopper is admitted to %(programme)s.")
        if step is admitting.admit
        else _("The admission to %(programme)s is withdrawn. It can be given again.")
    )
    messages.success(request, said % {"programme": programme.name})
    return back_to_shopper(request, shopper)


@allow(is_coordinator)
@require_POST
def add_relation(request: HttpRequest, shopper: str) -> HttpResponse:
    """Note what the shopper is to a company."""
    profile, form = shopper_or_404(shopper), relation_form(request.POST)
    if not form.is_valid():
        return shopper_page(request, shopper, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        relations.add(
            shopper=profile,
            company=form.cleaned_data["company"],
            kind=RelationKind(form.cleaned_data["kind"]),
            by=acting_user(request),
        )
    except relations.RelationRefused as refusal:
        form.add_error(None, str(refusal))
        return shopper_page(request, shopper, form=form, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The relation is noted."))
    return back_to_shopper(request, shopper)


@allow(is_coordinator)
@require_POST
def remove_relation(request: HttpRequest, shopper: str) -> HttpResponse:
    """Forget a relation; the next page offers to note it again."""
    profile, form = shopper_or_404(shopper), relation_form(request.POST)
    if not form.is_valid():
        raise Http404
    company, kind = form.cleaned_data["company"], RelationKind(form.cleaned_data["kind"])
    try:
        relations.remove(shopper=profile, company=company, kind=kind, by=acting_user(request))
    except relations.RelationRefused as refusal:
        return shopper_page(request, shopper, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    remember_removed(request, shopper=profile, company=company, kind=kind)
    return back_to_shopper(request, shopper)


def _programme_or_404(request: HttpRequest) -> Programme:
    found = programme_by_slug(request.POST.get("programme", ""))
    if found is None:
        raise Http404
    return found


def back_to_shopper(request: HttpRequest, code: str) -> HttpResponseRedirect:
    """To the shopper's page, with the programme that was looked at."""
    slug = request.GET.get("programme", "")
    query = f"?{urlencode({'programme': slug})}" if slug else ""
    return HttpResponseRedirect(reverse("shopper", args=[code]) + query)

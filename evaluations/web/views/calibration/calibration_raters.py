"""Who rates a session, and who is excused from calibration."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.models import Calibration
from evaluations.queries.calibration.calibration_invitees import Invitee, invitees, with_standing
from evaluations.services.calibrating.inviting import invite, take_out, waive
from evaluations.services.calibrating.refusals import CalibrationRefused
from evaluations.web.actor import acting_user
from evaluations.web.forms.calibration.calibration import InviteFilter, WaiverForm
from evaluations.web.found import programme_or_404
from evaluations.web.presenters.calibration.calibrations import calibration_crumbs
from evaluations.web.presenters.imports.import_states import Chip
from evaluations.web.views.calibration.calibrations import calibration_or_404, session_context
from evaluations.web.views.roster.recruiting import shopper_or_404
from shoppers.models import User
from shoppers.rules import is_coordinator
from shoppers.web.access import allow

PEOPLE_A_PAGE = 50


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_raters(request: HttpRequest, year: str, calibration: uuid.UUID) -> HttpResponse:
    """Everybody who can be invited, to be ticked; the filter stands in the address."""
    session = calibration_or_404(year, calibration)
    if request.method != "POST":
        return _page(request, session)
    keys = _keys(request)
    if not keys:
        return _page(
            request,
            session,
            _("Tick whom to invite."),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    users = list(User.objects.filter(pk__in=keys).order_by("name", "pk"))
    try:
        count = invite(calibration=session, users=users, by=acting_user(request))
    except CalibrationRefused as refused:
        return _page(request, session, str(refused), chosen=keys, status=HTTPStatus.CONFLICT)
    said = ngettext("%(count)d rater is invited.", "%(count)d raters are invited.", count)
    messages.success(request, said % {"count": count})
    return redirect("calibration", year, session.pk)


@allow(is_coordinator)
@require_POST
def take_out_rater(
    request: HttpRequest, year: str, calibration: uuid.UUID, rater: int
) -> HttpResponse:
    """Ask her no more."""
    session = calibration_or_404(year, calibration)
    found = session.raters.select_related("calibration").filter(pk=rater).first()
    if found is None:
        raise Http404
    try:
        take_out(rater=found, by=acting_user(request))
    except CalibrationRefused as refused:
        context = session_context(request, session, str(refused))
        return render(
            request, "evaluations/calibration/calibration.html", context, status=HTTPStatus.CONFLICT
        )
    messages.success(request, _("The rater is not asked any more. You can invite them again."))
    return redirect("calibration", year, session.pk)


@allow(is_coordinator)
@require_POST
def waive_calibration(request: HttpRequest, year: str, shopper: str) -> HttpResponse:
    """Ask no calibration of this shopper, with a reason."""
    programme, found = programme_or_404(year), shopper_or_404(shopper)
    form = WaiverForm(request.POST)
    if form.is_valid():
        try:
            waive(
                shopper=found,
                programme=programme,
                reason=form.cleaned_data["waiver"],
                by=acting_user(request),
            )
        except CalibrationRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("No calibration is asked of this shopper in this programme.")
            )
    else:
        messages.error(request, _("Say why no calibration is asked."))
    return redirect("certified_shopper", programme.slug, found.code)


def _keys(request: HttpRequest) -> list[uuid.UUID]:
    """The people that were ticked; what is no key is nobody."""
    found = []
    for text in request.POST.getlist("user"):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _page(
    request: HttpRequest,
    session: Calibration,
    refusal: str = "",
    *,
    chosen: list[uuid.UUID] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    form = InviteFilter(request.GET)
    wanted = form.chosen()
    found = invitees(session, search=wanted.get("q", ""), who=wanted.get("who", ""))
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("Invite raters"),
        "crumbs": calibration_crumbs(session, _("Invite raters")),
        "session": session,
        "form": form,
        "clear_url": form.cleared(request.path),
        "result": ngettext("%(count)d person", "%(count)d people", count) % {"count": count},
        "page": page,
        "rows": [_row(each, chosen or []) for each in with_standing(session, list(page))],
        "refusal": refusal,
    }
    return render(request, "evaluations/calibration/invite_raters.html", context, status=status)


def _row(each: Invitee, chosen: list[uuid.UUID]) -> dict[str, Any]:
    return {
        "key": each.user.pk,
        "name": each.user.name,
        "code": each.shopper.code if each.shopper else "",
        "who": _("Admitted shopper")
        if each.is_admitted
        else (_("Shopper, not admitted") if each.shopper else _("Coordinator")),
        "chip": _chip(each),
        "chosen": each.user.pk in chosen,
    }


def _chip(each: Invitee) -> Chip | None:
    standing = each.standing
    if standing is None or standing.passed:
        return None if standing is None else Chip(_("Enough"), "good", "check")
    if not standing.is_below:
        return None
    if standing.may_try:
        return Chip(_("Below: one more try"), "warn", "refresh")
    return Chip(_("Below twice"), "bad", "alert")

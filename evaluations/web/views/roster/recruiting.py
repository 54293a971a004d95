"""Taking shoppers on, and giving log-ins to those who came from a file."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.web.actor import acting_user
from evaluations.web.crumbs import crumbs_of
from evaluations.web.forms.roster.roster import PlanningForm, RecruitForm
from shoppers.languages import Language, current_language
from shoppers.models import Shopper
from shoppers.queries.shoppers import regions, shopper_by_code
from shoppers.rules import is_coordinator
from shoppers.services import recruiting
from shoppers.services.refusals import EmailTaken, HasLogIn, NotOfAge
from shoppers.web.access import allow
from shoppers.web.forms.people import InvitationForm

_METHODS = ["GET", "HEAD", "POST"]


@allow(is_coordinator)
@require_http_methods(_METHODS)
def invite_shopper(request: HttpRequest) -> HttpResponse:
    """Ask in a new shopper."""
    form = RecruitForm(
        request.POST if request.method == "POST" else None, initial={"language": current_language()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            shopper = recruiting.recruit(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                language=Language(form.cleaned_data["language"]),
                profile=form.profile(),
                by=acting_user(request),
            )
        except EmailTaken:
            _say_taken(form)
        except NotOfAge as refusal:
            form.add_error("birth_year", str(refusal))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("shopper", shopper.code)
    context = {
        "title": _("Invite a shopper"),
        "crumbs": _crumbs(_("Invite a shopper")),
        "form": form,
        "regions": regions(),
    }
    return _form_page(request, "evaluations/roster/invite_shopper.html", context)


@allow(is_coordinator)
@require_http_methods(_METHODS)
def give_login(request: HttpRequest, shopper: str) -> HttpResponse:
    """Invite the person behind a profile that came from a file."""
    profile = shopper_or_404(shopper)
    form = InvitationForm(
        request.POST if request.method == "POST" else None, initial={"language": current_language()}
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            recruiting.give_login(
                shopper=profile,
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                language=Language(form.cleaned_data["language"]),
                by=acting_user(request),
            )
        except EmailTaken:
            _say_taken(form)
        except (HasLogIn, NotOfAge) as error:
            refusal = str(error)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("shopper", profile.code)
    if request.method != "POST" and profile.user_id is not None:
        return redirect("shopper", profile.code)
    context = {
        "title": _("Give %(shopper)s a log-in") % {"shopper": profile.code},
        "crumbs": _crumbs(_("Log-in"), profile),
        "shopper": profile,
        "form": form,
        "refusal": refusal,
    }
    return _form_page(request, "evaluations/roster/give_login.html", context)


@allow(is_coordinator)
@require_http_methods(_METHODS)
def edit_shopper(request: HttpRequest, shopper: str) -> HttpResponse:
    """What calls are planned by."""
    profile = shopper_or_404(shopper)
    form = PlanningForm(
        request.POST if request.method == "POST" else None,
        initial={
            "languages": profile.languages,
            "region": profile.region,
            "weekly_capacity": profile.weekly_capacity,
        },
    )
    if form.is_bound and form.is_valid():
        recruiting.change_planning(
            shopper=profile, planning=form.planning(), by=acting_user(request)
        )
        messages.success(request, _("The profile is saved."))
        return redirect("shopper", profile.code)
    context = {
        "title": _("Change %(shopper)s") % {"shopper": profile.code},
        "crumbs": _crumbs(_("Profile"), profile),
        "shopper": profile,
        "form": form,
        "regions": regions(),
    }
    return _form_page(request, "evaluations/roster/edit_shopper.html", context)


def shopper_or_404(code: str) -> Shopper:
    """The shopper with this code."""
    found = shopper_by_code(code)
    if found is None:
        raise Http404
    return found


def _crumbs(here: str, profile: Shopper | None = None) -> list[dict[str, str]]:
    way = [(_("Shoppers"), reverse("shoppers"))]
    if profile is not None:
        way.append((profile.code, reverse("shopper", args=[profile.code])))
    return crumbs_of(*way, further=[here])


def _say_taken(form: InvitationForm) -> None:
    # She sees everybody in the list of people anyway, so she may be told.
    form.add_error("email", _("Somebody with this e-mail has an account already."))


def _form_page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """The page with its form; a form that came back says so in the status."""
    status = HTTPStatus.OK
    if request.method == "POST":
        refused = bool(context.get("refusal"))
        status = HTTPStatus.CONFLICT if refused else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, template, context, status=status)

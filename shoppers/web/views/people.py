"""Everybody with an account, for coordinators."""

import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shoppers.enums import PersonState, Role
from shoppers.languages import Language, current_language
from shoppers.models import User
from shoppers.queries import people as reading
from shoppers.rules import is_coordinator
from shoppers.services import accounts, inviting
from shoppers.services.refusals import EmailTaken, Refusal
from shoppers.web.access import allow
from shoppers.web.asking import reader
from shoppers.web.forms.people import OfficeInvitationForm, PeopleFilterForm

PER_PAGE = 25
TONES = {
    PersonState.ACTIVE: "good",
    PersonState.INVITED: "info",
    PersonState.EXPIRED: "warn",
    PersonState.DEACTIVATED: "neutral",
}


@allow(is_coordinator)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The list, with filter and order in the address."""
    form = PeopleFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    sort = request.GET.get("sort", "name")
    found = reading.people(
        search=wanted.get("q", ""),
        role=wanted.get("role", ""),
        state=wanted.get("state", ""),
        sort=sort,
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    context = {
        "title": _("People"),
        "form": form,
        "page": page,
        "rows": [_shown(user) for user in page],
        "sort": sort,
        "result": ngettext("%(count)d person", "%(count)d people", count) % {"count": count},
    }
    return render(request, "shoppers/people.html", context)


def _shown(user: User) -> dict[str, object]:
    """A person as the pages name her."""
    state = PersonState(user.state)  # type: ignore[attr-defined]  # annotated by the query
    held = {assignment.role for assignment in user.role_assignments.all()}
    return {
        "user": user,
        "roles": [role.label for role in Role if role.value in held],
        "state": state,
        "state_label": state.label,
        "tone": TONES[state],
        "invitation": getattr(user, "invitation", None),
    }


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody into the office."""
    form = OfficeInvitationForm(
        request.POST if request.method == "POST" else None,
        initial={"language": current_language(), "role": Role.COORDINATOR},
    )
    if form.is_bound and form.is_valid():
        try:
            user = inviting.invite(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                roles=[Role(form.cleaned_data["role"])],
                by=reader(request),
                language=Language(form.cleaned_data["language"]),
            )
        except EmailTaken:
            # She sees everybody in the list anyway, so she may be told.
            form.add_error("email", _("Somebody with this e-mail has an account already."))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("person", user.pk)
    return render(
        request, "shoppers/invite_person.html", {"title": _("Invite a colleague"), "form": form}
    )


@allow(is_coordinator)
@require_safe
def person(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """One person: what she is, where her account stands, what can be done about it."""
    return _person_page(request, user_id)


def _person_page(
    request: HttpRequest, user_id: uuid.UUID, *, refusal: Refusal | None = None
) -> HttpResponse:
    user = get_object_or_404(reading.people(), pk=user_id)
    context = {
        "title": user.name,
        "person": _shown(user),
        "notice": reading.last_notice(user),
        "own": user.pk == reader(request).pk,
        "refusal": str(refusal) if refusal else "",
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "shoppers/person.html", context, status=status)


@allow(is_coordinator)
@require_POST
def invite_again(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Send a fresh link."""
    return _act(request, user_id, inviting.reinvite, _("The invitation is on its way."))


@allow(is_coordinator)
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Close an account, once it was said what that means."""
    if request.method == "POST":
        return _act(request, user_id, accounts.deactivate, _("The account is deactivated."))
    user = get_object_or_404(User, pk=user_id)
    if user.pk == reader(request).pk or not user.is_active:
        return redirect("person", user.pk)
    context = {
        "title": _("Deactivate %(name)s?") % {"name": user.name},
        "person": user,
    }
    return render(request, "shoppers/deactivate_person.html", context)


@allow(is_coordinator)
@require_POST
def reactivate(request: HttpRequest, user_id: uuid.UUID) -> HttpResponse:
    """Open an account again."""
    return _act(request, user_id, accounts.reactivate, _("The account is open again."))


def _act(
    request: HttpRequest, user_id: uuid.UUID, step: Callable[..., None], done: str
) -> HttpResponse:
    """Take one step with one person; a step that no longer fits is a 409 in words."""
    user = get_object_or_404(User, pk=user_id)
    try:
        step(user=user, by=reader(request))
    except Refusal as refusal:
        return _person_page(request, user_id, refusal=refusal)
    messages.success(request, done)
    return redirect("person", user.pk)

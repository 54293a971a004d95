"""Who reads for a client: adding, another role, removing."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.enums import MemberRole
from evaluations.models import Client
from evaluations.queries.clients.client_page import administrators_of, member_for_client
from evaluations.services.clients.clients import (
    ClientRefused,
    MemberElsewhere,
    NotAMember,
    NotImpartial,
    add_member,
    invite_member,
    remove_member,
    set_role,
)
from evaluations.web.actor import acting_user
from evaluations.web.forms.clients.client_account import MemberForm
from evaluations.web.views.clients.client import client_crumbs, client_or_404, client_page
from shoppers.languages import current_language
from shoppers.models import User
from shoppers.queries.people import person_by_email
from shoppers.rules import is_coordinator, keeps_accounts
from shoppers.services.refusals import EmailTaken
from shoppers.web.access import allow

_METHODS = ["GET", "HEAD", "POST"]


@allow(keeps_accounts)
@require_http_methods(_METHODS)
def add_client_member(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """Let somebody read for the client, with an account or by invitation."""
    client = client_or_404(client_id)
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        initial={"language": current_language()},
    )
    if form.is_bound and form.is_valid():
        said = _add(client, form, by=acting_user(request))
        if said:
            messages.success(request, said)
            return redirect("client", client.pk)
    context = {
        "title": _("Add a member"),
        "crumbs": client_crumbs(client, _("Members")),
        "client": client,
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "evaluations/clients/add_client_member.html", context, status=status)


def _add(client: Client, form: MemberForm, *, by: User) -> str:
    """What was done, in words; nothing, when the form says what is in the way."""
    role = MemberRole(form.cleaned_data["role"])
    person = person_by_email(form.cleaned_data["email"])
    if person is not None and member_for_client(client, person.pk) is not None:
        form.add_error("email", _("This person is a member already."))
        return ""
    try:
        if person is not None:
            add_member(client=client, user=person, role=role, by=by)
            return _("%(name)s is a member now.") % {"name": person.name}
        if not form.cleaned_data["name"]:
            form.add_error("name", _("Nobody has this e-mail yet. Give a name for the invitation."))
            return ""
        invite_member(client=client, newcomer=form.newcomer(), role=role, by=by)
    except (MemberElsewhere, NotImpartial) as refusal:
        form.add_error("email", _in_the_way(refusal, by))
        return ""
    except EmailTaken:
        form.add_error("email", _("This person has just got an account. Please try again."))
        return ""
    return _("The invitation is on its way.")


def _in_the_way(refusal: ClientRefused, by: User) -> str:
    """Which part it is an account manager is not told: by e-mails she could find the shoppers."""
    if isinstance(refusal, MemberElsewhere) or is_coordinator(by):
        return str(refusal)
    return _(
        "This person has another part in the award and cannot read for a client. A coordinator"
        " knows more."
    )


@allow(keeps_accounts)
@require_POST
def set_member_role(request: HttpRequest, client_id: uuid.UUID, user_id: uuid.UUID) -> HttpResponse:
    """Give a member another role."""
    client, person = client_or_404(client_id), get_object_or_404(User, pk=user_id)
    wanted = request.POST.get("role", "")
    if wanted not in MemberRole.values:
        raise Http404
    role = MemberRole(wanted)
    try:
        set_role(client=client, user=person, role=role, by=acting_user(request))
    except NotAMember as refusal:
        return client_page(request, client, refusal=str(refusal), status=HTTPStatus.CONFLICT)
    messages.success(
        request,
        _("%(name)s has another role: %(role)s.") % {"name": person.name, "role": role.label},
    )
    return redirect("client", client.pk)


@allow(keeps_accounts)
@require_http_methods(_METHODS)
def remove_client_member(
    request: HttpRequest, client_id: uuid.UUID, user_id: uuid.UUID
) -> HttpResponse:
    """Ask, then let somebody read for the client no more."""
    client, person = client_or_404(client_id), get_object_or_404(User, pk=user_id)
    if request.method == "POST":
        try:
            remove_member(client=client, user=person, by=acting_user(request))
        except NotAMember as refusal:
            return client_page(request, client, refusal=str(refusal), status=HTTPStatus.CONFLICT)
        messages.success(request, _("%(name)s is no longer a member.") % {"name": person.name})
        return redirect("client", client.pk)
    member = member_for_client(client, person.pk)
    if member is None:
        raise Http404
    others = administrators_of(client).exclude(pk=member.pk)
    context = {
        "title": _("Remove %(name)s?") % {"name": person.name},
        "crumbs": client_crumbs(client, _("Members")),
        "client": client,
        "person": person,
        "last_administrator": member.role == MemberRole.ADMINISTRATOR and not others.exists(),
    }
    return render(request, "evaluations/clients/remove_client_member.html", context)
